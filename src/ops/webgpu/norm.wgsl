// Layer norm of rows that already hold what is to be normalised: z becomes (z - mean) / deviation, and
// out = z * gain + shift, dropped after that where the embeddings ask for it.
#include groups
#include values
#include lanes
#include row-dropout

struct Params {
  rows: u32,
  columns: u32,
  eps: f32,
  unused: u32,
  dropout: Dropout,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer write z: array<V>
#buffer write out: array<V>
#buffer write inverse: array<f32>
#buffer read gain: array<V>
#buffer read shift: array<V>
#if DROP
#buffer read places: array<u32>
#endif

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let asked = groupNumber(group, groups) * (THREADS / LANES) + local / LANES;
  // Threads without a row go along to the barriers, reading the last one.
  let row = min(asked, params.rows - 1u);
  let lane = local % LANES;
  let start = row * params.columns;
  let count = f32(params.columns * WIDTH);
  var sum = 0.0;
  for (var j = lane; j < params.columns; j += LANES) { sum += total(z[start + j]); }
  let mean = sumLanes(local, vec2f(sum, 0.0)).x / count;
  var squares = 0.0;
  for (var j = lane; j < params.columns; j += LANES) {
    let centred = z[start + j] - mean;
    squares += total(centred * centred);
  }
  let scale = 1.0 / sqrt(sumLanes(local, vec2f(squares, 0.0)).x / count + params.eps);
  if (asked >= params.rows) { return; }
  if (lane == 0u) { inverse[row] = scale; }
  for (var j = lane; j < params.columns; j += LANES) {
    let normalised = (z[start + j] - mean) * scale;
    z[start + j] = normalised;
    var y = normalised * gain[j] + shift[j];
#if DROP
    y *= factorsAt(params.dropout, places[row], j, params.columns);
#endif
    out[start + j] = y;
  }
}
