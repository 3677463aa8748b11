import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FEWEST_PAIRS, type Pair, pairedTTest } from "../../src/experiment/statistics.ts";

const pairsOf = (before: readonly number[], after: readonly number[]): Pair[] =>
  before.map((value, i) => ({ before: value, after: after[i]! }));

function tested(pairs: readonly Pair[]) {
  const result = pairedTTest(pairs);
  if (result.kind !== "tested") throw new Error(`The test said ${result.kind}.`);
  return result;
}

describe("the paired t-test", () => {
  test("agrees with Student's own example, sleep gained with two drugs (1908; R's data set sleep)", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { t, degreesOfFreedom, p, difference, standardError, pairs } = tested(pairsOf(first, second));
    expect(t).toBeCloseTo(4.0621, 4);
    expect(degreesOfFreedom).toBe(9);
    expect(p).toBeCloseTo(0.002833, 6);
    expect(difference).toBeCloseTo(1.58, 10);
    expect(standardError).toBeCloseTo(0.38896, 5);
    expect(pairs).toBe(10);
  });

  test("agrees with Fisher's on Darwin's maize, heights in inches (The Design of Experiments, 1935)", () => {
    const self = [17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18];
    const crossed = [23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12];
    const { t, p } = tested(pairsOf(self, crossed));
    expect(t).toBeCloseTo(2.148, 3);
    expect(p).toBeCloseTo(0.0497, 4);
  });

  test("is two-sided: swapping the sides turns the sign and keeps p", () => {
    const score = fc.integer({ min: 0, max: 100 });
    const pairs = fc.array(fc.record({ before: score, after: score }), { minLength: FEWEST_PAIRS, maxLength: 40 });
    fc.assert(
      fc.property(pairs, (some) => {
        const there = pairedTTest(some);
        const back = pairedTTest(some.map(({ before, after }) => ({ before: after, after: before })));
        expect(back.kind).toBe(there.kind);
        if (there.kind !== "tested" || back.kind !== "tested") return;
        expect(back.p).toBeCloseTo(there.p, 12);
        expect(back.t).toBeCloseTo(-there.t, 9);
        expect(there.p).toBeGreaterThanOrEqual(0);
        expect(there.p).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("says that five pairs are too few, and tests six", () => {
    const pairs = pairsOf([1, 2, 3, 4, 5, 6], [2, 4, 4, 6, 6, 8]);
    expect(pairedTTest(pairs.slice(1))).toEqual({ kind: "too-few", pairs: 5 });
    expect(pairedTTest([])).toEqual({ kind: "too-few", pairs: 0 });
    expect(pairedTTest(pairs).kind).toBe("tested");
  });

  test("finds nothing to measure against where every pair differs alike, though sums round", () => {
    const before = [10, 20, 30.1, 40.2, 50.3, 60.4];
    expect(pairedTTest(pairsOf(before, before))).toEqual({ kind: "no-spread", pairs: 6, difference: 0 });
    expect(
      pairedTTest(
        pairsOf(
          before,
          before.map((value) => value + 0.1),
        ),
      ).kind,
    ).toBe("no-spread");
  });

  test("refuses what is no number", () => {
    expect(() => pairedTTest(pairsOf([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, Number.NaN]))).toThrow(/no number/);
  });
});
