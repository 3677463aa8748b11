// Gradient by what was normalised: inverse * (g - mean(g) - normalised * mean(g * normalised)), g = gradient * gain.
//   DROP_AFTER: dropout came after the norm (embeddings): the gradient is dropped first, and `dropped` takes that
//   DROP_BEFORE: it came before, ahead of the residual: `dropped` takes dz * factors, what reaches the linear layer
#include groups
#include values
#include lanes
#include row-dropout

struct Params {
  rows: u32,
  columns: u32,
  unused: vec2u,
  dropout: Dropout,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read gradient: array<V>
#buffer read normalised: array<V>
#buffer read inverse: array<f32>
#buffer read gain: array<V>
#buffer write dz: array<V>
#if DROP
#buffer write dropped: array<V>
#buffer read places: array<u32>
#endif

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let asked = groupNumber(group, groups) * (THREADS / LANES) + local / LANES;
  let row = min(asked, params.rows - 1u);
  let lane = local % LANES;
  let start = row * params.columns;
  let count = f32(params.columns * WIDTH);
  var sums = vec2f(0.0);
  for (var j = lane; j < params.columns; j += LANES) {
    var dy = gradient[start + j];
#if DROP_AFTER
    dy *= factorsAt(params.dropout, places[row], j, params.columns);
    if (asked < params.rows) { dropped[start + j] = dy; }
#endif
    let g = dy * gain[j];
    sums += vec2f(total(g), total(g * normalised[start + j]));
  }
  let means = sumLanes(local, sums) / count;
  if (asked >= params.rows) { return; }
  let scale = inverse[row];
  for (var j = lane; j < params.columns; j += LANES) {
#if DROP_AFTER
    let dy = dropped[start + j];
#else
    let dy = gradient[start + j];
#endif
    let d = scale * (dy * gain[j] - means.x - normalised[start + j] * means.y);
    dz[start + j] = d;
#if DROP_BEFORE
    dropped[start + j] = d * factorsAt(params.dropout, places[row], j, params.columns);
#endif
  }
}
