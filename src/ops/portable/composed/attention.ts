/** Attention from tfjs core ops: tokens are spread to a padded block, so that one batched product serves all rows. */
import * as tf from "@tensorflow/tfjs";
import type {
  AttentionShape,
  DropoutSite,
  LinearGradients,
  LinearParameters,
  Saved,
  SavedTensors,
  Wanted,
} from "../../ops.ts";
import type { Tokens } from "../../tokens.ts";
import { fillAttentionDropout } from "../dropout.ts";
import { linear, linearBackward } from "./parts.ts";

/** Added to the score of a pad: finite, since an all-infinite row gives NaN. */
const PAD_SCORE = -1e30;

export function attention(
  x: tf.Tensor2D,
  parameters: LinearParameters,
  tokens: Tokens,
  shape: AttentionShape,
  site: DropoutSite | null,
): Saved<tf.Tensor2D> {
  const { heads, queries } = shape;
  const hidden = x.shape[1];
  const [q, k, v] = splitHeads(linear(x, parameters), tokens, heads);
  const asked = queries === "first" ? tf.slice(q, [0, 0, 0], [-1, 1, -1]) : q;
  const scores = tf.mul(tf.matMul(asked, tf.transpose(k, [0, 2, 1])), 1 / Math.sqrt(hidden / heads));
  const probabilities = tf.softmax(tf.add(scores, padScores(tokens, heads)));
  const factors = site && dropoutFactors(tokens, shape, site);
  const used = factors ? tf.mul(probabilities, factors) : probabilities;
  const output = mergeHeads(tf.matMul(used, v) as tf.Tensor3D, tokens, shape, hidden);
  return { output, saved: { x, q: asked, k, v, probabilities, ...(factors && { factors }) } };
}

export function attentionBackward(
  saved: SavedTensors,
  gradient: tf.Tensor2D,
  parameters: LinearParameters,
  tokens: Tokens,
  shape: AttentionShape,
  wanted: Wanted,
  plus: tf.Tensor2D | null,
): LinearGradients {
  const { heads, queries } = shape;
  const x = saved.x as tf.Tensor2D;
  const hidden = x.shape[1];
  const { q, k, v, probabilities, factors } = saved as Record<string, tf.Tensor3D | undefined>;
  const dOutput = splitOutput(gradient, tokens, shape);
  const used = factors ? tf.mul(probabilities!, factors) : probabilities!;
  const dV = tf.matMul(tf.transpose(used, [0, 2, 1]), dOutput);
  const dUsed = tf.matMul(dOutput, tf.transpose(v!, [0, 2, 1]));
  const dProbabilities = factors ? tf.mul(dUsed, factors) : dUsed;
  const along = tf.sum(tf.mul(dProbabilities, probabilities!), 2, true);
  const dScores = tf.mul(tf.mul(probabilities!, tf.sub(dProbabilities, along)), 1 / Math.sqrt(hidden / heads));
  let dQ = tf.matMul(dScores, k!);
  const dK = tf.matMul(tf.transpose(dScores, [0, 2, 1]), q!);
  if (queries === "first")
    dQ = tf.pad(dQ, [
      [0, 0],
      [0, tokens.sequence - 1],
      [0, 0],
    ]);
  const dProjection = joinHeads([dQ, dK, dV] as tf.Tensor3D[], tokens, heads);
  const arriving = plus && queries === "first" ? spreadFirst(plus, tokens) : plus;
  return linearBackward(x, dProjection, parameters, wanted, arriving);
}

/** [count, 3 * hidden] -> query, key and value, each [rows * heads, sequence, hidden / heads]; pads are zero. */
function splitHeads(projection: tf.Tensor2D, tokens: Tokens, heads: number): [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D] {
  const { rows, sequence } = tokens;
  const size = projection.shape[1] / 3 / heads;
  const block = tf.reshape(spread(projection, tokens), [rows, sequence, 3, heads, size]);
  const [q, k, v] = tf.unstack(tf.transpose(block, [2, 0, 3, 1, 4]));
  const flat = (part: tf.Tensor) => tf.reshape(part, [rows * heads, sequence, size]) as tf.Tensor3D;
  return [flat(q!), flat(k!), flat(v!)];
}

/** The inverse of splitHeads: [count, 3 * hidden]. */
function joinHeads(parts: tf.Tensor3D[], tokens: Tokens, heads: number): tf.Tensor2D {
  const { rows, sequence } = tokens;
  const size = parts[0]!.shape[2];
  const block = tf.reshape(tf.stack(parts), [3, rows, heads, sequence, size]);
  const padded = tf.reshape(tf.transpose(block, [1, 3, 0, 2, 4]), [rows * sequence, 3 * heads * size]);
  return tf.gather(padded as tf.Tensor2D, tf.tensor1d(tokens.places, "int32"));
}

/** [rows * heads, queries, size] -> [count, hidden] or, for first queries, [rows, hidden] */
function mergeHeads(context: tf.Tensor3D, tokens: Tokens, shape: AttentionShape, hidden: number): tf.Tensor2D {
  const { rows } = tokens;
  const [, queries, size] = context.shape;
  const block = tf.transpose(tf.reshape(context, [rows, shape.heads, queries, size]), [0, 2, 1, 3]);
  const padded = tf.reshape(block, [rows * queries, hidden]) as tf.Tensor2D;
  return shape.queries === "first" ? padded : tf.gather(padded, tf.tensor1d(tokens.places, "int32"));
}

/** The inverse of mergeHeads, for its gradient. */
function splitOutput(gradient: tf.Tensor2D, tokens: Tokens, shape: AttentionShape): tf.Tensor3D {
  const { rows, sequence } = tokens;
  const queries = shape.queries === "first" ? 1 : sequence;
  const padded = shape.queries === "first" ? gradient : spread(gradient, tokens);
  const size = gradient.shape[1] / shape.heads;
  const block = tf.transpose(tf.reshape(padded, [rows, queries, shape.heads, size]), [0, 2, 1, 3]);
  return tf.reshape(block, [rows * shape.heads, queries, size]);
}

/** [count, features] -> [rows * sequence, features], zero where the batch has pads. */
function spread(x: tf.Tensor2D, tokens: Tokens): tf.Tensor2D {
  const { rows, sequence, count, places } = tokens;
  if (count === rows * sequence) return x;
  const from = new Int32Array(rows * sequence).fill(count);
  places.forEach((place, token) => {
    from[place] = token;
  });
  return tf.gather(tf.concat([x, tf.zeros([1, x.shape[1]])], 0) as tf.Tensor2D, tf.tensor1d(from, "int32"));
}

/** [rows, features] -> [count, features]: zero but at each row's first token. */
function spreadFirst(x: tf.Tensor2D, tokens: Tokens): tf.Tensor2D {
  const from = new Int32Array(tokens.count).fill(tokens.rows);
  for (let row = 0; row < tokens.rows; row++) from[tokens.starts[row]!] = row;
  return tf.gather(tf.concat([x, tf.zeros([1, x.shape[1]])], 0) as tf.Tensor2D, tf.tensor1d(from, "int32"));
}

/** [rows * heads, 1, sequence] */
function padScores(tokens: Tokens, heads: number): tf.Tensor3D {
  const { rows, sequence, starts } = tokens;
  const values = new Float32Array(rows * heads * sequence);
  for (let row = 0; row < rows; row++) {
    const length = starts[row + 1]! - starts[row]!;
    for (let head = 0; head < heads; head++) {
      const first = (row * heads + head) * sequence;
      values.fill(PAD_SCORE, first + length, first + sequence);
    }
  }
  return tf.tensor3d(values, [rows * heads, 1, sequence]);
}

/** [rows * heads, queries, sequence] */
function dropoutFactors(tokens: Tokens, shape: AttentionShape, site: DropoutSite): tf.Tensor3D {
  const { rows, sequence, starts } = tokens;
  const queries = shape.queries === "first" ? 1 : sequence;
  const values = new Float32Array(rows * shape.heads * queries * sequence);
  for (let row = 0; row < rows; row++) {
    const length = starts[row + 1]! - starts[row]!;
    const asked = Math.min(queries, length);
    const factors = new Float32Array(asked * length);
    for (let head = 0; head < shape.heads; head++) {
      fillAttentionDropout(site, tokens, { row, head, heads: shape.heads }, factors);
      const first = (row * shape.heads + head) * queries * sequence;
      for (let query = 0; query < asked; query++) {
        values.set(factors.subarray(query * length, (query + 1) * length), first + query * sequence);
      }
    }
  }
  return tf.tensor3d(values, [rows * shape.heads, queries, sequence]);
}
