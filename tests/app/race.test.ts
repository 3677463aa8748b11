import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { secondsBound, secondsTicks } from "../../src/app/figures/axes.ts";
import { checkForm, defaultForm, formSchema } from "../../src/app/store/form.ts";
import {
  drawnValues,
  expectedSeconds,
  groupLines,
  groupsOf,
  meanPoints,
  runPoints,
  smoothed,
  withoutNorm,
} from "../../src/app/store/groups.ts";
import { meansTable, ranksOf, sortedRows } from "../../src/app/store/means.ts";
import { moved, queueMsLeft, queuePlace, workOf } from "../../src/app/store/queue.ts";
import { raceCheck } from "../../src/app/store/race.ts";
import { newRun, type Run, reduceRun, runSchema } from "../../src/app/store/runs.ts";
import { curvesOf } from "../../src/app/store/series.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { meanOf } from "../../src/experiment/mean.ts";
import { VARIANTS } from "../../src/graddrop/index.ts";

const sft = defaultExperiment("nc", "sft");
const record = (epoch: number, en: number, zeroShot: number) => ({
  epoch,
  trainLoss: 2 - epoch / 10,
  test: { en: { score: en }, de: { score: zeroShot } },
  zeroShot: { score: zeroShot },
  layers: [],
  embeddings: { active: 1 },
  head: { active: 1 },
});
const run = (id: string, change: Partial<Experiment>, zeroShot: number[], more: Partial<Run> = {}): Run => ({
  ...newRun(id, { ...sft, epochs: 2, ...change }),
  status: "done",
  epochs: zeroShot.map((share, i) => record(i + 1, 0.9, share)),
  ...more,
});
const score = { kind: "score", score: "zero-shot" } as const;
const groups = (...runs: Run[]) => groupsOf(curvesOf(runs));

describe("seeds", () => {
  test("are consecutive, and each is run with every variant before the next", () => {
    const form = { ...defaultForm(), seeds: 3, numbers: { ...defaultForm().numbers, seed: 7 } };
    const order = checkForm(form).experiments.map(({ seed, variant }) => `${seed} ${variant}`);
    expect(order).toEqual([7, 8, 9].flatMap((seed) => [`${seed} sft`, `${seed} graddrop-epoch`]));
  });

  test("are one to five, and never too large to be exact", () => {
    for (const seeds of [0, 6, 1.5, "", "many", -1]) {
      expect(checkForm({ ...defaultForm(), seeds })).toEqual({
        experiments: [],
        errors: { seeds: "Enter a whole number from 1 to 5." },
      });
    }
    const numbers = { ...defaultForm().numbers, seed: Number.MAX_SAFE_INTEGER };
    expect(Object.keys(checkForm({ ...defaultForm(), numbers, seeds: 2 }).errors)).toEqual(["seed"]);
    expect(checkForm({ ...defaultForm(), numbers, seeds: 1 }).errors).toEqual({});
  });

  test("of a form stored before they could be chosen are one", () => {
    const { seeds: _, ...old } = defaultForm();
    expect(formSchema.parse(old)).toEqual(defaultForm());
  });
});

test("a mean has the standard error of the sample, and none for a single value", () => {
  // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, so sqrt(32 / 7 / 8).
  expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, error: Math.sqrt(32 / 56), n: 8 });
  expect(meanOf([3])).toEqual({ mean: 3, error: undefined, n: 1 });
  expect(meanOf([])).toBeUndefined();
});

describe("groups", () => {
  test("take together what differs in the seed only, or in what changes no number", () => {
    const found = groups(
      run("run-1", {}, [0.5]),
      run("run-2", { seed: 2 }, [0.5]),
      run("run-3", { seed: 3, memory: { recompute: true, update: "after" } }, [0.5]),
      run("run-4", { seed: 4, learningRate: 0.1 }, [0.5]),
      run("run-5", { hyper: { dropRate: 0.4 } }, [0.5]),
    );
    expect(found.map(({ curves }) => curves.map(({ id }) => id))).toEqual([
      ["run-1", "run-2", "run-3"],
      ["run-4"],
      ["run-5"],
    ]);
    expect(found[0]!.label).not.toContain("seed");
    expect(found[1]!.label).toContain("lr 0.1");
  });

  test("count finished runs; one under way joins when it is over, unless none is", () => {
    const live = run("run-2", { seed: 2 }, [0.9], { status: "training" });
    expect(groups(run("run-1", {}, [0.5]), live)[0]!.counted.map(({ id }) => id)).toEqual(["run-1"]);
    expect(groups(live)[0]!.counted.map(({ id }) => id)).toEqual(["run-2"]);
    expect(groups(run("run-1", {}, [], { status: "queued" }))[0]!.counted).toEqual([]);
  });

  test("count a seed once, and no hidden run", () => {
    const twice = groups(run("run-1", {}, [0.5]), run("run-2", {}, [0.5, 0.6]))[0]!;
    expect(twice.counted.map(({ id }) => id)).toEqual(["run-2"]);
    const hidden = groups(run("run-1", {}, [0.5]), run("run-2", { seed: 2 }, [0.5], { hidden: true }))[0]!;
    expect(hidden.counted).toHaveLength(1);
    expect(hidden.hidden).toBe(false);
  });
});

describe("lines", () => {
  const two = groups(run("run-1", {}, [0.4, 0.6]), run("run-2", { seed: 2 }, [0.6, 0.6], { epochTimesMs: [500, 700] }));

  test("are means in percent, with their standard error, after each epoch", () => {
    const [first, second] = meanPoints(two[0]!, score, "epoch");
    expect(first).toMatchObject({ epoch: 1, x: 1, y: 50, n: 2 });
    expect(first!.error).toBeCloseTo(10);
    expect(second).toMatchObject({ y: 60, error: 0 });
    expect(meanPoints(two[0]!, { kind: "loss" }, "epoch").map(({ y }) => y)).toEqual([1.9, 1.8]);
  });

  test("of gradient norms leave out runs from before they were kept, and tell how many", () => {
    const kept = run("run-1", {}, [0.4]);
    const withNorm = { ...kept, epochs: kept.epochs.map((epoch) => ({ ...epoch, gradNorm: 3 })) };
    const both = groups(withNorm, run("run-2", { seed: 2 }, [0.4]), run("run-3", { seed: 3 }, []));
    expect(meanPoints(both[0]!, { kind: "gradient" }, "epoch")).toMatchObject([{ y: 3, n: 1 }]);
    expect(withoutNorm(both)).toBe(1);
  });

  test("over time leave out runs that were not timed", () => {
    expect(meanPoints(two[0]!, score, "seconds")).toMatchObject([
      { epoch: 1, x: 0.5, y: 60, n: 1 },
      { epoch: 2, x: 1.2, n: 1 },
    ]);
    expect(runPoints(run("run-1", {}, [0.4]), score, "seconds")).toEqual([]);
    // As long as it will take, not as long as it has taken, so that the axis stays.
    expect(expectedSeconds(curvesOf([run("run-1", {}, [0.4], { status: "testing", epochTimesMs: [800] })]))).toBe(1.6);
  });

  test("show single seeds behind a mean of several, and none behind a single one", () => {
    expect(groupLines(two, score, "epoch", 0)[0]!.seeds.map(({ id }) => id)).toEqual(["run-1", "run-2"]);
    const [alone] = groupLines(groups(run("run-1", {}, [0.4])), score, "epoch", 0.5);
    expect(alone!.seeds).toEqual([]);
    expect(alone!.raw).toMatchObject([{ y: 40 }]);
    expect(drawnValues(groupLines(two, score, "epoch", 0))).toEqual(expect.arrayContaining([40, 60]));
  });

  test("of twelve variants, five seeds and thirty epochs take less than 50 ms", () => {
    const many = VARIANTS.slice(0, 12).flatMap(({ id }, v) =>
      [1, 2, 3, 4, 5].map((seed) => run(`run-${v * 5 + seed}`, { variant: id, seed }, Array(30).fill(0.5) as number[])),
    );
    // The quickest of a few: other programs may hold up the rest.
    const times = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((smoothing) => {
      const began = performance.now();
      expect(groupLines(groups(...many), score, "epoch", smoothing)[11]!.mean).toHaveLength(30);
      return performance.now() - began;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

describe("smoothing", () => {
  test("keeps a constant line, starts where the line does, and stays within its values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 }),
        fc.constantFrom(0, 0.1, 0.5, 0.9),
        (values, share) => {
          const smooth = smoothed(values, share);
          expect(smooth).toHaveLength(values.length);
          expect(smooth[0]).toBeCloseTo(values[0]!);
          const slack = 1e-9;
          expect(Math.min(...smooth)).toBeGreaterThanOrEqual(Math.min(...values) - slack);
          expect(Math.max(...smooth)).toBeLessThanOrEqual(Math.max(...values) + slack);
        },
      ),
    );
    expect(smoothed([5, 5, 5], 0.9).map((value) => value.toFixed(9))).toEqual([
      "5.000000000",
      "5.000000000",
      "5.000000000",
    ]);
  });

  test("by half weighs a value twice as much as the one before it", () => {
    expect(smoothed([0, 3], 0.5)).toEqual([0, 2]);
    expect(smoothed([1, 9], 0)).toEqual([1, 9]);
  });
});

test("an axis of seconds is round, holds all, and has even ticks", () => {
  for (const seconds of [0, 0.3, 1, 7, 42.1, 99, 140, 3600]) {
    const bound = secondsBound(seconds);
    expect(bound).toBeGreaterThanOrEqual(seconds);
    expect(secondsTicks(bound).at(0)).toBe(0);
    expect(secondsTicks(bound).at(-1)).toBe(bound);
  }
});

describe("the table of means", () => {
  const rows = meansTable(
    groups(
      run("run-1", {}, [0.7, 0.5]),
      run("run-2", { seed: 2 }, [0.5, 0.6]),
      run("run-3", { variant: "graddrop" }, [0.8]),
      run("run-4", { variant: "head-only" }, []),
    ),
    ["zero-shot", "en", "sw"],
    "last",
  );

  test("has the mean of last or best epochs, with first and second", () => {
    expect(rows[0]!.cells.get("zero-shot")).toMatchObject({ mean: 0.55, n: 2, rank: "second" });
    expect(rows[1]!.cells.get("zero-shot")).toMatchObject({ mean: 0.8, n: 1, error: undefined, rank: "first" });
    expect(rows[2]!.cells.size).toBe(0);
    expect(rows[0]!.cells.has("sw")).toBe(false);
    const best = meansTable(
      rows.map(({ group }) => group),
      ["zero-shot"],
      "best",
    );
    expect(best[0]!.cells.get("zero-shot")!.mean).toBeCloseTo(0.65);
  });

  test("tells what training measured in its own unit, without a best", () => {
    const column = meansTable(
      groups(run("run-1", {}, [0.7]), run("run-2", { variant: "graddrop" }, [0.8])),
      ["loss", "gradient"],
      "last",
    );
    expect(column.map(({ cells }) => cells.get("loss"))).toMatchObject([{ mean: 1.9, rank: undefined }, { mean: 1.9 }]);
    expect(column.some(({ cells }) => cells.has("gradient"))).toBe(false);
  });

  test("shares ranks between equals, and gives none without a contest", () => {
    expect(ranksOf([0.5, 0.7, 0.7, undefined, 0.2])).toEqual(["second", "first", "first", undefined, undefined]);
    expect(ranksOf([undefined, 0.7])).toEqual([undefined, undefined]);
  });

  test("is sorted by any column, what has no value last", () => {
    const order = (by: string, descending: boolean) =>
      sortedRows(rows, { by, descending }).map(({ group }) => group.key);
    expect(order("zero-shot", true)).toEqual(["run-3", "run-1", "run-4"]);
    expect(order("zero-shot", false)).toEqual(["run-1", "run-3", "run-4"]);
    expect(order("variant", false)).toEqual(["run-3", "run-4", "run-1"]);
  });
});

describe("the queue", () => {
  const queued = (id: string, change: Partial<Experiment> = {}) => run(id, change, [], { status: "queued" });
  const ids = (runs: readonly Run[]) => runs.map(({ id }) => id.replace("run-", "")).join(" ");

  test("is reordered among those that wait, and nothing is lost", () => {
    const runs = [run("run-1", {}, [0.5]), queued("run-2"), run("run-3", {}, []), queued("run-4"), queued("run-5")];
    expect(ids(moved(runs, "run-4", -1))).toBe("1 4 3 2 5");
    expect(ids(moved(runs, "run-4", 1))).toBe("1 2 3 5 4");
    expect(moved(runs, "run-2", -1)).toBe(runs);
    expect(moved(runs, "run-5", 1)).toBe(runs);
    expect(moved(runs, "run-1", 1)).toBe(runs);
    expect(moved(runs, "run-9", 1)).toBe(runs);
    expect(queuePlace(runs, "run-4")).toEqual({ place: 2, length: 3 });
    expect(queuePlace(runs, "run-1")).toBeUndefined();
  });

  test("takes as long as its runs, at the pace of the one under way", () => {
    const half = { status: "training", step: 5, steps: 10, epochs: [record(1, 0.9, 0.5)], msLeft: 4000 } as const;
    const live = run("run-1", {}, [], half);
    expect(queueMsLeft([live])).toBe(4000);
    // The same experiment again: twice the half that is left.
    expect(queueMsLeft([live, queued("run-2")])).toBeCloseTo(12_000);
    expect(queueMsLeft([live, queued("run-2", { epochs: 4 })])).toBeCloseTo(20_000);
    expect(workOf({ ...sft, epochs: 4 })).toBe(2 * workOf({ ...sft, epochs: 2 }));
  });

  test("is reckoned at the last run's pace while the next is loading, and not at all without one", () => {
    const before = run("run-1", {}, [0.5, 0.5], { epochTimesMs: [900, 1100] });
    const loading = run("run-2", {}, [], { status: "loading" });
    expect(queueMsLeft([before, loading, queued("run-3")])).toBeCloseTo(4000);
    expect(queueMsLeft([loading, queued("run-3")])).toBeUndefined();
    expect(queueMsLeft([before])).toBeUndefined();
  });
});

test("a run keeps what it started from and how long its epochs took, as long as each was timed", () => {
  const backend = { backend: "wasm", adapter: "CPU", software: false, threads: 1, reason: "It is there." } as const;
  const identity = { weights: "a1b2c3", batches: "d4e5f6" };
  const began = reduceRun(run("run-1", {}, [], { status: "loading" }), {
    kind: "started",
    runId: "run-1",
    steps: 4,
    stepsPerEpoch: 2,
    layers: 12,
    backend,
    identity,
  });
  const told = (epoch: number, timeMs?: number) =>
    ({
      kind: "epoch",
      runId: "run-1",
      record: record(epoch, 1, 1),
      ...(timeMs === undefined ? {} : { timeMs }),
    }) as const;
  const timed = reduceRun(reduceRun(began, told(1, 700)), told(2, 900));
  expect(timed).toMatchObject({ identity, epochTimesMs: [700, 900] });
  expect(runSchema.parse(JSON.parse(JSON.stringify({ ...timed, status: "done" })))).toMatchObject({ identity });
  const untimed = reduceRun(reduceRun(began, told(1)), told(2, 900));
  expect(untimed).not.toHaveProperty("epochTimesMs");
});

describe("what the runs have in common", () => {
  const told = (id: string, change: Partial<Experiment>, weights: string, batches: string) =>
    run(id, change, [], { identity: { weights, batches } });
  const weights = "a1b2c3d4e5f6";
  const batches = "0f1e2d3c4b5a";

  test("is nothing to speak of before two runs have begun", () => {
    expect(raceCheck([])).toBeUndefined();
    expect(raceCheck([told("run-1", {}, weights, batches), run("run-2", {}, [])])).toBeUndefined();
  });

  test("is weights and batches, so that only the mask differs", () => {
    const race = [
      told("run-1", { variant: "graddrop" }, weights, batches),
      told("run-2", { variant: "graddrop-epoch" }, weights, batches),
    ];
    expect(raceCheck(race)).toEqual({
      fair: true,
      statement: "Only the mask differs: same initial weights (a1b2c3), same batch order (0f1e2d).",
    });
    const withSft = raceCheck([...race, told("run-3", {}, weights, batches)]);
    expect(withSft?.statement).toMatch(/^Only the mask and the dropout of SFT differ: same initial weights/);
  });

  test("is told for each seed when there are several", () => {
    const check = raceCheck([
      told("run-1", { variant: "graddrop" }, weights, batches),
      told("run-2", { variant: "graddrop", seed: 2 }, "111111111111", "222222222222"),
    ]);
    expect(check).toEqual({
      fair: true,
      statement:
        "Only the seed differs: within each seed the same initial weights and batch order (seed 1: a1b2c3, 0f1e2d; seed 2: 111111, 222222).",
    });
  });

  test("says what differs when it is more than the mask", () => {
    const one = told("run-1", { variant: "graddrop" }, weights, batches);
    const other = (change: Partial<Experiment>, w = weights, b = batches) =>
      raceCheck([one, told("run-2", { variant: "graddrop-epoch", ...change }, w, b)]);
    expect(other({ learningRate: 0.5, epochs: 9 })).toEqual({
      fair: false,
      statement: "Not only the mask differs: also epochs and learning rate.",
    });
    expect(other({}, "111111111111")?.statement).toBe("Not only the mask differs: also initial weights.");
    expect(other({}, weights, "111111111111")?.statement).toBe("Not only the mask differs: also batches.");
  });
});
