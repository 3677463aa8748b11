/** Models for tests, wherever they run: goldens from their files' contents, and small random ones. */
import { z } from "zod";
import { readBatches } from "../../src/cli/batches-file.ts";
import { fillNormals } from "../../src/graddrop/index.ts";
import { type EncoderConfig, parseConfig } from "../../src/model/config.ts";
import { loadParameters } from "../../src/model/load.ts";
import { layerPrefix } from "../../src/model/names.ts";
import { elements, type Head, tensorSpecs } from "../../src/model/parameters.ts";
import type { TokenBatch } from "../../src/ops/index.ts";
import type { Batch, OptimizerSettings, StepPlan, Targets } from "../../src/train/engine.ts";
import { openBytes } from "../support/tensors.ts";

/** JSON has no -Infinity, which is what padding gets. */
const logit = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NEGATIVE_INFINITY);
const expectedSchema = z.array(
  z.object({ loss: z.number(), logits: z.array(z.array(logit)), grad_norm: z.record(z.string(), z.number()) }),
);
const planSchema = z.object({
  kind: z.enum(["adamw", "sgd"]),
  learningRate: z.number(),
  weightDecay: z.number(),
  clipNorm: z.number().nullable(),
  frozenLayers: z.array(z.number()),
  frozenEmbeddings: z.boolean(),
  head: z.enum(["sequence", "token", "span"]),
  classes: z.number(),
});
export type GoldenPlan = z.infer<typeof planSchema>;

/** Those of tests/golden/model. */
export const GOLDENS = [
  "adamw-clip",
  "sgd-odd-sizes",
  "frozen-layers",
  "token-head",
  "span-head",
  "bert-sequence",
  "bert-token",
  "minilm-span",
] as const;

/** What the shared golden was trained with, as its description says. */
const DEFAULT_PLAN: GoldenPlan = {
  kind: "adamw",
  learningRate: 1e-3,
  weightDecay: 0.01,
  clipNorm: null,
  frozenLayers: [],
  frozenEmbeddings: false,
  head: "sequence",
  classes: 3,
};

/** Files of a golden; plan.json need not be among them. */
export const GOLDEN_FILES = [
  "config.json",
  "plan.json",
  "batches.json",
  "expected.json",
  "model.safetensors",
  "after.safetensors",
] as const;

export type GoldenFiles = Readonly<Partial<Record<(typeof GOLDEN_FILES)[number], Uint8Array<ArrayBuffer>>>>;

export async function parseGolden(files: GoldenFiles) {
  const text = (file: keyof GoldenFiles) => new TextDecoder().decode(files[file]);
  const config = parseConfig(text("config.json"), "config.json");
  const plan = files["plan.json"] ? planSchema.parse(JSON.parse(text("plan.json"))) : DEFAULT_PLAN;
  const head: Head = plan.head === "span" ? { kind: "span" } : { kind: plan.head, classes: plan.classes };
  const specs = tensorSpecs(config, head);
  const weights = async (file: "model.safetensors" | "after.safetensors") =>
    loadParameters(await openBytes(files[file]!), specs, config, 0);
  return {
    config,
    plan,
    head,
    specs,
    before: await weights("model.safetensors"),
    after: await weights("after.safetensors"),
    batches: readBatches(text("batches.json"), "batches.json", head, config),
    expected: expectedSchema.parse(JSON.parse(text("expected.json"))),
  };
}

export const ADAMW: OptimizerSettings = {
  kind: "adamw",
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clipNorm: 1,
};

/** A plan that trains everything, without dropout. */
export function planOf(config: EncoderConfig, change: Partial<StepPlan> = {}): StepPlan {
  return {
    seed: 1,
    epoch: 1,
    step: 0,
    learningRate: 1e-3,
    dropout: 0,
    layerMasks: Array.from({ length: config.layers }, () => ({ kind: "active" as const })),
    embeddings: "train",
    optimizer: ADAMW,
    ...change,
  };
}

export const TINY: EncoderConfig = {
  architecture: "xlm-roberta",
  hiddenSize: 16,
  layers: 3,
  heads: 2,
  intermediateSize: 24,
  vocabSize: 40,
  maxPositions: 18,
  firstPosition: 2,
  typeVocabSize: 1,
  layerNormEps: 1e-5,
  padId: 1,
};

/** Random weights of a visible size; norms near 1. */
export function randomWeights(config: EncoderConfig, head: Head, seed = 1): Map<string, Float32Array> {
  return new Map(
    tensorSpecs(config, head).map(({ name, shape, index }) => {
      const values = new Float32Array(elements(shape));
      fillNormals({ seed, stream: "data", site: index, time: 0 }, values);
      const isGain = name.includes("LayerNorm.weight");
      return [name, values.map((value) => (isGain ? 1 + 0.1 * value : 0.15 * value))];
    }),
  );
}

/** Rows of several lengths, padded at their ends, with targets for the head. */
export function randomBatch(config: EncoderConfig, lengths: readonly number[], head: Head, seed = 1): Batch {
  const rows = lengths.length;
  const sequence = Math.max(...lengths);
  const numbers = new Float32Array(rows * sequence);
  fillNormals({ seed, stream: "data", site: 0xffff, time: 1 }, numbers);
  const inputIds = new Int32Array(rows * sequence).fill(config.padId);
  lengths.forEach((length, row) => {
    for (let i = 0; i < length; i++) {
      const share = Math.abs(numbers[row * sequence + i]!) % 1;
      inputIds[row * sequence + i] = 3 + Math.floor(share * (config.vocabSize - 3));
    }
    inputIds[row * sequence] = 0;
    inputIds[row * sequence + length - 1] = 2;
  });
  const targets = targetsFor(head, inputIds, lengths, sequence);
  return { inputIds, rows, sequence, lengths: Int32Array.from(lengths), targets };
}

/**
 * Of rows of at least three tokens. Two of three words have labels, by their ids: something that can be learned. Every second
 * row has an answer, of up to three tokens.
 */
function targetsFor(head: Head, inputIds: Int32Array, lengths: readonly number[], sequence: number): Targets {
  if (head.kind === "sequence") {
    return { kind: "sequence", labels: Int32Array.from(lengths, (length) => length % head.classes) };
  }
  if (head.kind === "span") {
    const starts = Int32Array.from(lengths, (length, row) =>
      row % 2 === 0 ? 1 + (inputIds[row * sequence + 1]! % (length - 2)) : 0,
    );
    const ends = starts.map((start, row) => (start === 0 ? 0 : Math.min(start + 2, lengths[row]! - 2)));
    return { kind: "span", starts, ends };
  }
  const positions = lengths.flatMap((length, row) =>
    Array.from({ length: length - 2 }, (_, i) => row * sequence + 1 + i).filter((_, i) => i % 3 < 2),
  );
  const labels = positions.map((position) => inputIds[position]! % head.classes);
  return { kind: "token", positions: Int32Array.from(positions), labels: Int32Array.from(labels) };
}

/**
 * Whether a tensor's gradient is nothing but rounding, which AdamW then scales up to a step like any other. A key bias adds a
 * constant to all scores of a query, and softmax does not see it; nor does it see what a span head's bias, or the shift right
 * below the head, adds to all tokens of a row.
 */
export function isNoise(name: string, head: Head, config: Pick<EncoderConfig, "architecture" | "layers">): boolean {
  if (name.endsWith("key.bias")) return true;
  return (
    head.kind === "span" &&
    ["qa_outputs.bias", `${layerPrefix(config, config.layers - 1)}.output.LayerNorm.bias`].includes(name)
  );
}

/** Logits without what the loss cannot see: of a span head the mean over the tokens of each row, for starts and ends apart. */
export function seenLogits(logits: ArrayLike<number>, head: Head, { rows, sequence }: TokenBatch): number[] {
  const values = Array.from(logits);
  if (head.kind !== "span") return values;
  for (let row = 0; row < rows; row++) {
    for (const end of [0, 1]) {
      const places = Array.from({ length: sequence }, (_, i) => 2 * (row * sequence + i) + end);
      const own = places.filter((place) => Number.isFinite(values[place]));
      const mean = own.reduce((sum, place) => sum + values[place]!, 0) / own.length;
      for (const place of places) values[place] = own.includes(place) ? values[place]! - mean : 0;
    }
  }
  return values;
}

/** |a - b| / |b|, by Euclidean norm. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    size += b[i]! ** 2;
  }
  if (a.length !== b.length || Number.isNaN(difference)) return Number.NaN;
  return Math.sqrt(difference) / Math.max(Math.sqrt(size), 1e-30);
}
