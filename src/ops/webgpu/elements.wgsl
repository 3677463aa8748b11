// What is done to a matrix element by element.
//   GELU_SLOPE: out = x * gelu'(y)      TANH_SLOPE: out = x * (1 - y^2)
//   DROP: ... * dropout's factors; row r of the matrix is row r of the counter, or with PLACED row places[r]
#include groups
#include values
#include row-dropout
#if GELU_SLOPE
#include gelu
#endif

struct Params {
  rows: u32,
  columns: u32,
  unused: vec2u,
  dropout: Dropout,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read x: array<V>
#if SLOPE
#buffer read y: array<V>
#endif
#if PLACED
#buffer read places: array<u32>
#endif
#buffer write out: array<V>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  if (at >= params.rows * params.columns) { return; }
  var v = x[at];
#if GELU_SLOPE
#if VEC
  v *= geluSlope(y[at]);
#else
  v *= geluSlope(vec4f(y[at])).x;
#endif
#endif
#if TANH_SLOPE
  v *= 1.0 - y[at] * y[at];
#endif
#if DROP
  let row = at / params.columns;
#if PLACED
  let place = places[row];
#else
  let place = row;
#endif
  v *= factorsAt(params.dropout, place, at % params.columns, params.columns);
#endif
  out[at] = v;
}
