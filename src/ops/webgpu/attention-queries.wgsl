// Gradient by the queries, for TILE queries of one row and head a thread; the probabilities are computed again from what
// the forward pass kept:
//   p = exp(q k * scale - lse)     dp = dO v * factor     along = dO O     dq = sum over the keys of p (dp - along) k * scale
#include attention

// [asked, hidden]
#buffer read output: array<Head>
// [asked, hidden], by the output
#buffer read gradient: array<Head>
// [heads, asked]
#buffer read lse: array<f32>
#if DROP
#buffer read kept: array<u32>
#endif
// [heads, asked] sum of gradient * output, for the gradients by keys and values
#buffer write along: array<f32>
// [count, 3 * hidden]; of the queries that ask, the first third
#buffer write dQkv: array<Head>

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
  let task{t} = taskOf(place, query{t});
  let q{t}At = queryAt(place.start + query{t}, head);
  let o{t}At = askedRow(place, query{t}) * params.heads + head;
  var q{t}: Head;
  var g{t}: Head;
  var sum{t}: Head;
  var along{t} = 0.0;
  let lse{t} = lse[task{t}];
#if DROP
  var bits{t} = 0u;
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
    g{t}[d + {u}u] = gradient[o{t}At][d + {u}u];
    along{t} += product(g{t}[d + {u}u], output[o{t}At][d + {u}u]);
    sum{t}[d + {u}u] = Part(0.0);
#end
#end
  }

  for (var key = 0u; key < keys; key += 4u) {
    // Keys beyond the last repeat it, with probability 0.
#unroll j 4
    let at{j} = queryAt(place.start + min(key + {j}u, keys - 1u), head) + keyOffset();
    let k{j}From = &qkv[at{j}];
    let v{j}From = &qkv[at{j} + keyOffset()];
#end
#unroll t TILE
    var s{t} = vec4f(0.0);
    var dp{t} = vec4f(0.0);
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
        let v{j} = (*v{j}From)[d + {u}u];
#end
#unroll t TILE
        {
          let q = q{t}[d + {u}u];
          let g = g{t}[d + {u}u];
          s{t} += vec4f(product(q, k0), product(q, k1), product(q, k2), product(q, k3));
          dp{t} += vec4f(product(g, v0), product(g, v1), product(g, v2), product(g, v3));
        }
#end
      }
#end
    }

    let within = vec4u(key) + STEPS < vec4u(keys);
#unroll t TILE
    let p{t} = exp(select(vec4f(NO_SCORE), s{t} - lse{t}, within));
#if DROP
    if ((key & 31u) == 0u) { bits{t} = kept[(key / 32u) * params.heads * params.asked + task{t}]; }
    dp{t} *= factorsOf(vec4u(bits{t} >> (key & 31u)) & vec4u(1u, 2u, 4u, 8u));
#endif
    let ds{t} = p{t} * (dp{t} - along{t}) * params.scale;
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
        sum{t}[d + {u}u] += ds{t}.x * k0 + ds{t}.y * k1 + ds{t}.z * k2 + ds{t}.w * k3;
#end
      }
#end
    }
  }

#unroll t TILE
  if (place.first + {t}u <= last) {
    along[task{t}] = along{t};
#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
      dQkv[q{t}At][d + {u}u] = sum{t}[d + {u}u];
#end
    }
  }
#end
}
