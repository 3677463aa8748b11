// Sums of squares of gradients, first stage: stretches of parts. A part has a row of SLOTS numbers in
// `sums`: how many stretches it has, then the sum of each.
//   TABLE: the gradient is one part in a buffer of its own, as long as `size`
#include groups
#include reduce

struct Params {
  // How many stretches there are.
  count: u32,
  // Row in `sums` of the first part.
  firstRow: u32,
#if TABLE
  size: u32,
#else
  // Of `stretches`, and the part it is of.
  firstStretch: u32,
  firstPart: u32,
  // Element of the arena that the binding starts with.
  origin: u32,
#endif
}
@group(0) @binding(0) var<uniform> params: Params;
#if VEC
#buffer read gradients: array<vec4f>
#else
#buffer read gradients: array<f32>
#endif
#if !TABLE
// part, number among the part's stretches, how many those are, unused; first element, size, unused, unused
#buffer read stretches: array<vec4u>
#endif
#buffer write sums: array<f32>

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let number = sumNumber(groupNumber(group, groups), local);
  let lane = laneOf(local);
  // Who has no stretch goes through the barriers like the others, with a stretch of nothing.
  let exists = number < params.count;
#if TABLE
  let row = params.firstRow;
  let index = number;
  let siblings = params.count;
  let round = LANES * 4u;
  let length = (params.size + params.count * round - 1u) / (params.count * round) * round;
  let start = number * length;
  let size = select(0u, min(length, params.size - min(start, params.size)), exists);
#else
  let at = 2u * (params.firstStretch + select(0u, number, exists));
  let row = params.firstRow + stretches[at].x - params.firstPart;
  let index = stretches[at].y;
  let siblings = stretches[at].z;
  let start = stretches[at + 1u].x - params.origin;
  let size = select(0u, stretches[at + 1u].y, exists);
#endif
#if VEC
  var squares = vec4f(0.0);
  for (var i = lane * 4u; i < size; i += LANES * 4u) {
    // What lies behind a part whose size is no multiple of four is not part of it.
    let v = select(vec4f(0.0), gradients[(start + i) / 4u], vec4u(i, i + 1u, i + 2u, i + 3u) < vec4u(size));
    squares += v * v;
  }
  let sum = laneSum(lane, squares.x + squares.y + squares.z + squares.w);
#else
  var squares = 0.0;
  for (var i = lane; i < size; i += LANES) {
    let v = gradients[start + i];
    squares += v * v;
  }
  let sum = laneSum(lane, squares);
#endif
  if (lane == 0u && exists) {
    sums[row * SLOTS + 1u + index] = sum;
    if (index == 0u) { sums[row * SLOTS] = f32(siblings); }
  }
}
