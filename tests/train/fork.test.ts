import * as fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { forkOf } from "../../src/experiment/history.ts";
import type { RunRecord, TrainEvent } from "../../src/experiment/record.ts";
import { fillFactors, type VariantId, variantById } from "../../src/graddrop/index.ts";
import type { Engine, StepPlan } from "../../src/train/engine.ts";
import { masksAt, runMasksAt } from "../../src/train/masks.ts";
import type { RunPoint } from "../../src/train/recovery.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { train } from "../../src/train/trainer.ts";
import { histories, methods } from "../support/courses.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

describe("the masks of a fork", () => {
  const EPOCHS = 8;
  const STEPS = 3;
  const LAYERS = 3;
  const SIZE = 40;

  /** Every factor of every layer in one step, and whether the embeddings learn. */
  function factors(masks: ReturnType<typeof masksAt>, epoch: number, step: number) {
    const layers = masks.layers.map((mask, layer) => {
      const out = new Float32Array(SIZE);
      fillFactors(mask, { seed: 7, tensor: layer, epoch, step }, SIZE, out);
      return Array.from(out);
    });
    return { layers, embeddings: masks.embeddings };
  }

  test("are its source's in every step before it, and the other variant's own in every step after it", () => {
    const source = fc.tuple(methods, histories(EPOCHS), fc.constantFrom("train" as const, "follow" as const));
    const after = fc.integer({ min: 1, max: EPOCHS - 1 });
    fc.assert(
      fc.property(source, after, methods, ([method, history, embeddings], last, next) => {
        const settings = { seed: 7, embeddings };
        const before: Experiment = { ...TINY_EXPERIMENT, ...settings, epochs: EPOCHS, ...method, ...history };
        const fork = forkOf(before, last, next);
        for (let epoch = 1; epoch <= EPOCHS; epoch++) {
          for (let i = 0; i < STEPS; i++) {
            const position = { epoch, epochs: EPOCHS, step: (epoch - 1) * STEPS + i };
            const expected =
              epoch <= last
                ? runMasksAt(before, position, LAYERS)
                : masksAt(variantById(next.variant), { ...settings, hyper: next.hyper }, position, LAYERS);
            const found = runMasksAt(fork, position, LAYERS);
            expect(factors(found, epoch, position.step)).toEqual(factors(expected, epoch, position.step));
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

let model: OpenModel;
const open: Engine[] = [];

beforeAll(async () => {
  await useBackend("wasm");
  model = await openModel(memorySource(tinyFiles()));
});

afterEach(() => {
  for (const engine of open.splice(0)) engine.dispose();
});

async function live(experiment: Experiment, from?: RunPoint) {
  const bundle = await createBundle(model, experiment);
  open.push(bundle.engine);
  const plans: StepPlan[] = [];
  const engine: Engine = {
    ...bundle.engine,
    step(batch, plan, ...more) {
      plans.push(plan);
      return bundle.engine.step(batch, plan, ...more);
    },
  };
  const points: RunPoint[] = [];
  const keeper = { intervalMs: 0, keep: async (point: RunPoint) => void points.push(point) };
  const events: TrainEvent[] = [];
  const running = train(experiment, { ...bundle, engine, keeper }, from);
  let next = await running.next();
  for (; !next.done; next = await running.next()) events.push(next.value);
  return { events, plans, points, record: next.value };
}

const lossesOf = (events: readonly TrainEvent[]) =>
  events.flatMap((event) => (event.kind === "step" ? [event.loss] : []));
const results = ({ stepsPerSecond: _, ...record }: RunRecord) => record;

const EPOCHS = 4;
const AFTER = 2;
const STEPS_PER_EPOCH = 3;
const BEFORE: Experiment = { ...TINY_EXPERIMENT, epochs: EPOCHS, embeddings: "follow" };
const pairs: [VariantId, VariantId][] = [
  ["sft", "graddrop"],
  ["sft", "graddrop-epoch"],
  ["graddrop-epoch", "sft"],
  ["graddrop-epoch", "graddrop-epoch-toggle"],
  ["gradfreeze-topdown", "anneal-layer-graddrop"],
  ["head-only", "graddrop-epoch-resample"],
];

describe("a forked run", () => {
  test.for(pairs)("has the very numbers of %s before the fork, and others after it, as %s", async ([from, to]) => {
    const source = { ...BEFORE, variant: from };
    const fork = forkOf(source, AFTER, { variant: to, hyper: {} });
    const whole = await live(source);
    const forked = await live(fork);
    const steps = AFTER * STEPS_PER_EPOCH;
    expect(forked.record.epochs.slice(0, AFTER)).toEqual(whole.record.epochs.slice(0, AFTER));
    expect(lossesOf(forked.events).slice(0, steps)).toEqual(lossesOf(whole.events).slice(0, steps));
    // The masks of the fork's first step meet its loss one step later.
    expect(lossesOf(forked.events).slice(steps + 1)).not.toEqual(lossesOf(whole.events).slice(steps + 1));
    expect(forked.record.epochs).toHaveLength(EPOCHS);
    const started = ({ events }: typeof whole) => events.find((event) => event.kind === "started");
    expect(started(forked)).toEqual(started(whole));
    // Learning rate, seed and steps go on as if nothing had happened.
    const steady = ({ learningRate, seed, epoch, step }: StepPlan) => ({ learningRate, seed, epoch, step });
    expect(forked.plans.map(steady)).toEqual(whole.plans.map(steady));
  });

  test("drops activations where the variant at work does, at its own rate", async () => {
    const source = { ...BEFORE, variant: "sft", hyper: { dropRate: 0.4 } };
    const there = await live(forkOf(source, 1, { variant: "graddrop", hyper: {} }));
    expect(there.plans.map(({ dropout }) => dropout)).toEqual([...Array(3).fill(0.4), ...Array(9).fill(0)]);
    const back = await live(forkOf({ ...BEFORE, variant: "graddrop" }, 3, { variant: "sft", hyper: {} }));
    expect(back.plans.map(({ dropout }) => dropout > 0)).toEqual([...Array(9).fill(false), ...Array(3).fill(true)]);
  });

  test("records what could move under the variant at work", async () => {
    const { record } = await live(forkOf({ ...BEFORE, variant: "head-only" }, 3, { variant: "sft", hyper: {} }));
    expect(record.epochs.map(({ layers }) => layers.map(({ active }) => active))).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(record.epochs.map(({ embeddings }) => embeddings.active)).toEqual([0, 0, 0, 1]);
  });

  test("can be forked again, with the numbers of the first fork up to there", async () => {
    const first = forkOf({ ...BEFORE, variant: "sft" }, 1, { variant: "graddrop-epoch", hyper: {} });
    const second = forkOf(first, 3, { variant: "graddrop", hyper: { dropRate: 0.5 } });
    const [one, two] = [await live(first), await live(second)];
    expect(two.record.epochs.slice(0, 3)).toEqual(one.record.epochs.slice(0, 3));
    expect(two.record.epochs[3]).not.toEqual(one.record.epochs[3]);
  });

  test("that is interrupted goes on to the same numbers, before the fork, in its first step, and after it", async () => {
    const fork = forkOf({ ...BEFORE, variant: "sft" }, AFTER, { variant: "graddrop-epoch", hyper: {} });
    const whole = await live(fork);
    const forkedAt = AFTER * STEPS_PER_EPOCH;
    for (const step of [2, forkedAt, forkedAt + 1, forkedAt + 4]) {
      const point = await pointAt(fork, step);
      const { record, events } = await live(fork, point);
      expect(results(record)).toEqual(results(whole.record));
      expect(lossesOf(events)).toEqual(lossesOf(whole.events).slice(step));
    }
  });
});

/** Where a run stands after a step: each life is ended after its first one. */
async function pointAt(experiment: Experiment, step: number): Promise<RunPoint> {
  let point: RunPoint | undefined;
  while ((point?.step ?? 0) < step) {
    const bundle = await createBundle(model, experiment);
    open.push(bundle.engine);
    const points: RunPoint[] = [];
    const keeper = { intervalMs: 0, keep: async (next: RunPoint) => void points.push(next) };
    const running = train(experiment, { ...bundle, keeper }, point);
    while (points.length === 0) await running.next();
    await running.return(undefined as never);
    point = points[0];
  }
  return point!;
}
