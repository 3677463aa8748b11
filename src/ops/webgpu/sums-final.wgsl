// The second stage of sums: the pieces of each row are added (sums.wgsl).
#include groups
#include reduce

struct Params {
  rows: u32,
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
  let row = sumNumber(groupNumber(group, groups), local);
  let lane = laneOf(local);
  let start = min(row, params.rows - 1u) * SLOTS;
  let count = u32(sums[start]);
  var value = 0.0;
  for (var i = lane; i < count; i += LANES) { value += sums[start + 1u + i]; }
  let sum = laneSum(lane, value);
  if (lane == 0u && row < params.rows) { out[row] = sum; }
}
