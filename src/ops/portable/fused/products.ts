/**
 * Products of small matrices, for attention heads. Sums are doubles, kept in registers two rows by four columns at a time:
 * as fast as XNNPACK through tfjs where a matrix is 32 x 32, since nothing is packed or set up first (measured 2026-11).
 */

/**
 * out = a b
 *
 * @param a   [rows, inner]; rows even
 * @param b   [inner, columns]; columns a multiple of 4
 * @param out [rows, columns]
 */
export function multiply(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i += 2) {
    for (let j = 0; j < columns; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let t0 = 0;
      let t1 = 0;
      let t2 = 0;
      let t3 = 0;
      const top = i * inner;
      const below = top + inner;
      for (let p = 0, at = j; p < inner; p++, at += columns) {
        const x = a[top + p]!;
        const y = a[below + p]!;
        const b0 = b[at]!;
        const b1 = b[at + 1]!;
        const b2 = b[at + 2]!;
        const b3 = b[at + 3]!;
        s0 += x * b0;
        s1 += x * b1;
        s2 += x * b2;
        s3 += x * b3;
        t0 += y * b0;
        t1 += y * b1;
        t2 += y * b2;
        t3 += y * b3;
      }
      const o = i * columns + j;
      out[o] = s0;
      out[o + 1] = s1;
      out[o + 2] = s2;
      out[o + 3] = s3;
      const u = o + columns;
      out[u] = t0;
      out[u + 1] = t1;
      out[u + 2] = t2;
      out[u + 3] = t3;
    }
  }
}

/**
 * out = a^T b
 *
 * @param a   [inner, rows]; rows even
 * @param b   [inner, columns]; columns a multiple of 4
 * @param out [rows, columns]
 */
export function multiplyTransposed(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  rows: number,
  inner: number,
  columns: number,
): void {
  for (let i = 0; i < rows; i += 2) {
    for (let j = 0; j < columns; j += 4) {
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let t0 = 0;
      let t1 = 0;
      let t2 = 0;
      let t3 = 0;
      for (let p = 0, from = i, at = j; p < inner; p++, from += rows, at += columns) {
        const x = a[from]!;
        const y = a[from + 1]!;
        const b0 = b[at]!;
        const b1 = b[at + 1]!;
        const b2 = b[at + 2]!;
        const b3 = b[at + 3]!;
        s0 += x * b0;
        s1 += x * b1;
        s2 += x * b2;
        s3 += x * b3;
        t0 += y * b0;
        t1 += y * b1;
        t2 += y * b2;
        t3 += y * b3;
      }
      const o = i * columns + j;
      out[o] = s0;
      out[o + 1] = s1;
      out[o + 2] = s2;
      out[o + 3] = s3;
      const u = o + columns;
      out[u] = t0;
      out[u + 1] = t1;
      out[u + 2] = t2;
      out[u + 3] = t3;
    }
  }
}
