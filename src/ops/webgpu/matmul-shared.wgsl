// The body of matmul.wgsl in which a workgroup brings stretches of A and B through its shared memory.
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
