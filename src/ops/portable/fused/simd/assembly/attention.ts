/** Softmax over attention scores and its gradient, in AssemblyScript. The products around it are matmul's. */
import { expNegative, loadPart, storePart, sum4 } from "./lanes.ts";

/** x = softmax(scale * x), row by row; scale is positive. */
export function softmaxRows(x: usize, rows: i32, columns: i32, scale: f32): void {
  const scales = f32x4.splat(scale);
  for (let row = 0; row < rows; row++) {
    const whole = x + 16 * (columns >> 2);
    const end = x + 4 * columns;
    const rest = columns & 3;
    const first = load<f32>(x);
    let most = f32x4.splat(first);
    let at = x;
    for (; at < whole; at += 16) most = f32x4.max(most, v128.load(at));
    let top = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    for (; at < end; at += 4) top = max(top, load<f32>(at));
    const tops = f32x4.splat(top);

    let sums = f32x4.splat(0);
    for (at = x; at < whole; at += 16) {
      const e = expNegative(f32x4.mul(f32x4.sub(v128.load(at), tops), scales));
      v128.store(at, e);
      sums = f32x4.add(sums, e);
    }
    let sum = sum4(sums);
    if (rest) {
      const e = expNegative(f32x4.mul(f32x4.sub(loadPart(at, rest), tops), scales));
      storePart(at, e, rest);
      for (; at < end; at += 4) sum += load<f32>(at);
    }
    const share = <f32>1 / sum;
    const shares = f32x4.splat(share);
    for (at = x; at < whole; at += 16) v128.store(at, f32x4.mul(v128.load(at), shares));
    for (; at < end; at += 4) store<f32>(at, load<f32>(at) * share);
    x = end;
  }
}

/** used = probabilities * factors; a probability that was dropped changes its sign. */
export function dropProbabilities(probabilities: usize, factors: usize, used: usize, size: i32): void {
  const end = used + 4 * size;
  for (; used + 16 <= end; used += 16, probabilities += 16, factors += 16) {
    const p = v128.load(probabilities);
    const factor = v128.load(factors);
    v128.store(used, f32x4.mul(p, factor));
    v128.store(probabilities, v128.bitselect(f32x4.neg(p), p, f32x4.eq(factor, f32x4.splat(0))));
  }
  for (; used < end; used += 4, probabilities += 4, factors += 4) {
    const p = load<f32>(probabilities);
    const factor = load<f32>(factors);
    store<f32>(used, p * factor);
    if (factor == 0) store<f32>(probabilities, -p);
  }
}

/**
 * @param probabilities [rows, columns], negative where dropped
 * @param dUsed         [rows, columns], by the probabilities that were used; becomes the gradient by the scores that
 *                      softmaxRows was given
 * @param used          [rows, columns], receives the probabilities after dropout
 * @param kept          what dropout multiplied the kept ones by
 */
export function softmaxBackward(
  probabilities: usize,
  dUsed: usize,
  used: usize,
  rows: i32,
  columns: i32,
  kept: f32,
  scale: f32,
): void {
  const bytes = 4 * columns;
  const whole = 16 * (columns >> 2);
  const kepts = f32x4.splat(kept);
  const scales = f32x4.splat(scale);
  for (let row = 0; row < rows; row++) {
    let alongs = f32x4.splat(0);
    let j = 0;
    for (; j < whole; j += 16) {
      const signed = v128.load(probabilities + j);
      const p = v128.andnot(f32x4.mul(signed, kepts), i32x4.shr_s(signed, 31));
      v128.store(used + j, p);
      alongs = f32x4.add(alongs, f32x4.mul(p, v128.load(dUsed + j)));
    }
    let along = sum4(alongs);
    for (; j < bytes; j += 4) {
      const signed = load<f32>(probabilities + j);
      const p: f32 = signed < 0 ? 0 : signed * kept;
      store<f32>(used + j, p);
      along += p * load<f32>(dUsed + j);
    }
    alongs = f32x4.splat(along);
    for (j = 0; j < whole; j += 16) {
      const signed = v128.load(probabilities + j);
      const p = f32x4.mul(f32x4.abs(signed), scales);
      const d = v128.andnot(f32x4.mul(v128.load(dUsed + j), kepts), i32x4.shr_s(signed, 31));
      v128.store(dUsed + j, f32x4.mul(p, f32x4.sub(d, alongs)));
    }
    for (; j < bytes; j += 4) {
      const signed = load<f32>(probabilities + j);
      const d: f32 = signed < 0 ? 0 : load<f32>(dUsed + j) * kept;
      store<f32>(dUsed + j, abs(signed) * scale * (d - along));
    }
    probabilities += bytes;
    dUsed += bytes;
    used += bytes;
  }
}
