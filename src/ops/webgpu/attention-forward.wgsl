// softmax(Q K^T * scale) V of one head, for TILE queries of one row a thread: keys pass by four at a time, and the sums are
// brought to the largest score seen so far (online softmax), so that no row of scores is stored.
// Neighbouring threads have neighbouring queries: they read the same keys at the same time.
#include attention

// [asked, hidden]
#buffer write output: array<Head>
// [heads, asked] log of the sum of the exponentials of a query's scores
#buffer write lse: array<f32>
#if DROP
// [ceil(sequence / 32), heads, asked] bit j: whether dropout keeps key 32 w + j
#buffer write kept: array<u32>
#endif

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
#if FIRST
  let across = 1u;
#else
  let across = params.sequence;
#endif
  let place = placeOf(groupNumber(group, groups) * THREADS + local, across);
  if (!place.inside) { return; }
  let head = place.head;
  let keys = place.length;
  let last = queriesOf(place) - 1u;

  // Queries beyond the last repeat it and are not stored.
#unroll t TILE
  let query{t} = min(place.first + {t}u, last);
  let q{t}At = queryAt(place.start + query{t}, head);
  var q{t}: Head;
  var sum{t}: Head;
  var top{t} = NO_SCORE;
  var total{t} = 0.0;
#if DROP
  var bits{t} = 0u;
  // Names the query in the counters, as src/ops/portable/dropout.ts does.
  let counted{t} = (place.row * params.heads + head) * params.sequence + query{t};
#endif
#end
#if LOOPED
  for (var d = 0u; d < PARTS; d++) {
#else
  { const d = 0u;
#endif
#unroll u STEP
#unroll t TILE
    q{t}[d + {u}u] = qkv[q{t}At][d + {u}u] * params.scale;
    sum{t}[d + {u}u] = Part(0.0);
#end
#end
  }

  for (var key = 0u; key < keys; key += 4u) {
    // Keys beyond the last repeat it.
#unroll j 4
    let at{j} = queryAt(place.start + min(key + {j}u, keys - 1u), head) + keyOffset();
    let k{j}From = &qkv[at{j}];
    let v{j}From = &qkv[at{j} + keyOffset()];
#end
#unroll t TILE
    var s{t} = vec4f(0.0);
#end
#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
      {
#unroll j 4
        let k{j} = (*k{j}From)[d + {u}u];
#end
#unroll t TILE
        {
          let q = q{t}[d + {u}u];
          s{t} += vec4f(product(q, k0), product(q, k1), product(q, k2), product(q, k3));
        }
#end
      }
#end
    }

    let within = vec4u(key) + STEPS < vec4u(keys);
#unroll t TILE
    s{t} = select(vec4f(NO_SCORE), s{t}, within);
    let highest{t} = max(max(s{t}.x, s{t}.y), max(s{t}.z, s{t}.w));
    if (highest{t} > top{t}) {
      let shrink = exp(top{t} - highest{t});
      top{t} = highest{t};
      total{t} *= shrink;
#if LOOPED
      for (var d = 0u; d < PARTS; d++) {
#else
      { const d = 0u;
#endif
#unroll u STEP
        sum{t}[d + {u}u] *= shrink;
#end
      }
    }
    var p{t} = exp(s{t} - top{t});
    total{t} += (p{t}.x + p{t}.y) + (p{t}.z + p{t}.w);
#if DROP
    {
      let factors = dropoutFactors(params.dropout, counted{t}, key, params.sequence);
      p{t} *= factors;
      let four = select(vec4u(0u), vec4u(1u, 2u, 4u, 8u), factors > vec4f(0.0));
      bits{t} |= (four.x | four.y | four.z | four.w) << (key & 31u);
      if ((key & 28u) == 28u || key + 4u >= keys) {
        if (place.first + {t}u <= last) {
          kept[(key / 32u) * params.heads * params.asked + taskOf(place, query{t})] = bits{t};
        }
        bits{t} = 0u;
      }
    }
#endif
#end

#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
      {
#unroll j 4
        let v{j} = (*v{j}From)[d + {u}u];
#end
#unroll t TILE
        sum{t}[d + {u}u] += p{t}.x * v0 + p{t}.y * v1 + p{t}.z * v2 + p{t}.w * v3;
#end
      }
#end
    }
  }

#unroll t TILE
  if (place.first + {t}u <= last) {
    lse[taskOf(place, query{t})] = top{t} + log(total{t});
    let scale = 1.0 / total{t};
    let at = askedRow(place, query{t}) * params.heads + head;
#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
      output[at][d + {u}u] = sum{t}[d + {u}u] * scale;
#end
    }
  }
#end
}
