/**
 * Bernoulli factors from Philox4x32-10, in AssemblyScript, four blocks at a time: bit for bit what graddrop/philox.ts and
 * graddrop/streams.ts give.
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
  const thresholds = i32x4.splat(threshold);
  const kepts = f32x4.splat(kept);
  for (let row = 0; row < rows; row++) {
    const end = out + 4 * columns;
    let first = c0 + row * blocks;
    for (; out < end; first += 4) {
      let x0 = i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3));
      let x1 = i32x4.splat(c1);
      let x2 = i32x4.splat(c2);
      let x3 = i32x4.splat(c3);
      let key0 = k0;
      let key1 = k1;
      for (let round = 0; round < 10; round++) {
        const a0 = i64x2.extmul_low_i32x4_u(x0, multiplier0);
        const a1 = i64x2.extmul_high_i32x4_u(x0, multiplier0);
        const b0 = i64x2.extmul_low_i32x4_u(x2, multiplier1);
        const b1 = i64x2.extmul_high_i32x4_u(x2, multiplier1);
        x0 = v128.xor(v128.xor(high(b0, b1), x1), i32x4.splat(key0));
        x1 = low(b0, b1);
        x2 = v128.xor(v128.xor(high(a0, a1), x3), i32x4.splat(key1));
        x3 = low(a0, a1);
        key0 += 0x9e3779b9;
        key1 += 0xbb67ae85;
      }
      x0 = v128.andnot(kepts, i32x4.lt_u(x0, thresholds));
      x1 = v128.andnot(kepts, i32x4.lt_u(x1, thresholds));
      x2 = v128.andnot(kepts, i32x4.lt_u(x2, thresholds));
      x3 = v128.andnot(kepts, i32x4.lt_u(x3, thresholds));
      // Word by word becomes block by block.
      const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5);
      const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7);
      const low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
      const high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
      out = put(out, end, v128.shuffle<i64>(low01, low23, 0, 2));
      out = put(out, end, v128.shuffle<i64>(low01, low23, 1, 3));
      out = put(out, end, v128.shuffle<i64>(high01, high23, 0, 2));
      out = put(out, end, v128.shuffle<i64>(high01, high23, 1, 3));
    }
  }
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
