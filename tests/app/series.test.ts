import { describe, expect, test } from "vitest";
import { axisDomain, epochTicks, lossBound, norms, percentTicks } from "../../src/app/figures/axes.ts";
import { heightOf, valueAxis } from "../../src/app/figures/valueAxis.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { bestScore, curvesOf, lossSeries, runLabel, scoreOf } from "../../src/app/store/series.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { taskById } from "../../src/tasks/registry.ts";

const sft = defaultExperiment("nc", "sft");
const score = (epoch: number, en: number, de: number, ru: number) => ({
  epoch,
  trainLoss: 1,
  test: { en: { score: en }, de: { score: de }, ru: { score: ru } },
  zeroShot: { score: (de + ru) / 2 },
  layers: [],
  embeddings: { active: 1 },
  head: { active: 1 },
});
const run = (id: string, change: Partial<typeof sft> = {}, epochs: Run["epochs"] = []): Run => ({
  ...newRun(id, { ...sft, ...change }),
  epochs,
});

describe("curves", () => {
  test("of one variant share colour and marker and differ in dash; of another variant the look differs", () => {
    const [a, b, c] = curvesOf([run("1"), run("2", { seed: 2 }), run("3", { variant: "graddrop" })]);
    expect(a!.style.colour).toBe(b!.style.colour);
    expect(a!.style.marker).toBe(b!.style.marker);
    expect(a!.style.dash).not.toBe(b!.style.dash);
    expect(c!.style.colour).not.toBe(a!.style.colour);
  });

  test("are named by variant and seed, and by what sets them apart", () => {
    const fast = { ...sft, learningRate: 0.001 };
    expect(runLabel(sft, [sft])).toBe("SFT · seed 1");
    expect(runLabel(fast, [sft, fast])).toBe("SFT · lr 0.001 · seed 1");
    expect(runLabel({ ...sft, hyper: { dropRate: 0.4 } }, [sft])).toContain("0.4");
  });
});

test("a score is the mean without English, the mean of all, or one language", () => {
  const record = score(1, 0.9, 0.4, 0.8);
  expect(scoreOf(record, "zero-shot")).toBeCloseTo(0.6);
  expect(scoreOf(record, "all")).toBeCloseTo(0.7);
  expect(scoreOf(record, "en")).toBe(0.9);
  expect(scoreOf(record, "sw")).toBeUndefined();
  expect(bestScore(run("1", {}, [record, score(2, 1, 0.5, 0.5)]), "zero-shot")?.epoch).toBe(1);
});

test("a loss curve has no more points than asked for, and keeps its mean", () => {
  const losses = Array.from({ length: 600 }, (_, i) => ({ step: i + 1, loss: i % 2 }));
  const { points } = lossSeries({ losses, steps: 600, stepsPerEpoch: 60 }, 100);
  expect(points).toHaveLength(100);
  expect(points.at(-1)?.x).toBe(10);
  expect(points.every(({ y }) => y === 0.5)).toBe(true);
});

describe("axes", () => {
  test("span the whole training from the start, with ticks that fit", () => {
    for (let epochs = 1; epochs <= 100; epochs++) {
      const ticks = epochTicks(epochs);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBe(epochs);
      expect(ticks.length).toBeLessThanOrEqual(14);
      expect(new Set(ticks).size).toBe(ticks.length);
    }
  });

  test("of accuracy: everything, or what the curves span, with chance in sight when it is near", () => {
    const values = [62, 74];
    expect(axisDomain(values, 10, "full")).toEqual([0, 100]);
    expect(axisDomain(values, 10, "close")).toEqual([60, 80]);
    expect(axisDomain([38], 33.3, "close")).toEqual([30, 40]);
    expect(axisDomain([], 10, "close")).toEqual([0, 100]);
    expect(percentTicks([0, 100])).toEqual([0, 20, 40, 60, 80, 100]);
  });

  test("of gradient norms: round values, factors apart, around all that is positive", () => {
    expect(norms([0.7, 3])).toEqual([0.5, 1, 2, 5]);
    expect(norms([1, 1])).toEqual([0.5, 1, 2]);
    expect(norms([])).toEqual(norms([0.1, 10]));
    expect(norms([0, -2, Number.NaN, 0.03])).toEqual([0.02, 0.05]);
    for (const values of [
      [1e-9, 1e6],
      [0.001, 900],
      [5, 5000],
    ]) {
      const ticks = norms(values);
      expect(ticks[0]!).toBeLessThan(Math.min(...values));
      expect(ticks.at(-1)!).toBeGreaterThan(Math.max(...values));
      expect(ticks.length).toBeLessThanOrEqual(18);
    }
  });

  test("of gradient norms has the bound of clipping, where all runs have the same, in the units of the axis", () => {
    const axis = (change: Partial<typeof sft>) =>
      valueAxis({ kind: "gradient" }, [2, 4], curvesOf([run("1"), run("2", change)]), { task: "nc", scale: "full" });
    expect(axis({ seed: 2 })).toMatchObject({ scale: "log", domain: [0.5, 5], reference: { at: 1 } });
    expect(axis({ clipNorm: 2 }).reference).toBeUndefined();
    expect(axis({ memory: { recompute: false, update: "fused" } }).reference).toBeUndefined();
    expect(axis({}).name).toContain("nats per unit of weight");
    expect(heightOf(axis({}), 0.5)).toBe(0);
    expect(heightOf(axis({}), 5)).toBe(1);
    // Equal factors are equal steps.
    expect(heightOf(axis({}), 4) - heightOf(axis({}), 2)).toBeCloseTo(heightOf(axis({}), 2) - heightOf(axis({}), 1));
    // A band may reach below.
    expect(heightOf(axis({}), -0.1)).toBe(0);
  });

  test("of loss: stays as long as no run is worse than guessing by far", () => {
    expect(lossBound(taskById("nc"), 0.1)).toBe(lossBound(taskById("nc"), 2.4));
    expect(lossBound(taskById("nc"), 7.2)).toBe(8);
  });
});
