/** Hugging Face's heads and their losses, from tfjs core ops: small enough for any op set to share. */
import * as tf from "@tensorflow/tfjs";
import type {
  DropoutSite,
  HeadParameters,
  HeadSites,
  LinearGradients,
  LinearParameters,
  Loss,
  Ops,
  SavedTensors,
  Wanted,
} from "../ops.ts";
import type { Tokens } from "../tokens.ts";
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

type Heads = Pick<
  Ops,
  "head" | "headBackward" | "tokenHead" | "tokenHeadBackward" | "crossEntropy" | "spanCrossEntropy"
>;

export function createHeads(linear: Linear): Heads {
  return {
    crossEntropy,
    spanCrossEntropy,
    tokenHead(x: tf.Tensor2D, parameters: LinearParameters, tokens: Tokens, site: DropoutSite | null) {
      const factors = site && rowFactors(site, tokens.places, x.shape[1]);
      const input: tf.Tensor2D = factors ? tf.mul(x, factors) : x;
      return { output: linear.forward(input, parameters), saved: { input, ...(factors && { factors }) } };
    },
    tokenHeadBackward(saved: SavedTensors, gradient: tf.Tensor2D, parameters, _tokens, _site, wanted: Wanted) {
      const { factors } = saved;
      const found = linear.backward(saved.input as tf.Tensor2D, gradient, parameters, wanted);
      return found.input && factors ? { ...found, input: tf.mul(found.input, factors) as tf.Tensor2D } : found;
    },
    head(x: tf.Tensor2D, parameters: HeadParameters, sites: HeadSites) {
      const places = rowPlaces(x.shape[0]);
      const before = sites.before && rowFactors(sites.before, places, x.shape[1]);
      const input: tf.Tensor2D = before ? tf.mul(x, before) : x;
      const activated = tf.tanh(linear.forward(input, parameters.dense));
      const after = sites.within && rowFactors(sites.within, places, activated.shape[1]);
      const features: tf.Tensor2D = after ? tf.mul(activated, after) : activated;
      const output = linear.forward(features, parameters.out);
      return { output, saved: { input, activated, features, ...(before && { before }), ...(after && { after }) } };
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

function crossEntropy(logits: tf.Tensor2D, labels: Int32Array): Loss {
  const [rows, classes] = logits.shape;
  const right = new Float32Array(rows * classes);
  const counts = new Float32Array(rows);
  labels.forEach((label, row) => {
    if (label < 0) return;
    right[row * classes + label] = 1;
    counts[row] = 1;
  });
  const counted = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const target = tf.tensor2d(right, [rows, classes]);
  const logProbabilities = tf.logSoftmax(logits);
  const difference = tf.sub(tf.exp(logProbabilities), target);
  return {
    loss: tf.div(tf.sum(tf.mul(logProbabilities, target)), -counted),
    gradient: tf.div(tf.mul(difference, tf.tensor2d(counts, [rows, 1])), counted),
  };
}

/** Never the largest, and finite: 0 times it is 0. */
const PAD_SCORE = -1e30;

/** As cross-entropy over padded rows, one for each start and one for each end. */
function spanCrossEntropy(logits: tf.Tensor2D, tokens: Tokens, ends: Int32Array): Loss {
  const { rows, sequence, count, places } = tokens;
  const from = new Int32Array(rows * sequence).fill(count);
  places.forEach((place, token) => {
    from[place] = token;
  });
  const withPad = tf.concat2d([logits, tf.fill([1, 2], PAD_SCORE) as tf.Tensor2D], 0);
  const padded = tf.reshape(tf.gather(withPad, tf.tensor1d(from, "int32")), [rows, sequence, 2]);
  const { loss, gradient } = crossEntropy(
    tf.reshape(tf.transpose(padded, [0, 2, 1]), [rows * 2, sequence]) as tf.Tensor2D,
    ends,
  );
  const turned = tf.transpose(tf.reshape(gradient, [rows, 2, sequence]), [0, 2, 1]);
  const byPlace = tf.reshape(turned, [rows * sequence, 2]) as tf.Tensor2D;
  return { loss, gradient: tf.gather(byPlace, tf.tensor1d(places, "int32")) };
}

/** min(1, clipNorm / (norm + 1e-6)), as PyTorch's clip_grad_norm_ */
export function clipScale(squaredNorms: tf.Tensor1D, clipNorm: number): tf.Scalar {
  return tf.minimum(tf.div(clipNorm, tf.add(tf.sqrt(tf.sum(squaredNorms)), 1e-6)), 1);
}
