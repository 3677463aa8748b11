// out [M, N] = A B, with what follows a linear layer done on the way out. Sums are f32.
//   TURNED_B: A [M, K], B [N, K]   forward, weights as Hugging Face stores them
//   PLAIN:    A [M, K], B [K, N]   gradient by the input
//   TURNED_A: A [K, M], B [K, N]   gradient by the weights
// Each thread holds a tile of TM x TN sums in registers. DIRECT: it reads A and B by itself. Otherwise the workgroup
// brings them through shared memory, DEPTH of the K values at a time.
#include groups
#include dropout

struct Params {
  m: u32,
  n: u32,
  k: u32,
  unused: u32,
  dropout: Dropout,
}
@group(0) @binding(0) var<uniform> params: Params;

#if VEC
#buffer read a: array<vec4f>
#buffer read b: array<vec4f>
#buffer write out: array<vec4f>
#else
#buffer read a: array<f32>
#buffer read b: array<f32>
#buffer write out: array<f32>
#endif
#if BIAS
#buffer read bias: array<f32>
#endif
#if ADD
#if VEC
#buffer read plus: array<vec4f>
#else
#buffer read plus: array<f32>
#endif
#endif
#if DROP
#buffer read places: array<u32>
#endif
#if ROW_SUMS
#buffer write sums: array<f32>
#endif
#if GELU
#if VEC
#buffer write before: array<vec4f>
#else
#buffer write before: array<f32>
#endif
#endif

// Four values of a row-major matrix [rows, columns], at (row, column .. column + 3). Rows beyond the last repeat it, since
// what they lead to is not stored; columns beyond the last are 0.
fn readA(row: u32, column: u32, rows: u32, columns: u32) -> vec4f {
  let r = min(row, rows - 1u);
#if VEC
  if (column >= columns) { return vec4f(0.0); }
  return a[(r * columns + column) / 4u];
#else
  var v = vec4f(0.0);
#unroll i 4
  if (column + {i}u < columns) { v[{i}] = a[r * columns + column + {i}u]; }
#end
  return v;
#endif
}

fn readB(row: u32, column: u32, rows: u32, columns: u32) -> vec4f {
  let r = min(row, rows - 1u);
#if VEC
  if (column >= columns) { return vec4f(0.0); }
  return b[(r * columns + column) / 4u];
#else
  var v = vec4f(0.0);
#unroll i 4
  if (column + {i}u < columns) { v[{i}] = b[r * columns + column + {i}u]; }
#end
  return v;
#endif
}

#if GELU
#include gelu
#endif

fn store(row: u32, column: u32, sum: vec4f) {
  if (row >= params.m || column >= params.n) { return; }
  var v = sum;
#if BIAS
#unroll i 4
  v[{i}] += bias[min(column + {i}u, params.n - 1u)];
#end
#endif
#if TANH
  v = tanh(clamp(v, vec4f(-15.0), vec4f(15.0)));
#endif
#if DROP
  v *= dropoutFactors(params.dropout, places[row], column, params.n);
#endif
  let at = row * params.n + column;
#if VEC
#if ADD
  v += plus[at / 4u];
#endif
#if GELU
  before[at / 4u] = v;
  v = gelu(v);
#endif
  out[at / 4u] = v;
#else
#if GELU
  let activated = gelu(v);
#endif
#unroll i 4
  if (column + {i}u < params.n) {
#if ADD
    v[{i}] += plus[at + {i}u];
#endif
#if GELU
    before[at + {i}u] = v[{i}];
    v[{i}] = activated[{i}];
#endif
    out[at + {i}u] = v[{i}];
  }
#end
#endif
}

#if ROW_SUMS
// What A adds up to over K: with a gradient as A, the gradient by the bias.
fn storeSums(row: u32, v: vec4f) {
#unroll i 4
  if (row + {i}u < params.m) { sums[row + {i}u] = v[{i}]; }
#end
}
#endif

#if DIRECT
#include matmul-direct
#else
#include matmul-shared
#endif
