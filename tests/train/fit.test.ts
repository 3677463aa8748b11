import { describe, expect, test } from "vitest";
import { BASE, LARGE } from "../../bench/shapes.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { type Experiment, experimentSchema } from "../../src/experiment/experiment.ts";
import { type DeviceRoom, type FitFacts, fitOf } from "../../src/train/fit.ts";
import { type RunRows, trainingBatches } from "../../src/train/run-rows.ts";

const GIB = 2 ** 30;
const LONGEST = 128;

/** Sentences of 8 to 128 tokens. */
function rowsOf(examples: number, length: (example: number) => number = (i) => 8 + ((i * 37) % 121)): RunRows {
  const tokens = Int32Array.from({ length: examples }, (_, i) => length(i));
  const tests = Array.from({ length: 3 }, () => Array.from({ length: 100 }, (_, i) => length(i)).sort((a, b) => a - b));
  const longest = Math.max(...tokens, ...tests.flat());
  const rows = new Int32Array(examples).fill(1);
  return { training: { rows, tokens, longest: tokens }, tests, testExamples: 300, longest, maxLength: LONGEST };
}

function experimentWith(change: Partial<Experiment> = {}): Experiment {
  return { ...defaultExperiment("nc", "sft"), trainSize: 400, epochs: 2, batchSize: 32, ...change };
}

const gpu = (mostBytes?: number): DeviceRoom => ({
  backend: "webgpu",
  largestBindingBytes: 2 * GIB,
  ...(mostBytes !== undefined && { mostBytes, mostIs: "given" as const }),
});

function factsWith(change: Partial<FitFacts> = {}): FitFacts {
  return {
    experiment: experimentWith(),
    config: { ...BASE, vocabSize: 250_002 },
    rows: rowsOf(400),
    usedWords: 12_000,
    downloadBytes: 500e6,
    cachedBytes: 0,
    room: gpu(),
    ...change,
  };
}

describe("memory", () => {
  test("counts only the words that go to the device", () => {
    const some = fitOf(factsWith());
    const all = fitOf(factsWith({ usedWords: 250_002 }));
    expect(some.vocabulary).toEqual({ used: 12_000, of: 250_002 });
    // A row of 768 floats, and AdamW's two moments of it.
    expect(all.memory.total - some.memory.total).toBe((250_002 - 12_000) * 768 * 4 * 3);
  });

  test("is that of the largest batch of all epochs, without its padding", () => {
    const lone = (i: number) => (i === 7 ? 128 : 16);
    const fit = fitOf(factsWith({ rows: rowsOf(400, lone) }));
    expect(fit.tokens).toMatchObject({ longest: 128, batch: 31 * 16 + 128, fullRows: 1 });
  });

  test("of a frozen embedding counts no optimizer state, of whatever policy or variant freezes it", () => {
    const states = (change: Partial<Experiment>) =>
      fitOf(factsWith({ experiment: experimentWith(change) })).memory.embeddingMoments;
    expect(states({ embeddings: "freeze" })).toBe(0);
    expect(states({ variant: "head-only" })).toBe(0);
    expect(states({ variant: "gradfreeze-topdown", embeddings: "follow" })).toBeGreaterThan(0);
  });
});

describe("the verdict", () => {
  test("is unknown where nobody says what the GPU has, and says so", () => {
    const { verdict, reason } = fitOf(factsWith());
    expect(verdict).toBe("unknown");
    expect(reason).toMatch(/No browser tells how much memory a GPU has/);
  });

  test("compares with what is there", () => {
    const { total } = fitOf(factsWith()).memory;
    const verdictIn = (mostBytes: number) => fitOf(factsWith({ room: gpu(mostBytes) })).verdict;
    expect(verdictIn(2 * total)).toBe("fits");
    expect(verdictIn(total)).toBe("tight");
    expect(verdictIn(total - 1)).toBe("too-large");
  });

  test("is no where one kernel needs more in a piece than the GPU binds, however much memory there is", () => {
    const room: DeviceRoom = { ...gpu(1e15), largestBindingBytes: 2 ** 20 };
    expect(fitOf(factsWith({ room }))).toMatchObject({ verdict: "too-large" });
  });
});

describe("proposals", () => {
  test("each need less than the run, are valid experiments, and tell what they need", () => {
    const facts = factsWith();
    const { proposals, memory } = fitOf(facts);
    expect(proposals.map(({ id }) => id)).toEqual(["recompute", "fused", "batch", "length", "freeze"]);
    for (const { change, memoryBytes } of proposals) {
      const changed = experimentSchema.parse({ ...facts.experiment, ...change });
      expect(memoryBytes).toBe(fitOf({ ...facts, experiment: changed }).memory.total);
      expect(memoryBytes).toBeLessThan(memory.total);
    }
  });

  test("leave out what is done already, and shorter rows where passages would only fall into more windows", () => {
    const memory = { recompute: true, update: "fused" } as const;
    const saving = fitOf(factsWith({ experiment: experimentWith({ memory, embeddings: "freeze", batchSize: 1 }) }));
    expect(saving.proposals.map(({ id }) => id)).toEqual(["length"]);
    const spans = fitOf(
      factsWith({ experiment: { ...experimentWith(), ...defaultExperiment("mlqa", "sft"), trainSize: 400 } }),
    );
    expect(spans.proposals.map(({ id }) => id)).not.toContain("length");
  });

  test("halve the batch as often as it takes", () => {
    const facts = factsWith();
    const eight = fitOf({ ...facts, experiment: experimentWith({ batchSize: 8 }) }).memory.total;
    const { proposals } = fitOf({ ...facts, room: gpu(eight) });
    expect(proposals.find(({ id }) => id === "batch")).toMatchObject({ change: { batchSize: 8 }, fits: true });
  });

  test("come together where none alone is enough, in one change that fits", () => {
    const facts = factsWith();
    const least = Math.min(...fitOf(facts).proposals.map(({ memoryBytes }) => memoryBytes));
    const room = gpu(least * 0.8);
    const [first] = fitOf({ ...facts, room }).proposals;
    expect(first).toMatchObject({ id: "together", fits: true });
    const changed = experimentSchema.parse({ ...facts.experiment, ...first!.change });
    expect(fitOf({ ...facts, room, experiment: changed }).verdict).not.toBe("too-large");
  });

  test("are none that does not fit into nothing at all", () => {
    const { proposals } = fitOf(factsWith({ room: gpu(1e6) }));
    expect(proposals.some(({ fits }) => fits)).toBe(false);
    expect(proposals.some(({ id }) => id === "together")).toBe(false);
  });
});

describe("times", () => {
  const pair = (tokens: number, oneMs: number, twoMs: number) => ({ tokens, oneMs, twoMs });
  const layerTimes = { training: pair(1000, 50, 150), testing: pair(1000, 10, 40) };

  test("grow by a layer for each layer, and with the tokens", () => {
    const rows = rowsOf(320, () => 100);
    const experiment = experimentWith({ trainSize: 320, batchSize: 10 });
    const { times } = fitOf(factsWith({ rows, experiment, layerTimes }));
    // Batches of 1000 tokens, as timed: the top layer and all else 50 ms, 11 more layers 100 ms each.
    expect(times!.stepMs).toBeCloseTo(50 + 11 * 100);
    expect(times!.trainingMs).toBeCloseTo(32 * (50 + 11 * 100));
    // 300 rows of 100 tokens.
    expect(times!.evaluationMs).toBeCloseTo(30 * (10 + 11 * 30));
    expect(times!.epochMs).toBeCloseTo(times!.trainingMs + times!.evaluationMs);
    expect(times!.runMs).toBeCloseTo(2 * times!.epochMs);
  });

  test("are shorter where layers are frozen, and shortest where only the head learns", () => {
    const trainingMs = (change: Partial<Experiment>) =>
      fitOf(factsWith({ experiment: experimentWith(change), layerTimes })).times!.trainingMs;
    const all = trainingMs({});
    const toggled = trainingMs({ variant: "gradfreeze-toggle-topdown", embeddings: "freeze", epochs: 4 });
    const headOnly = trainingMs({ variant: "head-only" });
    expect(toggled).toBeLessThan(all);
    expect(headOnly).toBeLessThan(toggled);
    // A forward pass alone, of which 30 of 100 ms are measured.
    expect(headOnly / all).toBeCloseTo((50 + 11 * 30) / (50 + 11 * 100));
  });
});

test("batches are those of the run: every example once an epoch, in the epoch's order", () => {
  const rows = rowsOf(50, (i) => i + 1);
  const experiment = experimentWith({ trainSize: 50, batchSize: 16, epochs: 2 });
  const batches = [...trainingBatches(experiment, rows)];
  expect(batches.map((batch) => batch.rows)).toEqual([16, 16, 16, 2, 16, 16, 16, 2]);
  const sum = (some: typeof batches) => some.reduce((total, { tokens }) => total + tokens, 0);
  expect(sum(batches.slice(0, 4))).toBe((50 * 51) / 2);
  expect(batches[0]).not.toEqual(batches[4]);
  const cut = [...trainingBatches({ ...experiment, maxLength: 20 }, rows)];
  expect(Math.max(...cut.map(({ sequence }) => sequence))).toBe(20);
});

test("XLM-R large with 30,000 words and batches of 8 x 128 needs less than 6 GB with recomputation", () => {
  const memory = { recompute: true, update: "after" } as const;
  const experiment = experimentWith({ batchSize: 8, memory });
  const config = { ...LARGE, vocabSize: 250_002 };
  const { memory: plan } = fitOf(
    factsWith({ config, usedWords: 30_000, experiment, rows: rowsOf(400, () => LONGEST) }),
  );
  expect(plan.total).toBeLessThan(6e9);
});
