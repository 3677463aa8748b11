/** Products with a linear layer's weight, forward and backward, and who computes them. */
import * as tf from "@tensorflow/tfjs";
import type { Parameter } from "../../ops.ts";
import { deviceOf } from "./device.ts";
import * as kernels from "./kernels.ts";
import { fused } from "./parameter.ts";

export interface Multiplication {
  /** x W^T: [n, in] -> [n, out] */
  product(x: tf.Tensor2D, weight: Parameter): tf.Tensor2D;
  /** gradient W: [n, out] -> [n, in] */
  inputGradient(gradient: tf.Tensor2D, weight: Parameter): tf.Tensor2D;
  /** gradient^T x, [out, in], and the sums of the gradient's columns. */
  weightGradients(x: tf.Tensor2D, gradient: tf.Tensor2D): { weight: tf.Tensor2D; bias: tf.Tensor1D };
}

/** The better one on the current backend. */
export function multiplicationHere(): Multiplication {
  return deviceOf(tf.backend()).loops.matmul ? own : byTfjs;
}

const matrix = (parameter: Parameter) => fused(parameter).value as tf.Tensor2D;

/** Reads each factor as it is stored: nothing is transposed first, and no second copy of a weight is kept. */
const own: Multiplication = {
  product: (x, weight) => kernels.matmul(x, matrix(weight), "b"),
  inputGradient: (gradient, weight) => kernels.matmul(gradient, matrix(weight), "neither"),
  weightGradients: (x, gradient) => ({
    weight: kernels.matmul(gradient, x, "a"),
    bias: kernels.columnSums(gradient),
  }),
};

/** Without a transpose flag in any product: with one, tfjs multiplies 10 to 30 times slower on WASM. */
const byTfjs: Multiplication = {
  product: (x, weight) => tf.matMul(x, fused(weight).transposed),
  inputGradient: (gradient, weight) => tf.matMul(gradient, matrix(weight)),
  // XNNPACK packs the right factor and reads it again for every few rows of the left one. With the wider matrix on the right
  // (the 512 features that enter the last projection of a layer) it is half as fast, so that is multiplied the other way.
  weightGradients(x, gradient) {
    if (x.shape[1] <= gradient.shape[1]) {
      const [turned, bias] = kernels.transposeAndSum(gradient);
      const weight: tf.Tensor2D = tf.matMul(turned, x);
      turned.dispose();
      return { weight, bias };
    }
    const xTurned = kernels.transpose(x);
    const product: tf.Tensor2D = tf.matMul(xTurned, gradient);
    const weight = kernels.transpose(product);
    tf.dispose([xTurned, product]);
    return { weight, bias: kernels.columnSums(gradient) };
  },
};
