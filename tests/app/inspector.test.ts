import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseWeights } from "../../src/app/inspector/choice.ts";
import { exact, short, written } from "../../src/app/inspector/numbers.ts";
import { fateSentence, fateWord, placeText } from "../../src/app/inspector/words.ts";
import { applyEvent, createAppStore, enqueue } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { type LayerMask, maskFactor } from "../../src/graddrop/index.ts";
import { expectedUpdate, type StepTrace } from "../../src/train/trace.ts";
import { runEventSchema, traceRequestSchema } from "../../src/worker/protocol.ts";

const key = { seed: 3, tensor: 9, epoch: 2, step: 40 };
const bernoulli: LayerMask = { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" };

describe("the weights that are looked at", () => {
  test.each<[string, LayerMask, number]>([
    ["fresh each step", bernoulli, 4],
    ["drawn without replacement", { kind: "partition", epoch: 2, epochs: 4, mode: "cumulative" }, 4],
    ["of which all learn", { kind: "active" }, 0],
    ["of which none learns", { kind: "frozen" }, 8],
    ["with noise", { kind: "gaussian", sigma: 0.5 }, 0],
  ])("are half kept and half dropped where a mask has both: %s", (_, mask, dropped) => {
    const chosen = chooseWeights([{ mask, key }], 16384);
    expect(new Set(chosen).size).toBe(8);
    expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
    expect(chosen.filter((element) => maskFactor(mask, key, element, 16384) === 0)).toHaveLength(dropped);
  });

  test.each([0.2, 0.9])("show both kinds in each of the nine steps to come, with drop rate %d", (dropRate) => {
    const steps = Array.from({ length: 9 }, (_, i) => ({ mask: { ...bernoulli, dropRate }, key: { ...key, step: i } }));
    const chosen = chooseWeights([steps[0]!, ...steps.slice(1)], 16384);
    for (const { mask, key } of steps) {
      const dropped = chosen.filter((element) => maskFactor(mask, key, element, 16384) === 0).length;
      expect(dropped).toBeGreaterThan(0);
      expect(dropped).toBeLessThan(8);
    }
  });

  test("are distinct weights of the tensor, whatever its size, and the same for the same seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(1000), (size, seed) => {
        const steps = [0, 1, 2].map((step) => ({ mask: bernoulli, key: { ...key, seed, step } }));
        const choose = () => chooseWeights([steps[0]!, ...steps.slice(1)], size);
        const chosen = choose();
        expect(chosen).toHaveLength(Math.min(8, size));
        expect(new Set(chosen).size).toBe(chosen.length);
        expect(chosen.every((element) => element >= 0 && element < size)).toBe(true);
        expect(choose()).toEqual(chosen);
      }),
    );
    const chosenBy = (seed: number) => chooseWeights([{ mask: bernoulli, key: { ...key, seed } }], 16384);
    expect(chosenBy(4)).not.toEqual(chosenBy(3));
  });
});

test("numbers are short, with a true minus and a power only where it helps", () => {
  expect([0, 1.25, -0.0352565, 1234.5, 1e-3, -1.93e-6, 8e-5, 2.5e7].map(short)).toEqual([
    "0",
    "1.25",
    "−0.0353",
    "1230",
    "0.001",
    "−1.93e−6",
    "8e−5",
    "2.5e7",
  ]);
  expect(written(-1.69312e-5, 4)).toEqual({ digits: "−1.693", exponent: "−5" });
  expect(exact(Math.fround(0.1))).toBe("0.100000001");
});

const STATE = { value: 0.5, first: 1e-3, second: 1e-6, steps: 3 };
const trace: StepTrace = {
  tensor: { name: "roberta.encoder.layer.0.attention.self.query.weight", index: 5, shape: [128, 128] },
  seed: 1,
  epoch: 1,
  step: 3,
  learningRate: 1e-3,
  optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
  mask: bernoulli,
  dropped: "zero-gradient",
  clipScale: 0.5,
  weights: [{ element: 130, gradient: 0.25, before: STATE, after: { ...STATE, value: 0.499, steps: 4 } }],
};

test("what happened to a weight is said in words that fit its mask", () => {
  const factors = Array.from({ length: 200 }, (_, element) => ({ element, gradient: 1, before: STATE, after: STATE }));
  const wordOf = (change: Partial<StepTrace>, gradient: number | null = 1) => {
    const given = { ...trace, ...change };
    return new Set(factors.map((weight) => fateWord(given, expectedUpdate(given, { ...weight, gradient }))));
  };
  expect(wordOf({})).toEqual(new Set(["rescaled", "dropped"]));
  expect(wordOf({ mask: { ...bernoulli, period: "epoch" }, dropped: "untouched" })).toEqual(
    new Set(["rescaled", "frozen"]),
  );
  expect(wordOf({ mask: { kind: "gaussian", sigma: 0.5 } })).toEqual(new Set(["noise"]));
  expect(wordOf({ mask: { kind: "active" } })).toEqual(new Set(["kept"]));
  expect(wordOf({ mask: { kind: "frozen" }, dropped: "untouched" }, null)).toEqual(new Set(["frozen"]));
  expect(placeText(trace.tensor, 130)).toBe("2, 3");
  const dropped = { ...expectedUpdate(trace, trace.weights[0]!), fate: "dropped" } as const;
  expect(fateSentence(trace, dropped)).toContain("moments");
  const sgd = { ...trace, optimizer: { ...trace.optimizer, kind: "sgd" as const } };
  expect(fateSentence(sgd, dropped)).toContain("Only weight decay moves it");
});

describe("a trace on its way to the page", () => {
  const event = { kind: "trace", runId: "run-1", trace } as const;

  test("is taken whole, and refused where a number is none or weights are too many", () => {
    expect(runEventSchema.parse(event)).toEqual(event);
    const broken = (change: object) => runEventSchema.safeParse({ ...event, trace: { ...trace, ...change } }).success;
    expect(broken({ learningRate: Number.NaN })).toBe(false);
    expect(broken({ mask: { kind: "bernoulli", dropRate: 2, rescale: true, period: "step" } })).toBe(false);
    expect(broken({ weights: new Array(17).fill(trace.weights[0]) })).toBe(false);
    expect(traceRequestSchema.safeParse({ tensor: "a", elements: [0, 1] }).success).toBe(true);
    expect(traceRequestSchema.safeParse(null).success).toBe(true);
    for (const elements of [[], [-1], [0.5], new Array(17).fill(0)]) {
      expect(traceRequestSchema.safeParse({ tensor: "a", elements }).success).toBe(false);
    }
  });

  test("is kept beside its run, not in it, and goes when the run ends", () => {
    const store = createAppStore();
    enqueue(store, [defaultExperiment("nc", "graddrop")]);
    applyEvent(store, { kind: "loading", runId: "run-1", what: "the engine" });
    applyEvent(store, event);
    const { trace: kept, runs } = store.getState();
    expect(kept).toEqual({ runId: "run-1", step: trace });
    expect(JSON.stringify(runs)).not.toContain("clipScale");
    applyEvent(store, { kind: "paused", runId: "run-1" });
    expect(store.getState().trace).toBe(kept);
    applyEvent(store, { kind: "stopped", runId: "run-1" });
    expect(store.getState().trace).toBeUndefined();
  });
});
