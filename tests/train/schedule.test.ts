import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learningRateAt } from "../../src/train/schedule.ts";

const rates = (warmupShare: number, steps: number) =>
  Array.from({ length: steps }, (_, step) => learningRateAt({ peak: 2, warmupShare, steps }, step));

describe("the learning rate", () => {
  test("rises linearly over the warm-up, reaches the peak right after it, and falls linearly", () => {
    expect(rates(0.3, 10)).toEqual([0.5, 1, 1.5, 2, 12 / 7, 10 / 7, 8 / 7, 6 / 7, 4 / 7, 2 / 7]);
  });

  test("starts at the peak without a warm-up", () => {
    expect(rates(0, 4)).toEqual([2, 1.5, 1, 0.5]);
  });

  test("is above 0 and never above the peak, whatever the run's length and the warm-up's share", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 300 }), (share, steps) => {
        for (const rate of rates(share, steps)) {
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
