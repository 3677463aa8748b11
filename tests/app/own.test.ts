import { describe, expect, test } from "vitest";
import { barTicks } from "../../src/app/figures/axes.ts";
import { AVERAGE, ownChanges, ownScore, ownTasks, ownTest, paperTest } from "../../src/app/store/own.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { OVERVIEW, tableOf } from "../../src/paper/index.ts";

const NC = tableOf("nc");
const sft: Experiment = { ...defaultExperiment("nc", "sft"), epochs: 1 };

/** A finished run with the same share correct in every language but English, or one for each. */
function run(change: Partial<Experiment>, scores: number | Record<string, number>, more: Partial<Run> = {}): Run {
  const experiment = { ...sft, ...change };
  const by = typeof scores === "number" ? { en: 0.9, de: scores, es: scores, fr: scores, ru: scores } : scores;
  const test = Object.fromEntries(Object.entries(by).map(([language, accuracy]) => [language, { score: accuracy }]));
  const none = { layers: [], embeddings: { active: 1 }, head: { active: 1 } };
  const zeroShot = { score: 0 };
  const record = { epoch: 1, trainLoss: 1, test, zeroShot, ...none };
  return { ...newRun(`run-${JSON.stringify(change)}`, experiment), status: "done", epochs: [record], ...more };
}

describe("one's own runs", () => {
  test("count when they are finished, and share all settings but variant and seed with the newest", () => {
    const own = ownTasks([
      run({ learningRate: 0.5 }, 0.1),
      run({ seed: 1 }, 0.4),
      run({ seed: 2 }, 0.6),
      run({ variant: "graddrop" }, 0.7),
      run({ variant: "layer-graddrop" }, 0.7, { status: "stopped" }),
      run({ variant: "head-only" }, 0.7, { epochs: [] }),
    ]).get("nc")!;
    expect([...own.variants.keys()].sort()).toEqual(["graddrop", "sft"]);
    expect([...own.variants.get("sft")!.keys()].sort()).toEqual([1, 2]);
  });

  test("of the same seed the newest counts, and of the same variant the newest settings of its own", () => {
    const runs = [
      run({ variant: "graddrop", hyper: { dropRate: 0.4 }, seed: 1 }, 0.2),
      run({ variant: "graddrop", seed: 1 }, 0.3),
      run({ variant: "graddrop", seed: 1 }, 0.5),
    ];
    const own = ownTasks(runs);
    expect(ownScore(own, NC, "graddrop", "de")).toMatchObject({ mean: 50, n: 1 });
  });

  test("are means over seeds with their standard error, averaged with English as in the paper", () => {
    const own = ownTasks([run({ seed: 1 }, 0.4), run({ seed: 2 }, 0.6)]);
    const german = ownScore(own, NC, "sft", "de")!;
    expect(german.mean).toBeCloseTo(50);
    expect(german.error).toBeCloseTo(10);
    expect(german.n).toBe(2);
    expect(ownScore(own, NC, "sft", AVERAGE)!.mean).toBeCloseTo((90 + 4 * 50) / 5);
    expect(ownScore(own, OVERVIEW, "sft", "nc")!.mean).toBeCloseTo((90 + 4 * 50) / 5);
    expect(ownScore(own, OVERVIEW, "sft", "ner")).toBeUndefined();
    expect(ownScore(own, NC, "graddrop", "de")).toBeUndefined();
  });
});

describe("tests against standard fine-tuning", () => {
  const seeds = [1, 2, 3];
  const base = { en: 0.5, de: 0.4, es: 0.45, fr: 0.5, ru: 0.55 };
  const better = { en: 0.1, de: 0.52, es: 0.54, fr: 0.6, ru: 0.68 };

  test("pair each language not trained on with each seed that both have", () => {
    const own = ownTasks([
      ...seeds.map((seed) => run({ seed }, base)),
      ...seeds.slice(0, 2).map((seed) => run({ seed, variant: "graddrop" }, better)),
    ]).get("nc");
    const { test: result, seeds: shared } = ownTest(own, "graddrop");
    expect(shared).toBe(2);
    expect(result).toMatchObject({ kind: "tested", pairs: 8 });
    // English fell, but was trained on.
    expect(result.kind === "tested" && result.difference).toBeCloseTo(11);
    expect(result.kind === "tested" && result.p < 0.001).toBe(true);
    expect(ownTest(own, "layer-graddrop")).toEqual({ test: { kind: "too-few", pairs: 0 }, seeds: 0 });
  });

  test("leave out runs that started from other weights or saw other batches", () => {
    const identity = { weights: "aa", batches: "bb" };
    const pairWith = (other: typeof identity) =>
      ownTest(
        ownTasks([run({}, base, { identity }), run({ variant: "graddrop" }, better, { identity: other })]).get("nc"),
        "graddrop",
      ).seeds;
    expect(pairWith(identity)).toBe(1);
    expect(pairWith({ ...identity, weights: "cc" })).toBe(0);
    expect(pairWith({ ...identity, batches: "cc" })).toBe(0);
  });

  test("from the paper's tables pair languages: enough for XNLI, too few for news", () => {
    expect(paperTest(tableOf("xnli"), "graddrop")).toMatchObject({ kind: "tested", pairs: 14 });
    expect(paperTest(NC, "graddrop")).toEqual({ kind: "too-few", pairs: 4 });
    expect(paperTest(NC, "head-only")).toBeUndefined();
  });

  test("changes by language are of the seeds that both variants have", () => {
    const own = ownTasks([
      run({ seed: 1 }, 0.4),
      run({ seed: 2 }, 0.1),
      run({ seed: 1, variant: "graddrop" }, 0.5),
      run({ seed: 3, variant: "graddrop" }, 0.9),
    ]);
    const { changes, seeds: shared } = ownChanges(own, NC, "graddrop");
    expect(shared).toBe(1);
    expect(changes.map(({ column }) => column)).toEqual(NC.columns);
    const german = changes.find(({ column }) => column === "de")!;
    expect(german.difference).toBeCloseTo(10);
    expect(german.fraction).toBeCloseTo(0.25);
    expect(ownChanges(own, tableOf("ner"), "graddrop")).toEqual({ changes: [], seeds: 0 });
  });
});

test("the axis of changes is round, has 0, and spans every bar", () => {
  expect(barTicks([-0.3, 1.2])).toEqual([-0.5, 0, 0.5, 1, 1.5]);
  expect(barTicks([3, 9])).toEqual([0, 2, 4, 6, 8, 10]);
  expect(barTicks([-0.02, -0.1])).toEqual([-0.1, -0.08, -0.06, -0.04, -0.02, 0]);
  expect(barTicks([0, 0])).toEqual([-1, 0, 1]);
  expect(barTicks([])).toEqual([-1, 0, 1]);
});
