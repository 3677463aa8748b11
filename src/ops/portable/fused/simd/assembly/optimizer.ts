/**
 * The optimizers' loops, in AssemblyScript. What is subtracted from a weight is summed first: in f32, a weight decay of
 * 1 - 1e-7 as one factor would be rounded away.
 */
import { loadPart, storePart } from "./lanes.ts";

/**
 * AdamW, as adamw.ts says; all of these weights have made the same number of steps.
 *
 * @param gradient 0: all zeros
 * @param factors  0: all 1
 * @param decay    learning rate times weight decay
 * @param rate     learning rate by the first moment's correction
 * @param root     1 / the root of the second moment's correction
 */
export function adamW(
  from: usize,
  to: usize,
  gradient: usize,
  first: usize,
  second: usize,
  factors: usize,
  size: i32,
  scale: f32,
  decay: f32,
  rest1: f32,
  rest2: f32,
  rate: f32,
  root: f32,
  epsilon: f32,
): void {
  for (let at = 0; at < 4 * size; at += 16) {
    const count = size - (at >> 2);
    const w = part(from + at, count);
    let g = gradient ? f32x4.mul(part(gradient + at, count), f32x4.splat(scale)) : f32x4.splat(0);
    if (factors) g = f32x4.mul(g, part(factors + at, count));
    const m = moment(part(first + at, count), g, rest1);
    const v = moment(part(second + at, count), f32x4.mul(g, g), rest2);
    const width = f32x4.add(f32x4.mul(f32x4.sqrt(v), f32x4.splat(root)), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), m), width);
    putPart(first + at, m, count);
    putPart(second + at, v, count);
    putPart(to + at, f32x4.sub(w, f32x4.add(f32x4.mul(f32x4.splat(decay), w), step)), count);
  }
}

/**
 * AdamW where each weight has made its own number of steps.
 *
 * @param rates     learning rate by the first moment's correction, weight by weight
 * @param roots     1 / the root of the second moment's correction, weight by weight
 * @param untouched pass over weights of factor 0
 */
export function adamWByWeight(
  from: usize,
  to: usize,
  gradient: usize,
  first: usize,
  second: usize,
  factors: usize,
  rates: usize,
  roots: usize,
  untouched: bool,
  size: i32,
  scale: f32,
  decay: f32,
  rest1: f32,
  rest2: f32,
  epsilon: f32,
): void {
  for (let at = 0; at < 4 * size; at += 16) {
    const count = size - (at >> 2);
    const w = part(from + at, count);
    let g = f32x4.mul(part(gradient + at, count), f32x4.splat(scale));
    let passed = f32x4.splat(0);
    if (factors) {
      const factor = part(factors + at, count);
      g = f32x4.mul(g, factor);
      if (untouched) passed = f32x4.eq(factor, f32x4.splat(0));
    }
    const oldM = part(first + at, count);
    const oldV = part(second + at, count);
    const m = moment(oldM, g, rest1);
    const v = moment(oldV, f32x4.mul(g, g), rest2);
    const width = f32x4.add(f32x4.mul(f32x4.sqrt(v), part(roots + at, count)), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(part(rates + at, count), m), width);
    const next = f32x4.sub(w, f32x4.add(f32x4.mul(f32x4.splat(decay), w), step));
    putPart(first + at, v128.bitselect(oldM, m, passed), count);
    putPart(second + at, v128.bitselect(oldV, v, passed), count);
    putPart(to + at, v128.bitselect(w, next, passed), count);
  }
}

/** Gradient descent with weight decay, as adamw.ts says; gradient 0: all zeros, factors 0: all 1. */
export function sgd(
  from: usize,
  to: usize,
  gradient: usize,
  factors: usize,
  untouched: bool,
  size: i32,
  scale: f32,
  learningRate: f32,
  decay: f32,
): void {
  for (let at = 0; at < 4 * size; at += 16) {
    const count = size - (at >> 2);
    const w = part(from + at, count);
    let g = gradient ? f32x4.mul(part(gradient + at, count), f32x4.splat(scale)) : f32x4.splat(0);
    let passed = f32x4.splat(0);
    if (factors) {
      const factor = part(factors + at, count);
      g = f32x4.mul(g, factor);
      if (untouched) passed = f32x4.eq(factor, f32x4.splat(0));
    }
    const step = f32x4.add(f32x4.mul(f32x4.splat(learningRate), g), f32x4.mul(f32x4.splat(decay), w));
    putPart(to + at, v128.bitselect(w, f32x4.sub(w, step), passed), count);
  }
}

/** x -= share * x */
export function shrink(x: usize, size: i32, share: f32): void {
  for (let at = 0; at < 4 * size; at += 16) {
    const count = size - (at >> 2);
    const old = part(x + at, count);
    putPart(x + at, f32x4.sub(old, f32x4.mul(f32x4.splat(share), old)), count);
  }
}

/** What has been, moved towards what is new: moments that have settled stay exactly. */
// @ts-ignore: decorator
@inline
function moment(old: v128, now: v128, rest: f32): v128 {
  return f32x4.add(old, f32x4.mul(f32x4.splat(rest), f32x4.sub(now, old)));
}

// @ts-ignore: decorator
@inline
function part(from: usize, count: i32): v128 {
  return count >= 4 ? v128.load(from) : loadPart(from, count);
}

// @ts-ignore: decorator
@inline
function putPart(to: usize, x: v128, count: i32): void {
  if (count >= 4) v128.store(to, x);
  else storePart(to, x, count);
}
