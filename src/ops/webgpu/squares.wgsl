// Sums of squares of gradients, first stage: stretches of parts. A part has a row of SLOTS numbers in
// `sums`: how many stretches it has, then the sum of each.
//   TABLE:   the gradient is one part in a buffer of its own, as long as `size`
//   CHANGES: where gradients were, an update has left the weights' changes (update.wgsl). The last bit of each is 1 if the
//            mask let the gradient through; what it is worth, an 8,388,608th, is below what a sum in f32 shows. A part has
//            two rows: how many ones, and the sum of squares.
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
alias V = vec4f;
alias U = vec4u;
#else
alias V = f32;
alias U = u32;
#endif
#if CHANGES
#buffer read gradients: array<U>
#else
#buffer read gradients: array<V>
#endif
#if !TABLE
// part, number among the part's stretches, how many those are, unused; first element, size, unused, unused
#buffer read stretches: array<vec4u>
#endif

#include sums

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
  var squares = V(0.0);
#if CHANGES
  var learn = U(0u);
#endif
#if VEC
  for (var i = lane * 4u; i < size; i += LANES * 4u) {
    // What lies behind a part whose size is no multiple of four is not part of it.
    let read = select(U(0u), bitcast<U>(gradients[(start + i) / 4u]), vec4u(i, i + 1u, i + 2u, i + 3u) < vec4u(size));
#else
  for (var i = lane; i < size; i += LANES) {
    let read = bitcast<U>(gradients[start + i]);
#endif
#if CHANGES
    learn += read & U(1u);
    let v = bitcast<V>(read & U(0xfffffffeu));
#else
    let v = bitcast<V>(read);
#endif
    squares += v * v;
  }
#if VEC
  let sum = laneSum(lane, squares.x + squares.y + squares.z + squares.w);
#else
  let sum = laneSum(lane, squares);
#endif
#if CHANGES
#if VEC
  let ones = laneSum(lane, f32(learn.x + learn.y + learn.z + learn.w));
#else
  let ones = laneSum(lane, f32(learn));
#endif
  if (lane == 0u && exists) {
    putSum(2u * row, index, siblings, ones);
    putSum(2u * row + 1u, index, siblings, sum);
  }
#else
  if (lane == 0u && exists) { putSum(row, index, siblings, sum); }
#endif
}
