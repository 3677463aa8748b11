import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  accuracy,
  confusionMatrix,
  macroAverage,
  macroF1,
  ScoreError,
  understandingScore,
} from "../../src/metrics/index.ts";

const LABELS = ["entailment", "neutral", "contradiction"];
const label = fc.constantFrom(...LABELS);
const pairs = fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 60 });
const split = (list: readonly (readonly [string, string])[]) =>
  [list.map(([gold]) => gold), list.map(([, predicted]) => predicted)] as const;
const total = (counts: readonly (readonly number[])[]) => counts.flat().reduce((sum, count) => sum + count, 0);

describe("accuracy", () => {
  test("is the share of right labels", () => {
    expect(accuracy(["Good", "Bad", "Good", "Bad"], ["Good", "Good", "Good", "Bad"])).toBe(0.75);
  });

  test("lies within 0 and 1, is 1 for the golds themselves, and does not depend on the order of the examples", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const value = accuracy(...split(list));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(accuracy(...split(list.toReversed()))).toBe(value);
        const [gold] = split(list);
        expect(accuracy(gold, gold)).toBe(1);
      }),
    );
  });

  test("refuses nothing, and predictions that are too few or too many", () => {
    expect(() => accuracy([], [])).toThrow(new ScoreError("There are no examples to score."));
    expect(() => accuracy(["0", "1"], ["0"])).toThrow("There are 1 predictions for 2 examples: each needs one.");
  });
});

describe("macro F1", () => {
  test("is scikit-learn's: labels that only the model names count, labels that nobody names do not", () => {
    expect(macroF1(["a", "a", "b", "c"], ["a", "b", "b", "d"])).toBeCloseTo(1 / 3, 15);
    expect(macroF1(["a", "a", "b"], ["a", "a", "b"])).toBe(1);
  });

  test("does not reward a model that knows one label, as accuracy does", () => {
    const gold = [...Array<string>(9).fill("Good"), "Bad"];
    const always = Array<string>(10).fill("Good");
    expect(accuracy(gold, always)).toBe(0.9);
    expect(macroF1(gold, always)).toBeCloseTo(9 / 19, 15);
  });

  test("is the same when golds and predictions are swapped, and 1 only when all is right", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [gold, predicted] = split(list);
        const value = macroF1(gold, predicted);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(macroF1(predicted, gold)).toBeCloseTo(value, 12);
        expect(value > 1 - 1e-12).toBe(accuracy(gold, predicted) === 1);
      }),
    );
  });
});

describe("the confusion matrix", () => {
  test("has golds as rows and predictions as columns, in the order of the labels", () => {
    const { counts } = confusionMatrix(
      LABELS,
      ["neutral", "neutral", "entailment"],
      ["neutral", "contradiction", "neutral"],
    );
    expect(counts).toEqual([
      [0, 1, 0],
      [0, 1, 1],
      [0, 0, 0],
    ]);
  });

  test("counts every example once; the diagonal is the accuracy", () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [gold, predicted] = split(list);
        const { counts } = confusionMatrix(LABELS, gold, predicted);
        expect(total(counts)).toBe(list.length);
        const right = LABELS.reduce((sum, _, index) => sum + counts[index]![index]!, 0);
        expect(right / list.length).toBe(accuracy(gold, predicted));
      }),
    );
  });

  test("refuses a label that it does not know", () => {
    expect(() => confusionMatrix(LABELS, ["neutral"], ["contradictory"])).toThrow(
      'There is no label "contradictory". The labels are entailment, neutral, contradiction.',
    );
  });
});

describe("averages", () => {
  test("a task's score is the mean over its languages, the understanding score the mean over tasks", () => {
    expect(macroAverage({ en: 0.9, de: 0.7, fr: 0.8 })).toBeCloseTo(0.8, 15);
    // A task of one language weighs as much as one of three.
    expect(understandingScore({ qam: { en: 0.9, de: 0.7, fr: 0.8 }, ner: { en: 0.4 } })).toBeCloseTo(0.6, 15);
  });

  test("refuse to average over nothing, or over a score that is none", () => {
    expect(() => macroAverage({})).toThrow("There are no languages to average over.");
    expect(() => understandingScore({})).toThrow("There are no tasks to average over.");
    expect(() => macroAverage({ en: 0.5, de: Number.NaN })).toThrow("leave it out");
  });
});
