import { createHash } from "node:crypto";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { RunRecord, TrainEvent } from "../../src/experiment/record.ts";
import { VARIANTS } from "../../src/graddrop/index.ts";
import { bundledData } from "../../src/tasks/bundled.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { TaskData } from "../../src/tasks/types.ts";
import type { Batch, Engine, StepPlan } from "../../src/train/engine.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { type Bundle, train } from "../../src/train/trainer.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

let model: OpenModel;
const open: Bundle[] = [];

beforeAll(async () => {
  await useBackend("wasm");
  model = await openModel(memorySource(tinyFiles()));
});

afterEach(() => {
  for (const { engine } of open.splice(0)) engine.dispose();
});

async function bundleFor(experiment: Experiment): Promise<Bundle> {
  const bundle = await createBundle(model, experiment);
  open.push(bundle);
  return bundle;
}

const experimentWith = (change: Partial<Experiment>): Experiment => ({ ...TINY_EXPERIMENT, ...change });

async function run(experiment: Experiment, given?: Bundle) {
  const bundle = given ?? (await bundleFor(experiment));
  const events: TrainEvent[] = [];
  const running = train(experiment, bundle);
  let next = await running.next();
  for (; !next.done; next = await running.next()) events.push(next.value);
  return { events, record: next.value };
}

/** All of a record but its speed. */
function results({ stepsPerSecond: _, ...record }: RunRecord) {
  return record;
}

const digest = (...parts: (ArrayBufferView | string)[]) => {
  const hash = createHash("sha256");
  for (const part of parts)
    hash.update(typeof part === "string" ? part : new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return hash.digest("hex");
};

/** Passes everything on, and notes what the engine is given. */
function observed(engine: Engine) {
  const batches: Batch[] = [];
  const plans: StepPlan[] = [];
  const loads: string[] = [];
  const spy: Engine = {
    ...engine,
    step(batch, plan) {
      batches.push(batch);
      plans.push(plan);
      return engine.step(batch, plan);
    },
    load(weights) {
      loads.push(digest(...[...weights].flat()));
      engine.load(weights);
    },
  };
  return { spy, batches, plans, loads };
}

describe("a run", () => {
  test("reports start, every step, the evaluation and each epoch, in order", async () => {
    const { events, record } = await run(TINY_EXPERIMENT);
    const kinds = events.map(({ kind }) => kind);
    const epoch = ["step", "step", "step", ...Array<string>(5).fill("evaluating"), "epoch"];
    expect(kinds).toEqual(["started", ...epoch, ...epoch]);
    expect(events[0]).toMatchObject({ kind: "started", steps: 6, stepsPerEpoch: 3, layers: 3 });
    const steps = events.filter((event) => event.kind === "step");
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.map((event) => event.epoch)).toEqual([1, 1, 1, 2, 2, 2]);
    for (const event of steps) {
      expect(event.msLeft).toBeGreaterThan(0);
      expect(event.examplesPerSecond).toBeGreaterThan(0);
    }
    const slices = events.filter((event) => event.kind === "evaluating");
    expect(slices.map(({ done, total }) => [done, total]).slice(0, 5)).toEqual(
      [3, 6, 9, 12, 15].map((done) => [done, 15]),
    );
    expect(slices.at(-1)?.msLeft).toBe(0);
    expect(record.epochs).toEqual(events.flatMap((event) => (event.kind === "epoch" ? [event.record] : [])));
    expect(record).toMatchObject({ experiment: TINY_EXPERIMENT, backend: "wasm" });
    expect(record.stepsPerSecond).toBeGreaterThan(0);
  });

  test("tests every language of the task, and averages those that training has not seen", async () => {
    const { record } = await run(experimentWith({ epochs: 1 }));
    const { test: scores, zeroShot } = record.epochs[0]!;
    expect(Object.keys(scores)).toEqual(["en", "de", "es", "fr", "ru"]);
    const others = ["de", "es", "fr", "ru"].map((language) => scores[language]!.score);
    expect(zeroShot.score).toBeCloseTo(others.reduce((sum, score) => sum + score, 0) / 4, 12);
  });

  test("is the same to the last bit when it is done again, and another with another seed", async () => {
    const experiment = experimentWith({ variant: "graddrop", labelNoise: 0.3 });
    const first = await run(experiment);
    const second = await run(experiment);
    expect(results(second.record)).toEqual(results(first.record));
    const losses = (events: TrainEvent[]) => events.flatMap((event) => (event.kind === "step" ? [event.loss] : []));
    expect(losses(second.events)).toEqual(losses(first.events));
    const other = await run({ ...experiment, seed: 2 });
    expect(losses(other.events)).not.toEqual(losses(first.events));
  });

  test("does not depend on what its engine did before", async () => {
    const bundle = await bundleFor(TINY_EXPERIMENT);
    const first = await run(TINY_EXPERIMENT, bundle);
    const second = await run(TINY_EXPERIMENT, bundle);
    expect(results(second.record)).toEqual(results(first.record));
  });

  test("gives every variant the same initial weights, head and batches in the same order", async () => {
    const seen = new Set<string>();
    for (const { id } of VARIANTS) {
      const experiment = experimentWith({ variant: id, evalSize: 1 });
      const bundle = await bundleFor(experiment);
      const { spy, batches, loads } = observed(bundle.engine);
      await run(experiment, { ...bundle, engine: spy });
      expect(batches).toHaveLength(6);
      seen.add(digest(...loads, ...batches.flatMap(({ inputIds, targets }) => [inputIds, JSON.stringify(targets)])));
    }
    expect(seen.size).toBe(1);
  });

  test("hands the engine the variant's masks and dropout, and the schedule's learning rate", async () => {
    const experiment = experimentWith({ variant: "gradfreeze-topdown", embeddings: "follow", epochs: 3, evalSize: 1 });
    const bundle = await bundleFor(experiment);
    const { spy, plans } = observed(bundle.engine);
    await run(experiment, { ...bundle, engine: spy });
    const kinds = plans.map(({ layerMasks }) => layerMasks.map(({ kind }) => (kind === "active" ? "x" : "-")).join(""));
    expect(kinds).toEqual(["--x", "--x", "--x", "-xx", "-xx", "-xx", "xxx", "xxx", "xxx"]);
    expect(plans.map(({ embeddings }) => embeddings)).toEqual([...Array(6).fill("frozen"), ...Array(3).fill("train")]);
    expect(plans.map(({ dropout }) => dropout)).toEqual(Array(9).fill(0));
    expect(plans.map(({ step, epoch }) => [step, epoch])).toEqual(
      Array.from({ length: 9 }, (_, i) => [i, 1 + Math.floor(i / 3)]),
    );
    expect(Math.max(...plans.map(({ learningRate }) => learningRate))).toBe(experiment.learningRate);
    const sft = experimentWith({ hyper: { dropRate: 0.4 }, epochs: 1, evalSize: 1 });
    const other = observed(bundle.engine);
    await run(sft, { ...bundle, engine: other.spy });
    expect(other.plans[0]?.dropout).toBe(0.4);
  });

  test("counts every example alike in an epoch's loss, those of a short batch too", async () => {
    const still = { hyper: { dropRate: 0 }, learningRate: 0, epochs: 1, evalSize: 1 };
    const lossWith = async (batchSize: number) =>
      (await run(experimentWith({ ...still, batchSize }))).record.epochs[0]!.trainLoss;
    const whole = await lossWith(10);
    expect(await lossWith(4)).toBeCloseTo(whole, 5);
    expect(await lossWith(9)).toBeCloseTo(whole, 5);
  });

  test("leaves what is frozen as it was", async () => {
    const experiment = experimentWith({ variant: "head-only", embeddings: "freeze", epochs: 1 });
    const bundle = await bundleFor(experiment);
    await run(experiment, bundle);
    const after = await bundle.engine.weights();
    for (const { name, owner } of bundle.engine.specs) {
      const before = bundle.initialWeights.get(name);
      if (owner.kind === "head") expect(after.get(name)).not.toEqual(before);
      else expect(after.get(name)).toEqual(before);
    }
  });

  test("tests in batches as it would test one by one", async () => {
    const experiment = experimentWith({ epochs: 1, evalSize: 70, learningRate: 1e-2 });
    const bundle = await bundleFor(experiment);
    const { record } = await run(experiment, bundle);
    const examples = bundle.task.examples({ split: "test", language: "de", size: 70 });
    let correct = 0;
    for (const example of examples) {
      if (!("textA" in example)) throw new Error("This is no text pair.");
      const { textA, textB, label } = example;
      const { ids } = bundle.tokenizer.encodePair(textA, textB, 128);
      const { length } = ids;
      const batch = { inputIds: Int32Array.from(ids), rows: 1, sequence: length, lengths: Int32Array.of(length) };
      const logits = await bundle.engine.logits({ ...batch, targets: { kind: "sequence" } });
      if (logits.indexOf(Math.max(...logits)) === label) correct++;
    }
    expect(record.epochs[0]!.test.de!.score).toBeCloseTo(correct / 70, 12);
  });

  test("can be left at any event, and begun anew", async () => {
    const bundle = await bundleFor(TINY_EXPERIMENT);
    const complete = await run(TINY_EXPERIMENT, bundle);
    for (const events of [1, 2, 5, 9]) {
      const running = train(TINY_EXPERIMENT, bundle);
      for (let i = 0; i < events; i++) await running.next();
      await running.return(undefined as never);
      expect((await running.next()).done).toBe(true);
    }
    expect(results((await run(TINY_EXPERIMENT, bundle)).record)).toEqual(results(complete.record));
  });
});

describe("a run's data", () => {
  const held = (size: (language: string) => number, languages: readonly string[] = ["en", "de"]): TaskData => ({
    languages,
    load: async ({ language }) =>
      Array.from({ length: size(language) }, (_, i) => ({ textA: `text ${i}`, textB: "b", label: i % 10 })),
  });

  test("may have fewer test examples than were asked for, other languages, and each its own number", async () => {
    const data = held((language) => (language === "sw" ? 2 : 10), ["en", "sw"]);
    const { events, record } = await run(TINY_EXPERIMENT, { ...(await bundleFor(TINY_EXPERIMENT)), data });
    expect(Object.keys(record.epochs[0]!.test)).toEqual(["en", "sw"]);
    const tested = events.filter((event) => event.kind === "evaluating");
    expect(tested.at(-1)).toMatchObject({ done: 12, total: 12 });
    const [epoch] = events.flatMap((event) => (event.kind === "epoch" ? [event] : []));
    expect(epoch!.tests.sw!.answers).toHaveLength(2);
    expect(epoch!.record.zeroShot.score).toBe(epoch!.tests.sw!.score.score);
  });

  test("with too few training examples ends it before the first event, and says how many there are", async () => {
    const running = train(TINY_EXPERIMENT, { ...(await bundleFor(TINY_EXPERIMENT)), data: held(() => 9) });
    await expect(running.next()).rejects.toThrow(/has 9 English training examples, not 10/);
  });

  test("in a language that its metric has no rules for ends it before the first event", async () => {
    const experiment = experimentWith({ task: "mlqa" });
    const data = { ...bundledData(taskById("mlqa")), languages: ["en", "fr"] };
    const running = train(experiment, { ...(await bundleFor(experiment)), data });
    await expect(running.next()).rejects.toThrow(/^MLQA.*answers in "fr".*en, ar, de/);
  });

  test("that cannot be read ends it before the first event, in whatever language, and may be asked again", async () => {
    let broken = true;
    const data: TaskData = {
      languages: ["en", "de"],
      async load(query) {
        if (broken && query.language === "de") throw new Error("de.test: is not UTF-8.");
        return held(() => 10).load(query);
      },
    };
    const bundle = { ...(await bundleFor(TINY_EXPERIMENT)), data };
    await expect(train(TINY_EXPERIMENT, bundle).next()).rejects.toThrow("de.test: is not UTF-8.");
    broken = false;
    expect((await train(TINY_EXPERIMENT, bundle).next()).value).toMatchObject({ kind: "started" });
  });
});

describe.each(["wpr", "ner", "mlqa"] as const)("a run of %s", (task) => {
  const change = { evalSize: 5, epochs: 4, trainSize: 20, learningRate: 1e-2, hyper: { dropRate: 0 } };
  const experiment = experimentWith({ task, ...change });

  test("learns, scores every language by its metric, and is the same when it is done again", async () => {
    const { record, events } = await run(experiment);
    const [first, last] = [record.epochs[0], record.epochs.at(-1)];
    expect(last!.trainLoss).toBeLessThan(first!.trainLoss);
    expect(Object.keys(last!.test)).toEqual(taskById(task).languages);
    for (const { score, companions } of [...Object.values(last!.test), last!.zeroShot]) {
      for (const value of [score, ...Object.values(companions!)]) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }
    const names = { wpr: "accuracy", ner: "tokenAccuracy", mlqa: "exactMatch" };
    const others = Object.entries(last!.test).filter(([language]) => language !== "en");
    const mean = others.reduce((sum, [, { companions }]) => sum + companions![names[task]]!, 0) / others.length;
    expect(last!.zeroShot.companions![names[task]]).toBeCloseTo(mean, 12);
    expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(4);
    expect(results((await run(experiment)).record)).toEqual(results(record));
  });
});

test("a long text's windows are all in the batch of its example", async () => {
  const experiment = experimentWith({ task: "mlqa", trainSize: 2, batchSize: 1, epochs: 1, evalSize: 1 });
  const context = Array.from({ length: 200 }, (_, i) => `w${i}`).join(" ");
  const question = { id: "1", question: "Which?", context, answers: [{ text: "w0", start: 0 }] };
  const short = { ...question, id: "2", context: "w0 w1" };
  const data: TaskData = { languages: ["en"], load: async () => [question, short] };
  const bundle = { ...(await bundleFor(experiment)), data };
  const { spy, batches } = observed(bundle.engine);
  await run(experiment, { ...bundle, engine: spy });
  const rows = batches.map((batch) => batch.rows).sort((a, b) => a - b);
  expect(rows[0]).toBe(1);
  expect(rows[1]).toBeGreaterThan(3);
  const starts = batches.flatMap(({ targets }) => (targets.kind === "span" ? [...targets.starts] : []));
  // The answer stands in the first window alone, and in the short text.
  expect(starts.filter((start) => start > 0)).toHaveLength(2);
});

describe("a run whose numbers are lost stops and says what to do", () => {
  test("at the step where the loss is no number", async () => {
    const bundle = await bundleFor(TINY_EXPERIMENT);
    const broken = new Map(bundle.initialWeights).set("classifier.dense.bias", new Float32Array(16).fill(Number.NaN));
    await expect(run(TINY_EXPERIMENT, { ...bundle, initialWeights: broken })).rejects.toThrow(
      /^Step 1 of 6 \(epoch 1\): the loss is NaN\. Lower the learning rate \(now 0\.001\)/,
    );
  });

  test("after the epoch whose last step did it", async () => {
    const experiment = experimentWith({ trainSize: 4, learningRate: 1e30, warmupShare: 0 });
    await expect(run(experiment)).rejects.toThrow(
      /^After epoch 1: the logits are not numbers\. Lower the learning rate/,
    );
  });
});
