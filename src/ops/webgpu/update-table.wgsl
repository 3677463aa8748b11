// One optimizer step of a slab of a table, in place. A row without a gradient has a gradient of 0; one that never had any
// has moments of 0, so that all that moves it is the decay.
//   MEASURED: sums of squares of the changes, by stretches that a table's slabs number one after another. `sums` has a row
//             for how many weights a stretch has (a table is not masked: all learn), and one for the squares.
#include groups
#include values
#include optimizer
#if MEASURED
#include reduce
#include sums
#endif

struct Params {
  // The slab's place in the table.
  firstRow: u32,
  rows: u32,
  // Reads to a row.
  columns: u32,
  // The step's number in `slots`.
  stamp: u32,
#if MEASURED
  // First of the table's rows in `sums`.
  sumsRow: u32,
  // Of this slab, the number of its first one, and of all slabs.
  stretches: u32,
  firstStretch: u32,
  allStretches: u32,
#endif
  optimizer: Optimizer,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer write table: array<V>
#buffer read gradients: array<V>
// [rows of the table] the stamp of a row's latest gradient, 0 before its first; and which row of `gradients` that is.
#buffer read slots: array<vec2u>
#if ADAMW
#buffer write first: array<V>
#buffer write second: array<V>
#endif
#if SCALED
#buffer read scale: array<f32>
#endif

#if MEASURED
@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let number = sumNumber(groupNumber(group, groups), local);
  let lane = laneOf(local);
  // Who has no stretch goes through the barriers like the others, with a stretch of nothing.
  let exists = number < params.stretches;
  let reads = params.rows * params.columns;
  let length = (reads + params.stretches - 1u) / params.stretches;
  let start = min(select(reads, number * length, exists), reads);
  let end = min(start + length, reads);
  var squares = 0.0;
  for (var at = start + lane; at < end; at += LANES) {
    let change = update(at);
    squares += total(change * change);
  }
  let sum = laneSum(lane, squares);
  if (lane == 0u && exists) {
    let stretch = params.firstStretch + number;
    putSum(params.sumsRow, stretch, params.allStretches, f32((end - start) * WIDTH));
    putSum(params.sumsRow + 1u, stretch, params.allStretches, sum);
  }
}
#else
@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  if (at < params.rows * params.columns) { update(at); }
}
#endif

// One read's step. Returns the change.
fn update(at: u32) -> V {
  let slot = slots[params.firstRow + at / params.columns];
  let found = slot.x == params.stamp;
#if ADAMW
  let idle = slot.x == 0u;
#else
  let idle = !found;
#endif
  if (idle && params.optimizer.decay == 0.0) { return V(0.0); }
  var g = V(0.0);
  if (found) {
    g = gradients[slot.y * params.columns + at % params.columns];
#if SCALED
    g *= scale[0];
#endif
  }
  let value = table[at];
#if ADAMW
  let m = firstMoment(first[at], g);
  let v = secondMoment(second[at], g);
  first[at] = m;
  second[at] = v;
  let next = adamWStep(value, m, v, V(params.optimizer.rate), V(params.optimizer.root));
#else
  let next = sgdStep(value, g);
#endif
  table[at] = next;
#if MEASURED
  return changeOf(value, next);
#else
  return V(0.0);
#endif
}
