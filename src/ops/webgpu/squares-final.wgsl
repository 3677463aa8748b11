// Sums of squares of gradients, second stage: the stretches of each part are added (squares.wgsl).
#include groups
#include reduce

struct Params {
  parts: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read sums: array<f32>
#buffer write out: array<f32>

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let part = sumNumber(groupNumber(group, groups), local);
  let lane = laneOf(local);
  let row = min(part, params.parts - 1u) * SLOTS;
  let count = u32(sums[row]);
  var value = 0.0;
  for (var i = lane; i < count; i += LANES) { value += sums[row + 1u + i]; }
  let sum = laneSum(lane, value);
  if (lane == 0u && part < params.parts) { out[part] = sum; }
}
