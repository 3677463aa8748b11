/** The models and batches that are timed. Weights are random: what they are does not change how long a step takes. */
import { fillNormals, shuffledIndices } from "../src/graddrop/index.ts";
import type { EncoderConfig } from "../src/model/config.ts";
import { elements, tensorSpecs } from "../src/model/parameters.ts";
import type { Batch } from "../src/train/engine.ts";

export interface Shape {
  readonly name: "mini" | "base" | "large";
  readonly config: EncoderConfig;
  readonly rows: number;
  readonly sequence: number;
}

const XLMR = {
  architecture: "xlm-roberta",
  firstPosition: 2,
  typeVocabSize: 1,
  layerNormEps: 1e-5,
  padId: 1,
} as const;

/** The bundled checkpoint's size. */
export const MINI: EncoderConfig = {
  ...XLMR,
  hiddenSize: 128,
  layers: 12,
  heads: 4,
  intermediateSize: 512,
  vocabSize: 8000,
  maxPositions: 130,
};

/** Rows of the word table that a task's data asks for, of XLM-R's 250,002: only those are kept on the device. */
const TASK_VOCABULARY = 8000;
const LARGE_TASK_VOCABULARY = 30_000;

/** FacebookAI/xlm-roberta-base, its vocabulary cut to a task's. */
export const BASE: EncoderConfig = {
  ...XLMR,
  hiddenSize: 768,
  layers: 12,
  heads: 12,
  intermediateSize: 3072,
  vocabSize: TASK_VOCABULARY,
  maxPositions: 514,
};

/** FacebookAI/xlm-roberta-large, its vocabulary cut to a task's. */
export const LARGE: EncoderConfig = {
  ...XLMR,
  hiddenSize: 1024,
  layers: 24,
  heads: 16,
  intermediateSize: 4096,
  vocabSize: LARGE_TASK_VOCABULARY,
  maxPositions: 514,
};

export const MINI_SHAPE: Shape = { name: "mini", config: MINI, rows: 16, sequence: 32 };
/** The bar against PyTorch is stated for this one. */
export const BASE_SHAPE: Shape = { name: "base", config: BASE, rows: 32, sequence: 128 };
/** For a processor: a step of the larger one is 2 TFLOP (6 x 85 M weights x 4096 tokens). */
export const SMALL_BASE_SHAPE: Shape = { name: "base", config: BASE, rows: 2, sequence: 32 };
export const LARGE_SHAPE: Shape = { name: "large", config: LARGE, rows: 16, sequence: 128 };
/** With recomputation all of it trains within 6 GB: 5.4 GiB of buffers were really asked for on SwiftShader (2026-11). */
export const LARGE_BAR_SHAPE: Shape = { name: "large", config: LARGE, rows: 8, sequence: 128 };

export const HEAD = { kind: "sequence", classes: 10 } as const;

/** Such that activations stay near 1. */
const DEVIATION = 0.04;

export function randomWeights(config: EncoderConfig): Map<string, Float32Array> {
  return new Map(
    tensorSpecs(config, HEAD).map(({ name, shape, index }) => {
      const values = new Float32Array(elements(shape));
      if (name.includes("LayerNorm.weight")) return [name, values.fill(1)];
      fillNormals({ seed: 1, stream: "data", site: index, time: 0 }, values);
      return [name, values.map((value) => DEVIATION * value)];
    }),
  );
}

/** The contenders know no other head. */
export type SequenceBatch = Batch & { readonly targets: { readonly kind: "sequence" } };

/** Full rows have no padding at all; "mixed" ones run from a third of the length to all of it. */
export function batchOf(
  { config, rows, sequence }: Shape,
  number: number,
  fill: "full" | "mixed" = "full",
): SequenceBatch {
  const words = config.vocabSize - 3;
  const order = shuffledIndices({ seed: 2, stream: "data", site: number, time: 0 }, words);
  const inputIds = new Int32Array(rows * sequence).fill(config.padId);
  const lengths = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const share = fill === "full" || rows === 1 ? 1 : 1 / 3 + ((2 / 3) * row) / (rows - 1);
    const length = Math.round(sequence * share);
    for (let i = 0; i < length; i++) inputIds[row * sequence + i] = 3 + order[(row * sequence + i) % words]!;
    inputIds[row * sequence] = 0;
    lengths[row] = length;
  }
  const labels = Int32Array.from({ length: rows }, (_, i) => i % HEAD.classes);
  return { inputIds, rows, sequence, lengths, targets: { kind: "sequence", labels } };
}
