import fc from "fast-check";
import { expect, test } from "vitest";
import { LARGE, MINI } from "../../bench/shapes.ts";
import { testingBytes } from "../../src/train/memory.ts";
import { sliceEnds } from "../../src/train/slices.ts";

const ascending = (lengths: number[]) => lengths.sort((a, b) => a - b);

test("every row is in one slice, in order, and no slice is empty", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 512 }), { maxLength: 300 }), (lengths) => {
      const ends = sliceEnds(ascending(lengths), LARGE, "gpu");
      expect(ends.at(-1) ?? 0).toBe(lengths.length);
      ends.forEach((end, i) => {
        expect(end).toBeGreaterThan(ends[i - 1] ?? 0);
      });
    }),
  );
});

test("a small model's tests are cut by rows, a large one's by what a slice takes on the device", () => {
  const lengths = new Array<number>(200).fill(128);
  expect(sliceEnds(lengths, MINI, "gpu")).toEqual([64, 128, 192, 200]);
  expect(sliceEnds(lengths, MINI, "processor")[0]).toBe(16);
  const [first = 0] = sliceEnds(lengths, LARGE, "gpu");
  expect(first).toBeLessThan(64);
  expect(testingBytes(LARGE, first * 128)).toBeLessThanOrEqual(2 ** 28);
});
