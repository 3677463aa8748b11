/** Pieces that several composed operations share. All tensors belong to the caller's `tf.tidy`. */
import * as tf from "@tensorflow/tfjs";
import type { LinearGradients, LinearParameters, SavedTensors, TableGradient, Wanted } from "../../ops.ts";
import { segmentsOf } from "../../tokens.ts";
import { weightsOf } from "./parameter.ts";

/** x W^T + b. Transposed first: tfjs multiplies with a transpose flag 10 to 30 times slower on WASM. */
export function linear(x: tf.Tensor2D, parameters: LinearParameters): tf.Tensor2D {
  const weight = weightsOf(parameters.weight) as tf.Tensor2D;
  return tf.add(tf.matMul(x, tf.transpose(weight)), weightsOf(parameters.bias));
}

/** @param plus added to the input's gradient */
export function linearBackward(
  x: tf.Tensor2D,
  gradient: tf.Tensor2D,
  parameters: LinearParameters,
  wanted: Wanted,
  plus: tf.Tensor2D | null,
): LinearGradients {
  const weight = weightsOf(parameters.weight) as tf.Tensor2D;
  const result: { input?: tf.Tensor2D; weight?: tf.Tensor2D; bias?: tf.Tensor1D } = {};
  if (wanted.input) {
    const input: tf.Tensor2D = tf.matMul(gradient, weight);
    result.input = plus ? tf.add(input, plus) : input;
  }
  if (wanted.weights) {
    result.weight = tf.matMul(tf.transpose(gradient), x);
    result.bias = tf.sum(gradient, 0);
  }
  return result;
}

/** Layer norm without gain and shift: the normalised rows [n, features] and 1 / standard deviation [n, 1]. */
export function normalise(z: tf.Tensor2D, eps: number): { normalised: tf.Tensor2D; inverse: tf.Tensor2D } {
  const { mean, variance } = tf.moments(z, 1, true);
  const inverse = tf.rsqrt(tf.add(variance, eps)) as tf.Tensor2D;
  return { normalised: tf.mul(tf.sub(z, mean), inverse), inverse };
}

/** Gradient by what was normalised, from the gradient by gain * normalised + shift. */
export function normBackward(gradient: tf.Tensor2D, gain: tf.Tensor, saved: SavedTensors): tf.Tensor2D {
  const normalised = saved.normalised!;
  const g = tf.mul(gradient, gain);
  const mean = tf.mean(g, 1, true);
  const along = tf.mean(tf.mul(g, normalised), 1, true);
  return tf.mul(tf.sub(tf.sub(g, mean), tf.mul(normalised, along)), saved.inverse!);
}

export function normParameterGradients(
  gradient: tf.Tensor2D,
  saved: SavedTensors,
): { gain: tf.Tensor1D; shift: tf.Tensor1D } {
  return { gain: tf.sum(tf.mul(gradient, saved.normalised!), 0), shift: tf.sum(gradient, 0) };
}

/**
 * Sums the rows of `gradient` that share an id, as a product with a 0/1 matrix: tfjs's own way adds with float atomics on
 * WebGPU, in another order each time, and is missing on WASM.
 */
/** @param without rows of this id have no gradient */
export function tableGradient(gradient: tf.Tensor2D, tokenIds: Int32Array, without?: number): TableGradient {
  const { ids, order, starts } = segmentsOf(tokenIds, without);
  const picks = new Float32Array(ids.length * tokenIds.length);
  for (let g = 0; g < ids.length; g++) {
    for (let at = starts[g]!; at < starts[g + 1]!; at++) picks[g * tokenIds.length + order[at]!] = 1;
  }
  return { ids, rows: tf.matMul(tf.tensor2d(picks, [ids.length, tokenIds.length]), gradient) };
}

/** 2 / sqrt(pi) * exp(-z^2) is erf's slope; GELU's slope follows from gelu(x) = x * phi(x). */
export function geluSlope(x: tf.Tensor): tf.Tensor {
  const phi = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.add(phi, tf.mul(x, density));
}

export function gelu<T extends tf.Tensor>(x: T): T {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
