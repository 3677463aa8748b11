// z = word[id] + position[p] + tokenType[t] for the tokens whose id lies in this slab of the word table.
//   TYPES: tokens are of several types; otherwise all of type 0.
#include groups
#include values

struct Params {
  tokens: u32,
  columns: u32,
  firstId: u32,
  ids: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read word: array<V>
#buffer read position: array<V>
#buffer read tokenType: array<V>
#buffer read ids: array<u32>
#buffer read positions: array<u32>
#if TYPES
#buffer read types: array<u32>
#endif
#buffer write z: array<V>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let at = groupNumber(group, groups) * 64u + local;
  if (at >= params.tokens * params.columns) { return; }
  let token = at / params.columns;
  let column = at % params.columns;
  // An id below the slab wraps to a large number.
  let id = ids[token] - params.firstId;
  if (id >= params.ids) { return; }
#if TYPES
  let ofType = tokenType[types[token] * params.columns + column];
#else
  let ofType = tokenType[column];
#endif
  z[at] = word[id * params.columns + column] + position[positions[token] * params.columns + column] + ofType;
}
