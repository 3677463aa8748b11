// Sums of the rows that share an id: out[s] = sum of x[order[i]] for i in starts[s] .. starts[s + 1] - 1, in that order.
#include groups
#include values

struct Params {
  segments: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read x: array<V>
#buffer read order: array<u32>
#buffer read starts: array<u32>
#buffer write out: array<V>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  if (at >= params.segments * params.columns) { return; }
  let segment = at / params.columns;
  let column = at % params.columns;
  var sum = V(0.0);
  for (var i = starts[segment]; i < starts[segment + 1u]; i++) { sum += x[order[i] * params.columns + column]; }
  out[at] = sum;
}
