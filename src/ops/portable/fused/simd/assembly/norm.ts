/** Layer norm with what stands before it, in AssemblyScript; as norm.ts beside it in JavaScript, with sums in f32 lanes. */
import { sum4 } from "./lanes.ts";

/** y = (y + bias) * factors + residual; factors 0: none */
export function residualSum(
  y: usize,
  bias: usize,
  factors: usize,
  residual: usize,
  rows: i32,
  features: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const start = 4 * row * features;
    const end = start + 4 * features;
    let at = start;
    let j = bias;
    for (; at + 16 <= end; at += 16, j += 16) {
      let x = f32x4.add(v128.load(y + at), v128.load(j));
      if (factors) x = f32x4.mul(x, v128.load(factors + at));
      v128.store(y + at, f32x4.add(x, v128.load(residual + at)));
    }
    for (; at < end; at += 4, j += 4) {
      let x = load<f32>(y + at) + load<f32>(j);
      if (factors) x *= load<f32>(factors + at);
      store<f32>(y + at, x + load<f32>(residual + at));
    }
  }
}

/**
 * Centres and scales each row in place, and writes gain * row + shift.
 *
 * @param inverse [rows], receives 1 / standard deviation
 */
export function normaliseRows(
  z: usize,
  gain: usize,
  shift: usize,
  eps: f32,
  output: usize,
  inverse: usize,
  rows: i32,
  features: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const whole = z + 16 * (features >> 2);
    const end = z + 4 * features;
    let lanes = f32x4.splat(0);
    let at = z;
    for (; at < whole; at += 16) lanes = f32x4.add(lanes, v128.load(at));
    let sum = sum4(lanes);
    for (; at < end; at += 4) sum += load<f32>(at);
    const mean = sum / <f32>features;
    const means = f32x4.splat(mean);

    lanes = f32x4.splat(0);
    for (at = z; at < whole; at += 16) {
      const centred = f32x4.sub(v128.load(at), means);
      lanes = f32x4.add(lanes, f32x4.mul(centred, centred));
    }
    let squares = sum4(lanes);
    for (; at < end; at += 4) {
      const centred = load<f32>(at) - mean;
      squares += centred * centred;
    }
    const scale = <f32>1 / sqrt<f32>(squares / <f32>features + eps);
    const scales = f32x4.splat(scale);
    store<f32>(inverse + 4 * row, scale);

    let g = gain;
    let s = shift;
    for (at = z; at < whole; at += 16, output += 16, g += 16, s += 16) {
      const normalised = f32x4.mul(f32x4.sub(v128.load(at), means), scales);
      v128.store(at, normalised);
      v128.store(output, f32x4.add(f32x4.mul(normalised, v128.load(g)), v128.load(s)));
    }
    for (; at < end; at += 4, output += 4, g += 4, s += 4) {
      const normalised = (load<f32>(at) - mean) * scale;
      store<f32>(at, normalised);
      store<f32>(output, normalised * load<f32>(g) + load<f32>(s));
    }
    z = end;
  }
}

/**
 * @param gradient [rows, features], by the norm's output
 * @param dz       [rows, features], receives the gradient by what was normalised; not `gradient`
 * @param dGain    [features], as dShift; 0: neither is computed
 */
export function normBackward(
  gradient: usize,
  normalised: usize,
  inverse: usize,
  gain: usize,
  dz: usize,
  dGain: usize,
  dShift: usize,
  rows: i32,
  features: i32,
): void {
  const bytes = 4 * features;
  const whole = 16 * (features >> 2);
  if (dGain) {
    memory.fill(dGain, 0, bytes);
    memory.fill(dShift, 0, bytes);
  }
  for (let row = 0; row < rows; row++) {
    let means = f32x4.splat(0);
    let alongs = means;
    let j = 0;
    for (; j < whole; j += 16) {
      const dy = v128.load(gradient + j);
      const n = v128.load(normalised + j);
      const g = f32x4.mul(dy, v128.load(gain + j));
      means = f32x4.add(means, g);
      alongs = f32x4.add(alongs, f32x4.mul(g, n));
      if (dGain) {
        v128.store(dGain + j, f32x4.add(v128.load(dGain + j), f32x4.mul(dy, n)));
        v128.store(dShift + j, f32x4.add(v128.load(dShift + j), dy));
      }
    }
    let mean = sum4(means);
    let along = sum4(alongs);
    for (; j < bytes; j += 4) {
      const dy = load<f32>(gradient + j);
      const n = load<f32>(normalised + j);
      const g = dy * load<f32>(gain + j);
      mean += g;
      along += g * n;
      if (dGain) {
        store<f32>(dGain + j, load<f32>(dGain + j) + dy * n);
        store<f32>(dShift + j, load<f32>(dShift + j) + dy);
      }
    }
    mean /= <f32>features;
    along /= <f32>features;
    const scale = load<f32>(inverse + 4 * row);
    means = f32x4.splat(mean);
    alongs = f32x4.splat(along);
    const scales = f32x4.splat(scale);
    for (j = 0; j < whole; j += 16) {
      const g = f32x4.mul(v128.load(gradient + j), v128.load(gain + j));
      const rest = f32x4.mul(alongs, v128.load(normalised + j));
      v128.store(dz + j, f32x4.mul(scales, f32x4.sub(f32x4.sub(g, means), rest)));
    }
    for (; j < bytes; j += 4) {
      const g = load<f32>(gradient + j) * load<f32>(gain + j);
      store<f32>(dz + j, scale * (g - mean - along * load<f32>(normalised + j)));
    }
    gradient += bytes;
    normalised += bytes;
    dz += bytes;
  }
}
