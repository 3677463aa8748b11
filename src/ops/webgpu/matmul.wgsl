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
@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let tilesN = (params.n + TN - 1u) / TN;
  let tile = groupNumber(group, groups) * THREADS + local;
  let m0 = (tile / tilesN) * TM;
  let n0 = (tile % tilesN) * TN;
  if (m0 >= params.m) { return; }
#unroll i TM4
#unroll c 4
#unroll j TN4
  var sum{i}_{c}_{j} = vec4f(0.0);
#end
#end
#end

#if VEC
  // Rows and columns beyond the last repeat it, once and for all; nothing in the loops asks for bounds.
#if !TURNED_A
#unroll i TM4
#unroll c 4
  var pa{i}_{c} = min(m0 + {i}u * 4u + {c}u, params.m - 1u) * (params.k / 4u);
#end
#end
#endif
#if TURNED_B
#unroll j TN4
#unroll c 4
  var pb{j}_{c} = min(n0 + {j}u * 4u + {c}u, params.n - 1u) * (params.k / 4u);
#end
#end
  for (var k = 0u; k < params.k / 4u; k++) {
#unroll i TM4
#unroll c 4
    let a{i}_{c} = a[pa{i}_{c} + k];
#end
#end
#unroll j TN4
    {
      let b0 = b[pb{j}_0 + k];
      let b1 = b[pb{j}_1 + k];
      let b2 = b[pb{j}_2 + k];
      let b3 = b[pb{j}_3 + k];
#unroll i TM4
#unroll c 4
      sum{i}_{c}_{j} += vec4f(dot(a{i}_{c}, b0), dot(a{i}_{c}, b1), dot(a{i}_{c}, b2), dot(a{i}_{c}, b3));
#end
#end
    }
#end
  }
#endif
#if PLAIN
  let n4 = params.n / 4u;
#unroll j TN4
  var pb{j} = min(n0 / 4u + {j}u, n4 - 1u);
#end
  for (var k = 0u; k < params.k / 4u; k++) {
#unroll i TM4
#unroll c 4
    let a{i}_{c} = a[pa{i}_{c} + k];
#end
#end
#unroll j TN4
    {
      let b0 = b[pb{j}];
      let b1 = b[pb{j} + n4];
      let b2 = b[pb{j} + 2u * n4];
      let b3 = b[pb{j} + 3u * n4];
      pb{j} += 4u * n4;
#unroll i TM4
#unroll c 4
      sum{i}_{c}_{j} += a{i}_{c}.x * b0 + a{i}_{c}.y * b1 + a{i}_{c}.z * b2 + a{i}_{c}.w * b3;
#end
#end
    }
#end
  }
#endif
#else
#if TURNED_B
  for (var k = 0u; k < params.k; k += 4u) {
#unroll i TM4
#unroll c 4
    let a{i}_{c} = readA(m0 + {i}u * 4u + {c}u, k, params.m, params.k);
#end
#end
#unroll j TN4
    {
      let b0 = readB(n0 + {j}u * 4u, k, params.n, params.k);
      let b1 = readB(n0 + {j}u * 4u + 1u, k, params.n, params.k);
      let b2 = readB(n0 + {j}u * 4u + 2u, k, params.n, params.k);
      let b3 = readB(n0 + {j}u * 4u + 3u, k, params.n, params.k);
#unroll i TM4
#unroll c 4
      sum{i}_{c}_{j} += vec4f(dot(a{i}_{c}, b0), dot(a{i}_{c}, b1), dot(a{i}_{c}, b2), dot(a{i}_{c}, b3));
#end
#end
    }
#end
  }
#endif
#if PLAIN
  for (var k = 0u; k < params.k; k += 4u) {
#unroll i TM4
#unroll c 4
    let a{i}_{c} = readA(m0 + {i}u * 4u + {c}u, k, params.m, params.k);
#end
#end
#unroll j TN4
    {
      // Beyond K, A is 0 and B's rows repeat: nothing is added.
      let b0 = readB(k, n0 + {j}u * 4u, params.k, params.n);
      let b1 = readB(k + 1u, n0 + {j}u * 4u, params.k, params.n);
      let b2 = readB(k + 2u, n0 + {j}u * 4u, params.k, params.n);
      let b3 = readB(k + 3u, n0 + {j}u * 4u, params.k, params.n);
#unroll i TM4
#unroll c 4
      sum{i}_{c}_{j} += a{i}_{c}.x * b0 + a{i}_{c}.y * b1 + a{i}_{c}.z * b2 + a{i}_{c}.w * b3;
#end
#end
    }
#end
  }
#endif
#endif
#if TURNED_A
#if ROW_SUMS
#unroll i TM4
  var rowSum{i} = vec4f(0.0);
#end
#endif
#if VEC
#unroll i TM4
  var pa{i} = min(m0 / 4u + {i}u, params.m / 4u - 1u);
#end
#unroll j TN4
  var pb{j} = min(n0 / 4u + {j}u, params.n / 4u - 1u);
#end
#endif
  for (var k = 0u; k < params.k; k++) {
#unroll i TM4
#if VEC
    let a{i} = a[pa{i}];
    pa{i} += params.m / 4u;
#else
    let a{i} = readA(k, m0 + {i}u * 4u, params.k, params.m);
#endif
#if ROW_SUMS
    rowSum{i} += a{i};
#endif
#end
#unroll j TN4
#if VEC
    let b{j} = b[pb{j}];
    pb{j} += params.n / 4u;
#else
    let b{j} = readB(k, n0 + {j}u * 4u, params.k, params.n);
#endif
#end
#unroll i TM4
#unroll c 4
#unroll j TN4
    sum{i}_{c}_{j} += a{i}[{c}] * b{j};
#end
#end
#end
  }
#if ROW_SUMS
  if (n0 == 0u) {
#unroll i TM4
    storeSums(m0 + {i}u * 4u, rowSum{i});
#end
  }
#endif
#endif
#unroll i TM4
#unroll c 4
#unroll j TN4
  store(m0 + {i}u * 4u + {c}u, n0 + {j}u * 4u, sum{i}_{c}_{j});
#end
#end
#end
}
#else
// Shared tiles lie K-major: as[k][m], four m (or n) to a vector.
var<workgroup> as_: array<vec4f, SHARED_A>;
var<workgroup> bs: array<vec4f, SHARED_B>;

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let tilesN = (params.n + BN - 1u) / BN;
  let tile = groupNumber(group, groups);
  let m0 = (tile / tilesN) * BM;
  let n0 = (tile % tilesN) * BN;
  let tm = (local / COLUMNS) * TM4;
  let tn = (local % COLUMNS) * TN4;
#unroll i TM4
#unroll c 4
#unroll j TN4
  var sum{i}_{c}_{j} = vec4f(0.0);
#end
#end
#end

#if ROW_SUMS
#unroll i TM4
  var rowSum{i} = vec4f(0.0);
#end
#endif
  for (var k0 = 0u; k0 < params.k; k0 += DEPTH) {
#if TURNED_A
    for (var at = local; at < SHARED_A; at += THREADS) {
      let k = at / BM4;
      as_[at] = select(vec4f(0.0), readA(k0 + k, m0 + (at % BM4) * 4u, params.k, params.m), k0 + k < params.k);
    }
#else
    // A vector of A lies along K, so that blocks of 4 x 4 are turned on the way. (Threads must not share a vector: writing
    // one component may rewrite the others.)
    for (var at = local; at < BM4 * DEPTH4; at += THREADS) {
      let m = at / DEPTH4;
      let k = (at % DEPTH4) * 4u;
#unroll c 4
      let v{c} = readA(m0 + m * 4u + {c}u, k0 + k, params.m, params.k);
#end
#unroll i 4
      as_[(k + {i}u) * BM4 + m] = vec4f(v0[{i}], v1[{i}], v2[{i}], v3[{i}]);
#end
    }
#endif
#if TURNED_B
    for (var at = local; at < BN4 * DEPTH4; at += THREADS) {
      let n = at / DEPTH4;
      let k = (at % DEPTH4) * 4u;
#unroll c 4
      let v{c} = readB(n0 + n * 4u + {c}u, k0 + k, params.n, params.k);
#end
#unroll i 4
      bs[(k + {i}u) * BN4 + n] = vec4f(v0[{i}], v1[{i}], v2[{i}], v3[{i}]);
#end
    }
#else
    for (var at = local; at < SHARED_B; at += THREADS) {
      let k = at / BN4;
      bs[at] = select(vec4f(0.0), readB(k0 + k, n0 + (at % BN4) * 4u, params.k, params.n), k0 + k < params.k);
    }
#endif
    workgroupBarrier();
    for (var k = 0u; k < DEPTH; k++) {
#unroll i TM4
      let a{i} = as_[k * BM4 + tm + {i}u];
#if ROW_SUMS
      rowSum{i} += a{i};
#endif
#end
#unroll j TN4
      let b{j} = bs[k * BN4 + tn + {j}u];
#end
#unroll i TM4
#unroll c 4
#unroll j TN4
      sum{i}_{c}_{j} += a{i}[{c}] * b{j};
#end
#end
#end
    }
    workgroupBarrier();
  }
#if ROW_SUMS
  if (n0 == 0u && tn == 0u) {
#unroll i TM4
    storeSums(m0 + (tm + {i}u) * 4u, rowSum{i});
#end
  }
#endif
#unroll i TM4
#unroll c 4
#unroll j TN4
  store(m0 + (tm + {i}u) * 4u + {c}u, n0 + (tn + {j}u) * 4u, sum{i}_{c}_{j});
#end
#end
#end
}
#endif
