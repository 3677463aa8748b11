// Whole rows moved between matrices.
//   TAKE: out[r] = x[rows[r]]           ADD: out[rows[r]] += x[r]; rows are distinct
#include groups
#include values

struct Params {
  rows: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read x: array<V>
#buffer read rows: array<u32>
#buffer write out: array<V>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  if (at >= params.rows * params.columns) { return; }
  let there = rows[at / params.columns] * params.columns + at % params.columns;
#if TAKE
  out[at] = x[there];
#else
  out[there] += x[at];
#endif
}
