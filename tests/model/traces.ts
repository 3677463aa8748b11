/** Steps to trace, and how far a trace is from what should have happened, wherever they run. */
import { VARIANTS } from "../../src/graddrop/index.ts";
import type { Engine, MemorySettings, StepPlan } from "../../src/train/engine.ts";
import { masksAt } from "../../src/train/masks.ts";
import { learningRateAt } from "../../src/train/schedule.ts";
import { expectedUpdate, roundingOf, type StepTrace, type TraceRequest } from "../../src/train/trace.ts";
import { ADAMW, planOf, randomBatch, TINY } from "./models.ts";

export const TRACED_HEAD = { kind: "sequence", classes: 3 } as const;
const LENGTHS = [7, 12, 3, 9];
const EPOCHS = 4;
const STEPS_PER_EPOCH = 3;
/** Into the third epoch. */
export const TRACED_STEPS = 7;

const layer = (name: string) => `roberta.encoder.layer.1.${name}`;

/** A matrix, parts of the joined query, key and value, a vector, tables, the head: as many as there are steps. */
export const TRACED_TENSORS = [
  layer("attention.self.query.weight"),
  layer("attention.self.value.weight"),
  layer("attention.self.value.bias"),
  layer("output.dense.weight"),
  layer("output.LayerNorm.bias"),
  "roberta.embeddings.word_embeddings.weight",
  "classifier.out_proj.weight",
];

/** Spread over the tensor, its first and last element among them. */
export function requestOf(engine: Engine, tensor: string): TraceRequest {
  const { shape } = engine.specs.find(({ name }) => name === tensor)!;
  const size = shape.reduce((product, side) => product * side, 1);
  return { tensor, elements: Array.from({ length: 16 }, (_, i) => Math.round((i * (size - 1)) / 15)) };
}

export interface TracedCase {
  readonly name: string;
  readonly planAt: (step: number) => Partial<StepPlan>;
  readonly memory?: MemorySettings;
}

const epochOf = (step: number) => 1 + Math.floor(step / STEPS_PER_EPOCH);

const variantCases = VARIANTS.map((variant): TracedCase => {
  const settings = { seed: 7, hyper: {}, embeddings: "train" } as const;
  return {
    name: variant.id,
    planAt(step) {
      const epoch = epochOf(step);
      const { layers, embeddings } = masksAt(variant, settings, { epoch, epochs: EPOCHS, step }, TINY.layers);
      return { seed: 7, epoch, layerMasks: layers, embeddings, dropout: variant.activationDropout({}) };
    },
  };
});

const gradDrop = variantCases.find(({ name }) => name === "graddrop")!.planAt;
const partition = variantCases.find(({ name }) => name === "graddrop-epoch")!.planAt;
const fused: MemorySettings = { recompute: true, update: "fused" };

export const TRACED_CASES: readonly TracedCase[] = [
  ...variantCases,
  { name: "SGD", planAt: (step) => ({ ...gradDrop(step), optimizer: { ...ADAMW, kind: "sgd" } }) },
  { name: "SGD without clipping", planAt: () => ({ optimizer: { ...ADAMW, kind: "sgd", clipNorm: null } }) },
  { name: "no clipping", planAt: (step) => ({ ...gradDrop(step), optimizer: { ...ADAMW, clipNorm: null } }) },
  { name: "hard clipping", planAt: (step) => ({ ...partition(step), optimizer: { ...ADAMW, clipNorm: 1e-2 } }) },
  {
    name: "warm-up and decay",
    planAt: (step) => ({ learningRate: learningRateAt({ peak: 0.01, warmupShare: 0.4, steps: TRACED_STEPS }, step) }),
  },
  { name: "dropped weights left untouched", planAt: (step) => ({ ...gradDrop(step), dropped: "untouched" }) },
  { name: "a step that is measured too", planAt: (step) => ({ ...partition(step), report: "measures" }) },
  { name: "updates within the backward pass", planAt: partition, memory: fused },
];

export function stepOf({ planAt }: TracedCase, step: number) {
  return { batch: randomBatch(TINY, LENGTHS, TRACED_HEAD, step + 1), plan: planOf(TINY, { step, ...planAt(step) }) };
}

/** The largest difference between weight or moment and what it should be, by what single precision explains; 1 is too much. */
export function misses(trace: StepTrace): number {
  const ratios = trace.weights.map((weight) => {
    const expected = expectedUpdate(trace, weight);
    const { value, first, second } = weight.after;
    const { before } = weight;
    const gradient = Math.abs(expected.masked ?? 0);
    const moment = (found: number, wanted: number, size: number) => Math.abs(found - wanted) / (2e-6 * size + 1e-12);
    const ratio = Math.max(
      Math.abs(value - expected.value) / roundingOf(trace, expected),
      moment(first, expected.first, Math.abs(before.first) + gradient),
      moment(second, expected.second, before.second + gradient ** 2),
    );
    return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
  });
  return Math.max(...ratios);
}
