/**
 * Bernoulli factors from Philox4x32-10, in AssemblyScript, twice four blocks at a time (a chain of products alone would leave
 * the processor waiting): bit for bit what graddrop/philox.ts and graddrop/streams.ts give.
 */
import { storePart } from "./lanes.ts";

/** The high words of four products, from their even and odd pairs. */
// @ts-ignore: decorator
@inline
function high(low: v128, up: v128): v128 {
  return v128.shuffle<i32>(low, up, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function low(low: v128, up: v128): v128 {
  return v128.shuffle<i32>(low, up, 0, 2, 4, 6);
}

/**
 * Rows of factors: 0 where the random word is below the threshold, `kept` elsewhere. Row r starts block c0 + r * blocks.
 *
 * @param out [rows, columns]
 */
export function fillBernoulli(
  out: usize,
  rows: i32,
  columns: i32,
  blocks: u32,
  c0: u32,
  c1: u32,
  c2: u32,
  c3: u32,
  k0: u32,
  k1: u32,
  threshold: u32,
  kept: f32,
): void {
  const multiplier0 = i32x4.splat(0xd2511f53);
  const multiplier1 = i32x4.splat(0xcd9e8d57);
  const weyl0 = i32x4.splat(0x9e3779b9);
  const weyl1 = i32x4.splat(0xbb67ae85);
  const thresholds = i32x4.splat(threshold);
  const kepts = f32x4.splat(kept);
  for (let row = 0; row < rows; row++) {
    const end = out + 4 * columns;
    let first = c0 + row * blocks;
    for (; out < end; first += 8) {
      let x0 = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
      let x1 = i32x4.splat(c1);
      let x2 = i32x4.splat(c2);
      let x3 = i32x4.splat(c3);
      let y0 = i32x4.add(x0, i32x4.splat(4));
      let y1 = x1;
      let y2 = x2;
      let y3 = x3;
      let key0 = i32x4.splat(k0);
      let key1 = i32x4.splat(k1);
      for (let round = 0; round < 10; round++) {
        const a0 = i64x2.extmul_low_i32x4_u(x0, multiplier0);
        const a1 = i64x2.extmul_high_i32x4_u(x0, multiplier0);
        const b0 = i64x2.extmul_low_i32x4_u(x2, multiplier1);
        const b1 = i64x2.extmul_high_i32x4_u(x2, multiplier1);
        const c0 = i64x2.extmul_low_i32x4_u(y0, multiplier0);
        const c1 = i64x2.extmul_high_i32x4_u(y0, multiplier0);
        const d0 = i64x2.extmul_low_i32x4_u(y2, multiplier1);
        const d1 = i64x2.extmul_high_i32x4_u(y2, multiplier1);
        x0 = v128.xor(v128.xor(high(b0, b1), x1), key0);
        y0 = v128.xor(v128.xor(high(d0, d1), y1), key0);
        x1 = low(b0, b1);
        y1 = low(d0, d1);
        x2 = v128.xor(v128.xor(high(a0, a1), x3), key1);
        y2 = v128.xor(v128.xor(high(c0, c1), y3), key1);
        x3 = low(a0, a1);
        y3 = low(c0, c1);
        key0 = i32x4.add(key0, weyl0);
        key1 = i32x4.add(key1, weyl1);
      }
      out = putBlocks(out, end, x0, x1, x2, x3, thresholds, kepts);
      out = putBlocks(out, end, y0, y1, y2, y3, thresholds, kepts);
    }
  }
}

/** The factors of four blocks, whose words lie side by side: word by word becomes block by block. */
// @ts-ignore: decorator
@inline
function putBlocks(
  out: usize,
  end: usize,
  x0: v128,
  x1: v128,
  x2: v128,
  x3: v128,
  thresholds: v128,
  kepts: v128,
): usize {
  const f0 = v128.andnot(kepts, i32x4.lt_u(x0, thresholds));
  const f1 = v128.andnot(kepts, i32x4.lt_u(x1, thresholds));
  const f2 = v128.andnot(kepts, i32x4.lt_u(x2, thresholds));
  const f3 = v128.andnot(kepts, i32x4.lt_u(x3, thresholds));
  const low01 = v128.shuffle<i32>(f0, f1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(f0, f1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(f2, f3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(f2, f3, 2, 6, 3, 7);
  let next = put(out, end, v128.shuffle<i64>(low01, low23, 0, 2));
  next = put(next, end, v128.shuffle<i64>(low01, low23, 1, 3));
  next = put(next, end, v128.shuffle<i64>(high01, high23, 0, 2));
  return put(next, end, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** Four factors, or as many as there is room for. @returns where the next go */
// @ts-ignore: decorator
@inline
function put(out: usize, end: usize, factors: v128): usize {
  if (out + 16 <= end) {
    v128.store(out, factors);
    return out + 16;
  }
  if (out < end) storePart(out, factors, <i32>((end - out) >> 2));
  return end;
}
