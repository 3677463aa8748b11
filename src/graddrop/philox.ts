/**
 * Philox4x32-10, a counter-based generator: 128 bits of counter and 64 of key give 128 random bits, with no state.
 * Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011); constants as in Random123.
 *
 * Everything is u32 arithmetic on Math.imul and 16-bit halves, so WGSL, which has no 64-bit product either, computes
 * the same bits with the same lines.
 */

export type Counter = readonly [number, number, number, number];
export type Key = readonly [number, number];

const ROUNDS = 10;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_0_LOW = 0x1f53;
const MULTIPLIER_0_HIGH = 0xd251;
const MULTIPLIER_1 = 0xcd9e8d57;
const MULTIPLIER_1_LOW = 0x8d57;
const MULTIPLIER_1_HIGH = 0xcd9e;

/** One block: four u32 words. */
export function philox4x32(counter: Counter, key: Key): [number, number, number, number] {
  const words = new Uint32Array(4);
  fillPhilox(words, counter[0], counter[1], counter[2], counter[3], key[0], key[1]);
  return [words[0]!, words[1]!, words[2]!, words[3]!];
}

/**
 * Fills `out` with consecutive blocks: words 4b..4b+3 come from counter (c0 + b, c1, c2, c3). The last block is cut
 * where `out` ends.
 */
export function fillPhilox(
  out: Uint32Array,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
): void {
  const whole = out.length & ~3;
  for (let at = 0; at < out.length; at += 4) {
    let x0 = (c0 + (at >>> 2)) | 0;
    let x1 = c1 | 0;
    let x2 = c2 | 0;
    let x3 = c3 | 0;
    let key0 = k0 | 0;
    let key1 = k1 | 0;
    for (let round = 0; round < ROUNDS; round++) {
      // The high word of a 32 x 32 -> 64 bit product, from 16-bit halves; no partial sum leaves 32 bits.
      const low0 = x0 & 0xffff;
      const high0 = x0 >>> 16;
      const mid0 = (Math.imul(high0, MULTIPLIER_0_LOW) + (Math.imul(low0, MULTIPLIER_0_LOW) >>> 16)) | 0;
      const side0 = (Math.imul(low0, MULTIPLIER_0_HIGH) + (mid0 & 0xffff)) | 0;
      const top0 = (Math.imul(high0, MULTIPLIER_0_HIGH) + (mid0 >>> 16) + (side0 >>> 16)) | 0;
      const low1 = x2 & 0xffff;
      const high1 = x2 >>> 16;
      const mid1 = (Math.imul(high1, MULTIPLIER_1_LOW) + (Math.imul(low1, MULTIPLIER_1_LOW) >>> 16)) | 0;
      const side1 = (Math.imul(low1, MULTIPLIER_1_HIGH) + (mid1 & 0xffff)) | 0;
      const top1 = (Math.imul(high1, MULTIPLIER_1_HIGH) + (mid1 >>> 16) + (side1 >>> 16)) | 0;
      const bottom0 = Math.imul(x0, MULTIPLIER_0);
      const bottom1 = Math.imul(x2, MULTIPLIER_1);
      x0 = top1 ^ x1 ^ key0;
      x1 = bottom1;
      x2 = top0 ^ x3 ^ key1;
      x3 = bottom0;
      key0 = (key0 + WEYL_0) | 0;
      key1 = (key1 + WEYL_1) | 0;
    }
    out[at] = x0;
    if (at < whole) {
      out[at + 1] = x1;
      out[at + 2] = x2;
      out[at + 3] = x3;
    } else {
      if (at + 1 < out.length) out[at + 1] = x1;
      if (at + 2 < out.length) out[at + 2] = x2;
    }
  }
}
