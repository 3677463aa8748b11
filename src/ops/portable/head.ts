/** Hugging Face's classification head and the loss, from tfjs core ops: small enough for any op set to share. */
import * as tf from "@tensorflow/tfjs";
import type {
  DropoutSite,
  HeadParameters,
  LinearGradients,
  LinearParameters,
  Ops,
  SavedTensors,
  Wanted,
} from "../ops.ts";
import { fillRowDropout } from "./dropout.ts";

/** How an op set multiplies with its parameters. */
export interface Linear {
  forward(x: tf.Tensor2D, parameters: LinearParameters): tf.Tensor2D;
  backward(x: tf.Tensor2D, gradient: tf.Tensor2D, parameters: LinearParameters, wanted: Wanted): LinearGradients;
}

/** [places, features] of dropout factors as a tensor. */
export function rowFactors(site: DropoutSite, places: Int32Array, features: number): tf.Tensor2D {
  const factors = new Float32Array(places.length * features);
  fillRowDropout(site, places, features, factors);
  return tf.tensor2d(factors, [places.length, features]);
}

/** Row r of the head stands for sequence r. */
function rowPlaces(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

export function createHead(linear: Linear): Pick<Ops, "head" | "headBackward"> {
  return {
    head(x: tf.Tensor2D, parameters: HeadParameters, sites: readonly [DropoutSite, DropoutSite] | null) {
      const places = rowPlaces(x.shape[0]);
      const before = sites && rowFactors(sites[0], places, x.shape[1]);
      const input: tf.Tensor2D = before ? tf.mul(x, before) : x;
      const activated = tf.tanh(linear.forward(input, parameters.dense));
      const after = sites && rowFactors(sites[1], places, activated.shape[1]);
      const features: tf.Tensor2D = after ? tf.mul(activated, after) : activated;
      const output = linear.forward(features, parameters.out);
      return { output, saved: { input, activated, features, ...(before && after && { before, after }) } };
    },
    headBackward(saved: SavedTensors, gradient: tf.Tensor2D, parameters: HeadParameters, _sites, wanted: Wanted) {
      const { input, activated, features, before, after } = saved as Record<string, tf.Tensor2D | undefined>;
      const out = linear.backward(features!, gradient, parameters.out, { input: true, weights: wanted.weights });
      const dActivated: tf.Tensor2D = after ? tf.mul(out.input!, after) : out.input!;
      const dDense: tf.Tensor2D = tf.mul(dActivated, tf.sub(1, tf.square(activated!)));
      const dense = linear.backward(input!, dDense, parameters.dense, wanted);
      if (!dense.input) return { dense, out };
      return { dense, out, input: before ? tf.mul(dense.input, before) : dense.input };
    },
  };
}

export function crossEntropy(logits: tf.Tensor2D, labels: Int32Array): { loss: tf.Scalar; gradient: tf.Tensor2D } {
  const [rows, classes] = logits.shape;
  const target = tf.oneHot(tf.tensor1d(labels, "int32"), classes).toFloat();
  const logProbabilities = tf.logSoftmax(logits);
  return {
    loss: tf.div(tf.sum(tf.mul(logProbabilities, target)), -rows),
    gradient: tf.div(tf.sub(tf.exp(logProbabilities), target), rows),
  };
}

/** min(1, clipNorm / (norm + 1e-6)), as PyTorch's clip_grad_norm_ */
export function clipScale(squaredNorms: tf.Tensor1D, clipNorm: number): tf.Scalar {
  return tf.minimum(tf.div(clipNorm, tf.add(tf.sqrt(tf.sum(squaredNorms)), 1e-6)), 1);
}
