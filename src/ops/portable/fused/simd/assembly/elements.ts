/** Moving and adding numbers of matrices, in AssemblyScript. Pointers are bytes, everything else counts elements. */
import { loadPart, storePart, sum4 } from "./lanes.ts";
import { turn4 } from "./matmul.ts";

/** to += from */
export function add(to: usize, from: usize, size: i32): void {
  const end = to + 4 * size;
  const whole = to + 4 * (size & ~3);
  for (; to < whole; to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}

/** out = a * b; out may be a or b */
export function multiply(a: usize, b: usize, out: usize, size: i32): void {
  const end = out + 4 * size;
  const whole = out + 4 * (size & ~3);
  for (; out < whole; out += 16, a += 16, b += 16) v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  for (; out < end; out += 4, a += 4, b += 4) store<f32>(out, load<f32>(a) * load<f32>(b));
}

/** out = a + b + c */
export function addThree(a: usize, b: usize, c: usize, out: usize, size: i32): void {
  const end = out + 4 * size;
  const whole = out + 4 * (size & ~3);
  for (; out < whole; out += 16, a += 16, b += 16, c += 16) {
    v128.store(out, f32x4.add(f32x4.add(v128.load(a), v128.load(b)), v128.load(c)));
  }
  for (; out < end; out += 4, a += 4, b += 4, c += 4) {
    store<f32>(out, load<f32>(a) + load<f32>(b) + load<f32>(c));
  }
}

/** x += bias, row by row */
export function addBias(x: usize, bias: usize, rows: i32, features: i32): void {
  for (let row = 0; row < rows; row++) add(x + 4 * row * features, bias, features);
}

/** sums[feature] = the sum of a column, four rows at a time: fewer roundings, and less traffic. */
export function columnSums(x: usize, sums: usize, rows: i32, features: i32): void {
  memory.fill(sums, 0, 4 * features);
  const stride = 4 * features;
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const r0 = x + row * stride;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    let at = 0;
    for (; at + 16 <= stride; at += 16) {
      const upper = f32x4.add(v128.load(r0 + at), v128.load(r1 + at));
      const lower = f32x4.add(v128.load(r2 + at), v128.load(r3 + at));
      v128.store(sums + at, f32x4.add(v128.load(sums + at), f32x4.add(upper, lower)));
    }
    for (; at < stride; at += 4) {
      const upper = load<f32>(r0 + at) + load<f32>(r1 + at);
      const lower = load<f32>(r2 + at) + load<f32>(r3 + at);
      store<f32>(sums + at, load<f32>(sums + at) + (upper + lower));
    }
  }
  for (; row < rows; row++) add(sums, x + row * stride, features);
}

/** sums[row] = the sum of a row */
export function rowSums(x: usize, sums: usize, rows: i32, features: i32): void {
  for (let row = 0; row < rows; row++) {
    let total = f32x4.splat(0);
    const end = x + 4 * features;
    for (; x + 16 <= end; x += 16) total = f32x4.add(total, v128.load(x));
    if (x < end) total = f32x4.add(total, loadPart(x, <i32>((end - x) >> 2)));
    store<f32>(sums + 4 * row, sum4(total));
    x = end;
  }
}

/** to[column, row] = from[row, column] */
export function transpose(from: usize, to: usize, rows: i32, columns: i32): void {
  let row = 0;
  for (; row + 4 <= rows; row += 4) turn4(from + 4 * row * columns, columns, columns, to + 4 * row, 4 * rows);
  for (; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      store<f32>(to + 4 * (column * rows + row), load<f32>(from + 4 * (row * columns + column)));
    }
  }
}

/** Squares and their sum in doubles, as the norm of all weights wants. */
export function sumOfSquares(x: usize, size: i32): f64 {
  let even = f64x2.splat(0);
  let odd = even;
  let at = 0;
  for (; at + 4 <= size; at += 4, x += 16) {
    const four = v128.load(x);
    const low = f64x2.promote_low_f32x4(four);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 1));
    even = f64x2.add(even, f64x2.mul(low, low));
    odd = f64x2.add(odd, f64x2.mul(high, high));
  }
  even = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  for (; at < size; at++, x += 4) sum += <f64>load<f32>(x) * <f64>load<f32>(x);
  return sum;
}

/** The sum of (to - from)^2 in doubles, of differences in f32. */
export function sumOfSquaredChanges(from: usize, to: usize, size: i32): f64 {
  let even = f64x2.splat(0);
  let odd = even;
  let at = 0;
  for (; at + 4 <= size; at += 4, from += 16, to += 16) {
    const change = f32x4.sub(v128.load(to), v128.load(from));
    const low = f64x2.promote_low_f32x4(change);
    const high = f64x2.promote_low_f32x4(v128.shuffle<f64>(change, change, 1, 1));
    even = f64x2.add(even, f64x2.mul(low, low));
    odd = f64x2.add(odd, f64x2.mul(high, high));
  }
  even = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(even, 0) + f64x2.extract_lane(even, 1);
  for (; at < size; at++, from += 4, to += 4) {
    const change = <f64>(load<f32>(to) - load<f32>(from));
    sum += change * change;
  }
  return sum;
}

export function countNonZero(x: usize, size: i32): i32 {
  let counts = i32x4.splat(0);
  let at = 0;
  // A comparison that holds gives -1.
  for (; at + 4 <= size; at += 4, x += 16) counts = i32x4.sub(counts, f32x4.ne(v128.load(x), f32x4.splat(0)));
  let count =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3);
  for (; at < size; at++, x += 4) if (load<f32>(x) != 0) count++;
  return count;
}
