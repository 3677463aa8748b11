#include philox

// Factors of four neighbouring values of a matrix, as src/ops/portable/dropout.ts fills them: rows are padded to whole
// Philox blocks in the counter. `place` names the row.
struct Dropout {
  // Philox: counter words 1 and 2 (site, step) and key.
  site: u32,
  step: u32,
  key0: u32,
  key1: u32,
  // A word below it drops its element; any other gives `kept`.
  threshold: u32,
  kept: f32,
}

fn dropoutFactors(dropout: Dropout, place: u32, column: u32, columns: u32) -> vec4f {
  let block = place * ((columns + 3u) / 4u) + column / 4u;
  let words = philox(vec4u(block, dropout.site, dropout.step, STREAM_DROPOUT), vec2u(dropout.key0, dropout.key1));
  return select(vec4f(dropout.kept), vec4f(0.0), words < vec4u(dropout.threshold));
}
