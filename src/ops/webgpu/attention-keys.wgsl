// Gradients by keys (KEYS) and values (VALUES), for TILE keys of one row and head a thread; queries pass by four at a time:
//   dk = sum over the queries of p (dp - along) q * scale     dv = sum of p * factor * dO
// Each thread adds up what its keys receive, in the order of the queries: no atomics, and always the same bits.
#include attention

// [asked, hidden], by the output
#buffer read gradient: array<Head>
// [heads, asked]
#buffer read lse: array<f32>
#if KEYS
#buffer read along: array<f32>
#endif
#if DROP
#buffer read kept: array<u32>
#endif
// [count, 3 * hidden]; the second and last third, and zeros for queries that did not ask
#buffer write dQkv: array<Head>

@compute @workgroup_size(THREADS)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let place = placeOf(groupNumber(group, groups) * THREADS + local, params.sequence);
  if (!place.inside) { return; }
  let head = place.head;
  let queries = queriesOf(place);
  let last = place.length - 1u;

  // Keys beyond the last repeat it and are not stored.
#unroll t TILE
  let q{t}At = queryAt(place.start + min(place.first + {t}u, last), head);
  let k{t}At = q{t}At + keyOffset();
  var k{t}: Head;
#if KEYS
  var v{t}: Head;
  var dk{t}: Head;
#endif
#if VALUES
  var dv{t}: Head;
#endif
#end
#if LOOPED
  for (var d = 0u; d < PARTS; d++) {
#else
  { const d = 0u;
#endif
#unroll u STEP
#unroll t TILE
    k{t}[d + {u}u] = qkv[k{t}At][d + {u}u] * params.scale;
#if KEYS
    v{t}[d + {u}u] = qkv[k{t}At + keyOffset()][d + {u}u];
    dk{t}[d + {u}u] = Part(0.0);
#endif
#if VALUES
    dv{t}[d + {u}u] = Part(0.0);
#endif
#end
#end
  }

  for (var query = 0u; query < queries; query += 4u) {
    // Queries beyond the last repeat it, with probability 0.
#unroll i 4
    let query{i} = min(query + {i}u, queries - 1u);
    let task{i} = taskOf(place, query{i});
    let q{i}From = &qkv[queryAt(place.start + query{i}, head)];
    let g{i}From = &gradient[askedRow(place, query{i}) * params.heads + head];
#end
#unroll t TILE
    var s{t} = vec4f(0.0);
#if KEYS
    var dp{t} = vec4f(0.0);
#endif
#end
#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
      {
#unroll i 4
        let q{i} = (*q{i}From)[d + {u}u];
#if KEYS
        let g{i} = (*g{i}From)[d + {u}u];
#endif
#end
#unroll t TILE
        {
          let k = k{t}[d + {u}u];
          s{t} += vec4f(product(k, q0), product(k, q1), product(k, q2), product(k, q3));
#if KEYS
          let v = v{t}[d + {u}u];
          dp{t} += vec4f(product(v, g0), product(v, g1), product(v, g2), product(v, g3));
#endif
        }
#end
      }
#end
    }

    let within = vec4u(query) + STEPS < vec4u(queries);
    let lses = vec4f(lse[task0], lse[task1], lse[task2], lse[task3]);
#if KEYS
    let alongs = vec4f(along[task0], along[task1], along[task2], along[task3]);
#endif
#if DROP
    // The keys of a tile share a word: TILE divides 32.
    let word = (place.first / 32u) * params.heads * params.asked;
    let bits = vec4u(kept[word + task0], kept[word + task1], kept[word + task2], kept[word + task3]);
#endif
#unroll t TILE
    let p{t} = exp(select(vec4f(NO_SCORE), s{t} - lses, within));
#if DROP
    let factors{t} = factorsOf((bits >> vec4u((place.first + {t}u) & 31u)) & vec4u(1u));
#if KEYS
    dp{t} *= factors{t};
#endif
#if VALUES
    let used{t} = p{t} * factors{t};
#endif
#else
#if VALUES
    let used{t} = p{t};
#endif
#endif
#if KEYS
    let ds{t} = p{t} * (dp{t} - alongs) * params.scale;
#endif
#end

#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
      {
#unroll i 4
#if KEYS
        let q{i} = (*q{i}From)[d + {u}u];
#endif
#if VALUES
        let g{i} = (*g{i}From)[d + {u}u];
#endif
#end
#unroll t TILE
#if KEYS
        dk{t}[d + {u}u] += ds{t}.x * q0 + ds{t}.y * q1 + ds{t}.z * q2 + ds{t}.w * q3;
#endif
#if VALUES
        dv{t}[d + {u}u] += used{t}.x * g0 + used{t}.y * g1 + used{t}.z * g2 + used{t}.w * g3;
#endif
#end
      }
#end
    }
  }

#unroll t TILE
  if (place.first + {t}u <= last) {
#if LOOPED
    for (var d = 0u; d < PARTS; d++) {
#else
    { const d = 0u;
#endif
#unroll u STEP
#if KEYS
#if FIRST
      if (place.first + {t}u > 0u) { dQkv[q{t}At][d + {u}u] = Part(0.0); }
#endif
      dQkv[k{t}At][d + {u}u] = dk{t}[d + {u}u];
#endif
#if VALUES
      dQkv[k{t}At + keyOffset()][d + {u}u] = dv{t}[d + {u}u];
#endif
#end
    }
  }
#end
}
