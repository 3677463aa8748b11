import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { decayOfUnseen } from "../../src/export/index.ts";
import type { Engine } from "../../src/train/engine.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { train } from "../../src/train/trainer.ts";
import { CONFIG, memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

const WORDS = "roberta.embeddings.word_embeddings.weight";
const LAYERS = CONFIG.num_hidden_layers;
const WIDTH = CONFIG.hidden_size;

let model: OpenModel;
beforeAll(async () => {
  await useBackend("wasm");
  model = await openModel(memorySource(tinyFiles()));
});
const open: Engine[] = [];
afterAll(() => {
  for (const engine of open) engine.dispose();
});

/** Trains with the whole vocabulary, and gives what became of the rows that no batch of a step named. */
async function unseenRows(experiment: Experiment) {
  const bundle = await createBundle(model, experiment, undefined, { vocabulary: "all" });
  open.push(bundle.engine);
  const seen = new Set<number>();
  const engine: Engine = {
    ...bundle.engine,
    step(batch, plan) {
      for (const id of batch.inputIds) seen.add(id);
      return bundle.engine.step(batch, plan);
    },
  };
  const before = bundle.initialWeights.get(WORDS)!.slice();
  const events = train(experiment, { ...bundle, engine });
  let steps = 0;
  for (let next = await events.next(); !next.done; next = await events.next()) {
    if (next.value.kind === "step") steps = next.value.step;
  }
  const after = await bundle.engine.read(WORDS);
  const rows = Array.from({ length: CONFIG.vocab_size }, (_, id) => id).filter((id) => !seen.has(id));
  const values = rows.flatMap((row) => Array.from({ length: WIDTH }, (_, k) => row * WIDTH + k));
  return { steps, rows: rows.length, before: values.map((i) => before[i]!), after: values.map((i) => after[i]!) };
}

// Decay as strong as it may be, so that a step too many or too few shows at once.
const EXPERIMENT: Experiment = {
  ...TINY_EXPERIMENT,
  epochs: 3,
  learningRate: 1e-2,
  weightDecay: 0.5,
  warmupShare: 0.3,
};
const FORKED = [{ variant: "sft", hyper: {}, until: 1 }];
const FUSED = { recompute: false, update: "fused" } as const;

describe("rows that no batch names are what a training with all rows makes of them", () => {
  test.for<[string, Partial<Experiment>]>([
    ["AdamW", {}],
    ["SGD", { optimizer: "sgd" }],
    ["AdamW, fused and clipped", { memory: FUSED, clipNorm: 0.01 }],
    ["SGD, fused", { optimizer: "sgd", memory: FUSED }],
    ["frozen embeddings", { embeddings: "freeze" }],
    ["no decay", { weightDecay: 0 }],
    ["no warm-up", { warmupShare: 0 }],
    ["a variant that freezes embeddings", { variant: "head-only" }],
    ["embeddings that follow gradual unfreezing", { variant: "gradfreeze-topdown", embeddings: "follow" }],
    ["embeddings that follow unfreezing from below", { variant: "gradfreeze-toggle-topdown", embeddings: "follow" }],
    [
      "embeddings that follow layers that take turns",
      { variant: "layer-graddrop", hyper: { dropRate: 0.5 }, embeddings: "follow" },
    ],
    ["a fork away from SFT", { variant: "gradfreeze-topdown", embeddings: "follow", history: FORKED }],
    ["a fork into a variant that freezes them", { variant: "head-only", history: FORKED }],
    ["masks of weights", { variant: "graddrop-epoch", embeddings: "follow" }],
  ])("%s", async ([, change]) => {
    const experiment = { ...EXPERIMENT, ...change };
    const { steps, rows, before, after } = await unseenRows(experiment);
    expect(rows).toBeGreaterThan(100);
    const factor = decayOfUnseen(experiment, LAYERS);
    // Each step on the device rounds once; the product here is rounded at its end.
    const most = steps * 2 ** -24;
    const off = before.map((value, i) => Math.abs(after[i]! - value * factor) / Math.abs(value));
    expect(Math.max(...off)).toBeLessThanOrEqual(most);
    if (factor === 1) expect(after).toEqual(before);
  });
});

test("the product is that of the schedule's steps, by hand", () => {
  // Two epochs of two steps, no warm-up: rates 1, 3/4, 1/2, 1/4 of the peak.
  const experiment = { ...EXPERIMENT, epochs: 2, trainSize: 4, batchSize: 2, warmupShare: 0, learningRate: 0.1 };
  const product = [1, 0.75, 0.5, 0.25].reduce((all, share) => all * (1 - 0.1 * share * 0.5), 1);
  expect(decayOfUnseen(experiment, LAYERS)).toBeCloseTo(product, 15);
  expect(decayOfUnseen({ ...experiment, embeddings: "freeze" }, LAYERS)).toBe(1);
  // Frozen until the last epoch: with the three layers they are the lowest of four.
  const follow = { ...experiment, variant: "gradfreeze-topdown", embeddings: "follow" } as const;
  expect(decayOfUnseen(follow, LAYERS)).toBeCloseTo((1 - 0.025) * (1 - 0.0125), 15);
});
