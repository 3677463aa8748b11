/** Cross-entropy against sums in doubles: classes of sequences and tokens, and places in a text, where tokens are classes. */
import * as tf from "@tensorflow/tfjs";
import { crossEntropy } from "../../../../src/ops/webgpu/cross-entropy.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import type { Case, Measurement } from "./case.ts";
import { normals, relativeError, worst } from "./numbers.ts";

const LIMIT = 2e-6;
/** No class of a span that lies in the padding can win. */
const PAD_SCORE = -1e30;

interface Problem {
  readonly rows: number;
  readonly classes: number;
  /** Negative: does not count. */
  readonly label: (row: number) => number;
  /** Classes of a row that are no padding. */
  readonly length?: (row: number) => number;
}

async function compare(gpu: Gpu, { rows, classes, label, length = () => classes }: Problem): Promise<Measurement> {
  const logits = normals(rows * classes, 77, 3);
  for (let row = 0; row < rows; row++) logits.fill(PAD_SCORE, row * classes + length(row), (row + 1) * classes);
  const labels = Int32Array.from({ length: rows }, (_, row) => label(row));
  const counted = labels.filter((value) => value >= 0).length;
  const wanted = new Float64Array(rows * classes);
  let wantedLoss = 0;
  labels.forEach((correct, row) => {
    const own = Array.from(logits.subarray(row * classes, (row + 1) * classes));
    const most = Math.max(...own);
    const sum = own.reduce((total, value) => total + Math.exp(value - most), 0);
    if (correct < 0) return;
    wantedLoss += (Math.log(sum) + most - own[correct]!) / counted;
    own.forEach((value, c) => {
      wanted[row * classes + c] = (Math.exp(value - most) / sum - (c === correct ? 1 : 0)) / counted;
    });
  });
  const tensor = tf.tensor2d(logits, [rows, classes]);
  const { loss, gradient } = crossEntropy(gpu, tensor, labels);
  const found = await gradient.data<"float32">();
  const [foundLoss] = await loss.data<"float32">();
  tf.dispose([tensor, loss, gradient]);
  const errors = [relativeError(found, wanted), Math.abs(foundLoss! - wantedLoss) / Math.max(wantedLoss, 1e-30)];
  return { measured: worst(errors), limit: LIMIT };
}

export const crossEntropyCases: readonly Case[] = [
  {
    name: "cross-entropy of token logits, where every third token does not count",
    run: (gpu) => compare(gpu, { rows: 333, classes: 9, label: (row) => (row % 3 === 2 ? -100 : row % 9) }),
  },
  {
    name: "cross-entropy of span logits, where a row's classes are its tokens and the rest is padding",
    run: (gpu) => {
      const length = (row: number) => 1 + ((37 * row) % 384);
      return compare(gpu, { rows: 21, classes: 384, label: (row) => (13 * row) % length(row), length });
    },
  },
  {
    name: "cross-entropy of a single class and row is 0",
    run: async (gpu) => {
      const logits = tf.tensor2d([[4]]);
      const { loss, gradient } = crossEntropy(gpu, logits, Int32Array.of(0));
      const values = [...(await loss.data<"float32">()), ...(await gradient.data<"float32">())];
      tf.dispose([logits, loss, gradient]);
      return { measured: worst(values.map(Math.abs)), limit: 0 };
    },
  },
];
