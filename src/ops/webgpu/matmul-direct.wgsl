// The body of matmul.wgsl in which each thread reads A and B by itself.
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
