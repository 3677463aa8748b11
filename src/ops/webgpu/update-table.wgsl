// One optimizer step of a slab of a table, in place. A row without a gradient has a gradient of 0; one that never had any
// has moments of 0, so that all that moves it is the decay.
#include groups
#include values
#include optimizer

struct Params {
  // The slab's place in the table.
  firstRow: u32,
  rows: u32,
  // Reads to a row.
  columns: u32,
  // The step's number in `slots`.
  stamp: u32,
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

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  let row = at / params.columns;
  if (row >= params.rows) { return; }
  let slot = slots[params.firstRow + row];
  let found = slot.x == params.stamp;
#if ADAMW
  let idle = slot.x == 0u;
#else
  let idle = !found;
#endif
  if (idle && params.optimizer.decay == 0.0) { return; }
  var g = V(0.0);
  if (found) {
    g = gradients[slot.y * params.columns + at % params.columns];
#if SCALED
    g *= scale[0];
#endif
  }
#if ADAMW
  let m = firstMoment(first[at], g);
  let v = secondMoment(second[at], g);
  first[at] = m;
  second[at] = v;
  table[at] = adamWStep(table[at], m, v, V(params.optimizer.rate), V(params.optimizer.root));
#else
  table[at] = sgdStep(table[at], g);
#endif
}
