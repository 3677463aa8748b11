/** GELU and its slope, in AssemblyScript. */
import { expNegative, loadPart, storePart } from "./lanes.ts";

/** Beyond this GELU is x or 0 within 6e-9, as in functions.ts. */
const LIMIT: f32 = 6;

/** y = gelu(y + bias) and its slope there, row by row. */
export function biasGelu(y: usize, bias: usize, slope: usize, rows: i32, features: i32): void {
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j + 4 <= features; j += 4, y += 16, slope += 16) {
      const x = f32x4.add(v128.load(y), v128.load(bias + 4 * j));
      const e = bell(x);
      const phi = cumulative(x, e);
      v128.store(y, valueOf(x, phi));
      v128.store(slope, slopeOf(x, phi, e));
    }
    if (j < features) {
      const count = features - j;
      const x = f32x4.add(loadPart(y, count), loadPart(bias + 4 * j, count));
      const e = bell(x);
      const phi = cumulative(x, e);
      storePart(y, valueOf(x, phi), count);
      storePart(slope, slopeOf(x, phi, e), count);
      y += 4 * count;
      slope += 4 * count;
    }
  }
}

// @ts-ignore: decorator
@inline
function bounded(x: v128): v128 {
  return f32x4.min(f32x4.abs(x), f32x4.splat(LIMIT));
}

/** e^(-x^2 / 2) */
// @ts-ignore: decorator
@inline
function bell(x: v128): v128 {
  const z = bounded(x);
  return expNegative(f32x4.mul(f32x4.mul(z, z), f32x4.splat(-0.5)));
}

/**
 * The normal distribution's Phi. Below 0 it is bell(z) times a polynomial in 1 / (1 + 0.4 z), z = |x|, of degree 8,
 * interpolated at Chebyshev nodes on [0, 6]: Phi is right to 8e-9, and to 1.2e-7 with f32's roundings.
 */
// @ts-ignore: decorator
@inline
function cumulative(x: v128, e: v128): v128 {
  const one = f32x4.splat(1);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(bounded(x), f32x4.splat(0.4))));
  let p = f32x4.splat(-0.031681161405490335);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.1600502276960264));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.2849468396315884));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.14274260458401197));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.06797654154630865));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.12126604295610173));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.16621855256282295));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.1582783507239508));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(9.567372412250252e-5));
  const below = f32x4.mul(e, p);
  return v128.bitselect(below, f32x4.sub(one, below), f32x4.lt(x, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function valueOf(x: v128, phi: v128): v128 {
  const y = v128.andnot(f32x4.mul(x, phi), f32x4.le(x, f32x4.splat(-LIMIT)));
  return v128.bitselect(x, y, f32x4.ge(x, f32x4.splat(LIMIT)));
}

// @ts-ignore: decorator
@inline
function slopeOf(x: v128, phi: v128, e: v128): v128 {
  const density = f32x4.mul(e, f32x4.splat(0.3989422804014327));
  const slope = v128.andnot(f32x4.add(phi, f32x4.mul(x, density)), f32x4.le(x, f32x4.splat(-LIMIT)));
  return v128.bitselect(f32x4.splat(1), slope, f32x4.ge(x, f32x4.splat(LIMIT)));
}
