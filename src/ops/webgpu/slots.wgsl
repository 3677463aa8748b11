// Notes for each row of a table that has a gradient where that is.
#include groups
struct Params {
  count: u32,
  stamp: u32,
  // Where this table's ids start.
  first: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read ids: array<u32>
#buffer write slots: array<vec2u>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  if (at < params.count) { slots[ids[params.first + at]] = vec2u(params.stamp, at); }
}
