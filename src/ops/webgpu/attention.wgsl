// What the kernels of attention share. A head's features are read as Parts: vec4f where four divide them, else f32.
// The arrays of a thread have constant indices (unless LOOPED, for the odd sizes), so that they live in registers.
#include groups
#include dropout

struct Params {
  rows: u32,
  // Longest row.
  sequence: u32,
  heads: u32,
  // Rows of the output: all tokens, or one a row.
  asked: u32,
  // 1 / sqrt(features of a head)
  scale: f32,
  unused0: u32,
  unused1: u32,
  unused2: u32,
  dropout: Dropout,
}
@group(0) @binding(0) var<uniform> params: Params;

#if VEC
alias Part = vec4f;
fn product(a: Part, b: Part) -> f32 { return dot(a, b); }
#else
alias Part = f32;
fn product(a: Part, b: Part) -> f32 { return a * b; }
#endif
// Every bounds check costs a software adapter a division by the size of an element: heads need fewer than Parts.
alias Head = array<Part, PARTS>;

// [count, 3 * hidden]: query, key, value
#buffer read qkv: array<Head>
// [rows + 1]
#buffer read starts: array<u32>

// A score that no key has: finite, and its exponential is 0.
const NO_SCORE = -1e30;
const STEPS = vec4u(0u, 1u, 2u, 3u);

// What a thread works on: `tile` of one head of one row.
struct Place {
  inside: bool,
  row: u32,
  head: u32,
  // Its first token, by number among all tokens, and how many it has.
  start: u32,
  length: u32,
  // The first query or key of the tile, by number within the row.
  first: u32,
}

// @param across queries or keys of the longest row; each thread has TILE of them
fn placeOf(thread: u32, across: u32) -> Place {
  let tiles = (across + TILE - 1u) / TILE;
  let row = thread / (tiles * params.heads);
  if (row >= params.rows) { return Place(false, 0u, 0u, 0u, 0u, 0u); }
  let start = starts[row];
  let length = starts[row + 1u] - start;
  let first = (thread % tiles) * TILE;
  return Place(first < min(across, length), row, (thread / tiles) % params.heads, start, length, first);
}

// Where a head's query is in qkv; its key is `keyOffset` further, its value twice that.
fn queryAt(token: u32, head: u32) -> u32 {
  return token * 3u * params.heads + head;
}
fn keyOffset() -> u32 {
  return params.heads;
}

// The row of output and gradient that a query has.
fn askedRow(place: Place, query: u32) -> u32 {
#if FIRST
  return place.row;
#else
  return place.start + query;
#endif
}

// lse, along and each 32 keys of kept are [heads, asked].
fn taskOf(place: Place, query: u32) -> u32 {
  return place.head * params.asked + askedRow(place, query);
}

fn queriesOf(place: Place) -> u32 {
#if FIRST
  return 1u;
#else
  return place.length;
#endif
}

#if DROP
// 0 or 1 / (1 - rate), by four bits.
fn factorsOf(bits: vec4u) -> vec4f {
  return select(vec4f(0.0), vec4f(params.dropout.kept), bits != vec4u(0u));
}
#endif
