// A mask's factors as numbers, for those who want to see them.
#include groups
#include mask

struct Params {
  items: u32,
  firstItem: u32,
  pad0: u32,
  pad1: u32,
  mask: Mask,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer write out: array<vec4f>

const VECTORS = CHUNK / 4u;

@compute @workgroup_size(VECTORS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let number = groupNumber(group, groups);
  let item = params.firstItem + number * 4u;
  if ((number >= params.items) | (local >= parts[item + 3u])) { return; }
  out[parts[item + 2u] + local] = partFactors(parts[item], parts[item + 1u] + local * 4u);
}
