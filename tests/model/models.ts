/** Models for tests, wherever they run: goldens from their files' contents, and small random ones. */
import { z } from "zod";
import { readSafetensors } from "../../src/checkpoint/index.ts";
import { fillNormals } from "../../src/graddrop/index.ts";
import { parseConfig, type XlmrConfig } from "../../src/model/config.ts";
import { elements, loadParameters, tensorSpecs } from "../../src/model/parameters.ts";
import type { Batch, OptimizerSettings, StepPlan } from "../../src/train/engine.ts";

const batchesSchema = z.array(z.object({ input_ids: z.array(z.array(z.number())), labels: z.array(z.number()) }));
const expectedSchema = z.array(
  z.object({ loss: z.number(), logits: z.array(z.array(z.number())), grad_norm: z.record(z.string(), z.number()) }),
);
const planSchema = z.object({
  kind: z.enum(["adamw", "sgd"]),
  learningRate: z.number(),
  weightDecay: z.number(),
  clipNorm: z.number().nullable(),
  frozenLayers: z.array(z.number()),
  frozenEmbeddings: z.boolean(),
  classes: z.number(),
});
export type GoldenPlan = z.infer<typeof planSchema>;

/** What the shared golden was trained with, as its description says. */
const DEFAULT_PLAN: GoldenPlan = {
  kind: "adamw",
  learningRate: 1e-3,
  weightDecay: 0.01,
  clipNorm: null,
  frozenLayers: [],
  frozenEmbeddings: false,
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

export function parseGolden(files: GoldenFiles) {
  const text = (file: keyof GoldenFiles) => new TextDecoder().decode(files[file]);
  const config = parseConfig(text("config.json"), "config.json");
  const plan = files["plan.json"] ? planSchema.parse(JSON.parse(text("plan.json"))) : DEFAULT_PLAN;
  const specs = tensorSpecs(config, { kind: "sequence", classes: plan.classes });
  const weights = (file: "model.safetensors" | "after.safetensors") =>
    loadParameters(readSafetensors(files[file]!, file), specs, config, 0);
  return {
    config,
    plan,
    specs,
    before: weights("model.safetensors"),
    after: weights("after.safetensors"),
    batches: batchesSchema.parse(JSON.parse(text("batches.json"))).map(
      ({ input_ids, labels }): Batch => ({
        inputIds: Int32Array.from(input_ids.flat()),
        rows: input_ids.length,
        sequence: input_ids[0]!.length,
        labels: Int32Array.from(labels),
      }),
    ),
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
export function planOf(config: XlmrConfig, change: Partial<StepPlan> = {}): StepPlan {
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

export const TINY: XlmrConfig = {
  hiddenSize: 16,
  layers: 3,
  heads: 2,
  intermediateSize: 24,
  vocabSize: 40,
  maxPositions: 18,
  typeVocabSize: 1,
  layerNormEps: 1e-5,
  padId: 1,
  bosId: 0,
  eosId: 2,
};

/** Random weights of a visible size; norms near 1. */
export function randomWeights(config: XlmrConfig, classes: number, seed = 1): Map<string, Float32Array> {
  return new Map(
    tensorSpecs(config, { kind: "sequence", classes }).map(({ name, shape, index }) => {
      const values = new Float32Array(elements(shape));
      fillNormals({ seed, stream: "data", site: index, time: 0 }, values);
      const isGain = name.includes("LayerNorm.weight");
      return [name, values.map((value) => (isGain ? 1 + 0.1 * value : 0.15 * value))];
    }),
  );
}

/** Rows of several lengths, padded at their ends. */
export function randomBatch(config: XlmrConfig, lengths: readonly number[], classes: number, seed = 1): Batch {
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
    inputIds[row * sequence] = config.bosId;
    inputIds[row * sequence + length - 1] = config.eosId;
  });
  return { inputIds, rows, sequence, labels: Int32Array.from(lengths, (length) => length % classes) };
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
