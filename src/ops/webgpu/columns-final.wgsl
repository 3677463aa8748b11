// Sums over rows, second stage: the blocks of one column are added in order.
//   PRODUCT, TYPES, TWO: as in the first stage. Sums by type are two rows of `first`.
#include groups
#include values

struct Params {
  blocks: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read partial: array<V>
#buffer write first: array<V>
#if PRODUCT
#buffer write second: array<V>
#endif

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let column = groupNumber(group, groups) * 64u + local;
  if (column >= params.columns) { return; }
  var sum = V(0.0);
#if TWO
  var other = V(0.0);
#endif
  for (var block = 0u; block < params.blocks; block++) {
#if TWO
    sum += partial[2u * block * params.columns + column];
    other += partial[(2u * block + 1u) * params.columns + column];
#else
    sum += partial[block * params.columns + column];
#endif
  }
  first[column] = sum;
#if PRODUCT
  second[column] = other;
#endif
#if TYPES
  first[params.columns + column] = other;
#endif
}
