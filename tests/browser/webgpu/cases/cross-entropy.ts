/** Cross-entropy against sums in doubles: of classes, and of a span's places in a text, where tokens are classes. */
import * as tf from "@tensorflow/tfjs";
import { crossEntropy, spanCrossEntropy } from "../../../../src/ops/webgpu/cross-entropy.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import type { Case, Measurement } from "./case.ts";
import { normals, relativeError, worst } from "./numbers.ts";

const LIMIT = 2e-6;

interface Problem {
  readonly rows: number;
  readonly classes: number;
  /** Negative: does not count. */
  readonly label: (row: number) => number;
}

async function compare(gpu: Gpu, { rows, classes, label }: Problem): Promise<Measurement> {
  const logits = normals(rows * classes, 77, 3);
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

async function compareSpans(gpu: Gpu): Promise<Measurement> {
  const lengths = Array.from({ length: 21 }, (_, row) => 1 + ((37 * row) % 384));
  const starts = Int32Array.from([0, ...lengths], (_, row) =>
    lengths.slice(0, row).reduce((sum, size) => sum + size, 0),
  );
  const ends = Int32Array.from({ length: 2 * lengths.length }, (_, i) => (13 * i) % lengths[i >> 1]!);
  const count = starts.at(-1)!;
  const logits = normals(2 * count, 78, 3);
  const wanted = new Float64Array(2 * count);
  let wantedLoss = 0;
  ends.forEach((correct, i) => {
    const first = starts[i >> 1]!;
    const places = Array.from({ length: lengths[i >> 1]! }, (_, token) => 2 * (first + token) + (i % 2));
    const sum = places.reduce((total, place) => total + Math.exp(logits[place]!), 0);
    wantedLoss += (Math.log(sum) - logits[places[correct]!]!) / ends.length;
    places.forEach((place, token) => {
      wanted[place] = (Math.exp(logits[place]!) / sum - (token === correct ? 1 : 0)) / ends.length;
    });
  });
  const tensor = tf.tensor2d(logits, [count, 2]);
  const onDevice = gpu.upload(starts);
  const { loss, gradient } = spanCrossEntropy(gpu, tensor, onDevice, ends);
  const found = await gradient.data<"float32">();
  const [foundLoss] = await loss.data<"float32">();
  gpu.pool.release(onDevice.buffer);
  tf.dispose([tensor, loss, gradient]);
  return { measured: worst([relativeError(found, wanted), Math.abs(foundLoss! / wantedLoss - 1)]), limit: LIMIT };
}

export const crossEntropyCases: readonly Case[] = [
  {
    name: "cross-entropy of token logits, where every third token does not count",
    run: (gpu) => compare(gpu, { rows: 333, classes: 9, label: (row) => (row % 3 === 2 ? -100 : row % 9) }),
  },
  { name: "cross-entropy of spans in rows of up to 384 tokens", run: compareSpans },
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
