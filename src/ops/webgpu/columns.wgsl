// Sums over rows, first stage: each thread adds ROWS rows of one column. partial [blocks, quantities, columns].
//   PRODUCT: two quantities, x * y and x (gradients of a norm's gain and shift).
//   TYPES: two quantities, x of the rows of type 0 and x of the others.
//   TWO: either; otherwise there is one, x.
#include groups
#include values

struct Params {
  rows: u32,
  columns: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read x: array<V>
#if PRODUCT
#buffer read y: array<V>
#endif
#if TYPES
#buffer read types: array<u32>
#endif
#buffer write partial: array<V>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let thread = groupNumber(group, groups) * 64u + local;
  let block = thread / params.columns;
  let column = thread % params.columns;
  let first = block * ROWS;
  if (first >= params.rows) { return; }
  var sum = V(0.0);
#if TWO
  var other = V(0.0);
#endif
  for (var row = first; row < min(first + ROWS, params.rows); row++) {
    let at = row * params.columns + column;
    let value = x[at];
#if TYPES
    if (types[row] == 0u) { other += value; } else { sum += value; }
#else
    sum += value;
#endif
#if PRODUCT
    other += value * y[at];
#endif
  }
#if TWO
  partial[2u * block * params.columns + column] = other;
  partial[(2u * block + 1u) * params.columns + column] = sum;
#else
  partial[block * params.columns + column] = sum;
#endif
}
