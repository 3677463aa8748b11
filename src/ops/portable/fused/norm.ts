/** Layer norm with what stands before it, in one pass over each row. Sums are doubles. */

/**
 * z = (y + bias) * factors + residual, normalised; the output is gain * normalised + shift.
 *
 * @param y       [rows, features], overwritten with the normalised rows
 * @param factors [rows, features] of dropout; absent: 1
 * @param inverse [rows], receives 1 / standard deviation
 */
export function residualNorm(
  y: Float32Array,
  add: { bias: Float32Array; residual: Float32Array; factors: Float32Array | undefined },
  norm: { gain: Float32Array; shift: Float32Array; eps: number },
  output: Float32Array,
  inverse: Float32Array,
): void {
  const { bias, residual, factors } = add;
  const features = bias.length;
  for (let row = 0; row < inverse.length; row++) {
    const start = row * features;
    let sum = 0;
    for (let j = 0; j < features; j++) {
      const dense = y[start + j]! + bias[j]!;
      const z = (factors ? dense * factors[start + j]! : dense) + residual[start + j]!;
      y[start + j] = z;
      sum += z;
    }
    normaliseRow(y, start, sum / features, norm, output, inverse, row);
  }
}

/** The second half of a row: centre, scale, and write what follows. */
function normaliseRow(
  z: Float32Array,
  start: number,
  mean: number,
  norm: { gain: Float32Array; shift: Float32Array; eps: number },
  output: Float32Array,
  inverse: Float32Array,
  row: number,
): void {
  const { gain, shift, eps } = norm;
  const features = gain.length;
  let squares = 0;
  for (let j = 0; j < features; j++) {
    const centred = z[start + j]! - mean;
    squares += centred * centred;
  }
  const scale = 1 / Math.sqrt(squares / features + eps);
  inverse[row] = scale;
  for (let j = 0; j < features; j++) {
    const normalised = (z[start + j]! - mean) * scale;
    z[start + j] = normalised;
    output[start + j] = normalised * gain[j]! + shift[j]!;
  }
}

/** The three embedding tables and the rows to take from them. */
export interface Lookup {
  readonly word: Float32Array;
  readonly position: Float32Array;
  readonly tokenType: Float32Array;
  readonly ids: Int32Array;
  readonly positions: Int32Array;
  /** null: all 0. */
  readonly types: Int32Array | null;
}

/** z = word[id] + position[p] + tokenType[t], normalised; then dropout by `factors`. */
export function embeddingNorm(
  { word, position, tokenType, ids, positions, types }: Lookup,
  norm: { gain: Float32Array; shift: Float32Array; eps: number },
  factors: Float32Array | undefined,
  out: { output: Float32Array; normalised: Float32Array; inverse: Float32Array },
): void {
  const features = norm.gain.length;
  const { output, normalised, inverse } = out;
  for (let token = 0; token < ids.length; token++) {
    const start = token * features;
    const wordStart = ids[token]! * features;
    const positionStart = positions[token]! * features;
    const typeStart = types ? types[token]! * features : 0;
    let sum = 0;
    for (let j = 0; j < features; j++) {
      const z = word[wordStart + j]! + position[positionStart + j]! + tokenType[typeStart + j]!;
      normalised[start + j] = z;
      sum += z;
    }
    normaliseRow(normalised, start, sum / features, norm, output, inverse, token);
    if (factors) for (let j = 0; j < features; j++) output[start + j]! *= factors[start + j]!;
  }
}

/** Room for sums over rows, in doubles. */
let columnSums = new Float64Array(0);

/**
 * @param gradient   [rows, features], by the norm's output
 * @param dz         [rows, features], receives the gradient by what was normalised
 * @param parameters receive the gradients by gain and shift; absent: not computed
 * @param before     [rows, features] of a dropout after the norm (the embeddings'); absent: 1
 */
export function normBackward(
  gradient: Float32Array,
  saved: { normalised: Float32Array; inverse: Float32Array },
  gain: Float32Array,
  dz: Float32Array,
  parameters: { gain: Float32Array; shift: Float32Array } | undefined,
  before: Float32Array | undefined,
): void {
  const { normalised, inverse } = saved;
  const features = gain.length;
  if (columnSums.length < 2 * features) columnSums = new Float64Array(2 * features);
  const sums = columnSums.fill(0);
  for (let row = 0; row < inverse.length; row++) {
    const start = row * features;
    let mean = 0;
    let along = 0;
    for (let j = 0; j < features; j++) {
      const dy = before ? gradient[start + j]! * before[start + j]! : gradient[start + j]!;
      const n = normalised[start + j]!;
      const g = dy * gain[j]!;
      mean += g;
      along += g * n;
      if (parameters) {
        sums[j]! += dy * n;
        sums[features + j]! += dy;
      }
    }
    mean /= features;
    along /= features;
    const scale = inverse[row]!;
    for (let j = 0; j < features; j++) {
      const dy = before ? gradient[start + j]! * before[start + j]! : gradient[start + j]!;
      dz[start + j] = scale * (dy * gain[j]! - mean - along * normalised[start + j]!);
    }
  }
  if (parameters) {
    for (let j = 0; j < features; j++) {
      parameters.gain[j] = sums[j]!;
      parameters.shift[j] = sums[features + j]!;
    }
  }
}
