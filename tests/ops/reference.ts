/**
 * The operations once more, as plainly as tf core ops allow and row by row, for tf.grads to differentiate: the oracle.
 * Runs on the CPU backend.
 */
import * as tf from "@tensorflow/tfjs";
import type { AttentionShape } from "../../src/ops/ops.ts";
import type { Tokens } from "../../src/ops/tokens.ts";

export function norm(z: tf.Tensor, gain: tf.Tensor, shift: tf.Tensor, eps: number): tf.Tensor2D {
  const { mean, variance } = tf.moments(z, -1, true);
  return tf.add(tf.mul(tf.div(tf.sub(z, mean), tf.sqrt(tf.add(variance, eps))), gain), shift);
}

export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor2D {
  return tf.add(tf.matMul(x, weight, false, true), bias);
}

export function gelu(x: tf.Tensor): tf.Tensor2D {
  return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2))));
}

/** @param factors [queries, keys] of dropout for a row and a head; null: none */
export function attention(
  x: tf.Tensor,
  weight: tf.Tensor,
  bias: tf.Tensor,
  tokens: Tokens,
  { heads, queries }: AttentionShape,
  factors: (row: number, head: number) => Float32Array | null,
): tf.Tensor2D {
  const hidden = x.shape[1]!;
  const size = hidden / heads;
  const [q, k, v] = tf.split(linear(x, weight, bias), 3, 1);
  const rows = Array.from({ length: tokens.rows }, (_, row) => {
    const start = tokens.starts[row]!;
    const keys = tokens.starts[row + 1]! - start;
    const asked = queries === "first" ? 1 : keys;
    const parts = Array.from({ length: heads }, (_, head) => {
      const slice = (part: tf.Tensor, count: number) =>
        tf.slice2d(part as tf.Tensor2D, [start, head * size], [count, size]);
      const scores = tf.div(tf.matMul(slice(q!, asked), slice(k!, keys), false, true), Math.sqrt(size));
      const dropped = factors(row, head);
      const probabilities = tf.softmax(scores);
      return tf.matMul(
        dropped ? tf.mul(probabilities, tf.tensor2d(dropped, [asked, keys])) : probabilities,
        slice(v!, keys),
      );
    });
    return tf.concat(parts, 1);
  });
  return tf.concat(rows as tf.Tensor2D[], 0);
}
