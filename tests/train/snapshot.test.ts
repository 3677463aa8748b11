import { serialize } from "node:v8";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import { type LayerMask, VARIANTS } from "../../src/graddrop/index.ts";
import { createEngine, type Engine, type EngineSnapshot, type StepPlan } from "../../src/train/engine.ts";
import { masksAt } from "../../src/train/masks.ts";
import { ADAMW, planOf, randomBatch, randomWeights, TINY } from "../model/support.ts";
import { OP_SETS } from "../ops/opsets.ts";

const CLASSES = 3;
const HEAD = { kind: "sequence", classes: CLASSES } as const;
const EPOCHS = 3;
const STEPS_PER_EPOCH = 2;
const STEPS = EPOCHS * STEPS_PER_EPOCH;

const batchOf = (step: number) => randomBatch(TINY, [5, 9, 3], HEAD, step + 1);

type PlanAt = (step: number) => StepPlan;

const CASES: { what: string; planAt: PlanAt }[] = [
  ...VARIANTS.map((variant) => ({
    what: variant.id,
    planAt: (step: number) => {
      const position = { epoch: 1 + Math.floor(step / STEPS_PER_EPOCH), epochs: EPOCHS, step };
      const masks = masksAt(variant, { seed: 3, hyper: {}, embeddings: "follow" }, position, TINY.layers);
      const { layers: layerMasks, embeddings } = masks;
      const dropout = variant.activationDropout({});
      return planOf(TINY, { seed: 3, step, epoch: position.epoch, layerMasks, embeddings, dropout });
    },
  })),
  {
    what: "a mask that leaves weights untouched at every step",
    planAt: (step) => {
      const mask: LayerMask = { kind: "bernoulli", dropRate: 0.4, rescale: true, period: "step" };
      return planOf(TINY, { step, layerMasks: [mask, mask, mask], dropped: "untouched" });
    },
  },
  { what: "plain gradient descent", planAt: (step) => planOf(TINY, { step, optimizer: { ...ADAMW, kind: "sgd" } }) },
];

const makeEngine = (create: (typeof OP_SETS)[number]["create"], seed = 1) =>
  createEngine(TINY, HEAD, randomWeights(TINY, HEAD, seed), create());

async function lossOf(engine: Engine, step: number, planAt: PlanAt): Promise<number> {
  return (await engine.step(batchOf(step), planAt(step)).read()).loss;
}

/** As `toEqual`, which takes its time with long arrays. */
function expectSame(a: EngineSnapshot, b: EngineSnapshot) {
  const bytes = (snapshot: EngineSnapshot) => Buffer.from(serialize([...snapshot]));
  expect(bytes(a).equals(bytes(b))).toBe(true);
}

afterEach(() => expect(tf.memory().numTensors).toBe(0));

// Composed ops have nothing of their own on WASM.
const SETS = OP_SETS.filter(({ backend, set }) => set === "fused" || backend === "cpu");

describe.each(SETS)("with $set ops on $backend", ({ backend, create }) => {
  test.for(CASES)("a run that moves to a new engine after every step changes no bit: $what", async ({ planAt }) => {
    await selectBackend(backend);
    const still = makeEngine(create);
    let moving = makeEngine(create);
    for (let step = 0; step < STEPS; step++) {
      const snapshot: EngineSnapshot = await moving.snapshot();
      moving.dispose();
      // Whatever the new one began with is forgotten.
      moving = makeEngine(create, 2);
      moving.restore(snapshot);
      expect(await lossOf(moving, step, planAt)).toBe(await lossOf(still, step, planAt));
    }
    expectSame(await moving.snapshot(), await still.snapshot());
    still.dispose();
    moving.dispose();
  });

  test("a snapshot is a copy: it stays what it was, and serves more than once", async () => {
    await selectBackend(backend);
    const { planAt } = CASES.find(({ what }) => what === "graddrop-epoch")!;
    const engine = makeEngine(create);
    for (let step = 0; step < 2; step++) await lossOf(engine, step, planAt);
    const snapshot = await engine.snapshot();
    const runs: number[][] = [];
    for (let run = 0; run < 3; run++) {
      if (run > 0) engine.restore(snapshot);
      const losses: number[] = [];
      for (let step = 2; step < STEPS; step++) losses.push(await lossOf(engine, step, planAt));
      runs.push(losses);
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    engine.dispose();
  });

  test("a snapshot of another model is refused, and changes nothing", async () => {
    await selectBackend(backend);
    const engine = makeEngine(create);
    const wider = { ...TINY, vocabSize: 41 };
    const other = createEngine(wider, HEAD, randomWeights(wider, HEAD), create());
    const before = await engine.snapshot();
    const foreign = await other.snapshot();
    expect(() => engine.restore(foreign)).toThrow(/another shape of "roberta.embeddings.word_embeddings.weight"/);
    const missing = new Map([...before].filter(([name]) => name !== "classifier.dense.bias"));
    expect(() => engine.restore(missing)).toThrow(/has no "classifier.dense.bias"/);
    expectSame(await engine.snapshot(), before);
    engine.dispose();
    other.dispose();
  });
});

test("a snapshot moves to another op set too, and goes on alike", async () => {
  const { planAt } = CASES.find(({ what }) => what === "graddrop-epoch")!;
  const [fused, , composed] = OP_SETS;
  await selectBackend("cpu");
  const engine = makeEngine(fused.create);
  for (let step = 0; step < 3; step++) await lossOf(engine, step, planAt);
  const other = makeEngine(composed.create, 2);
  other.restore(await engine.snapshot());
  const back = makeEngine(fused.create, 2);
  back.restore(await other.snapshot());
  for (let step = 3; step < STEPS; step++) {
    const loss = await lossOf(engine, step, planAt);
    expect(await lossOf(other, step, planAt)).toBeCloseTo(loss, 4);
    expect(await lossOf(back, step, planAt)).toBe(loss);
  }
  for (const made of [engine, other, back]) made.dispose();
});
