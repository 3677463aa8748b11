import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunks, epochOrder, makeBatch } from "../../src/train/batches.ts";

const rowOf = (length: number, label = 0) =>
  ({ ids: Array.from({ length }, (_, i) => i + 10), target: { kind: "sequence", label } }) as const;

describe("a batch", () => {
  test("is padded to the longest row, rounded up to a multiple of 8", () => {
    const batch = makeBatch([rowOf(3, 2), rowOf(9, 1)], { maxLength: 128 });
    expect(batch).toMatchObject({ rows: 2, sequence: 16, lengths: Int32Array.of(3, 9) });
    expect([...batch.inputIds.subarray(0, 5)]).toEqual([10, 11, 12, 0, 0]);
    expect([...batch.inputIds.subarray(16, 27)]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 0, 0]);
    expect(batch.targets).toEqual({ kind: "sequence", labels: Int32Array.of(2, 1) });
  });

  const ids = (length: number) => Array.from({ length }, () => 10);

  test("numbers labelled tokens over all rows; a row may have none", () => {
    const rows = [
      { ids: ids(5), target: { kind: "token", positions: [1, 3], labels: [4, 0] } },
      { ids: ids(2), target: { kind: "token", positions: [], labels: [] } },
      { ids: ids(9), target: { kind: "token", positions: [7], labels: [2] } },
    ] as const;
    expect(makeBatch(rows, { maxLength: 128 }).targets).toEqual({
      kind: "token",
      positions: Int32Array.of(1, 3, 39),
      labels: Int32Array.of(4, 0, 2),
    });
  });

  test("keeps where answers start and end", () => {
    const rows = [
      { ids: ids(5), target: { kind: "span", start: 2, end: 4 } },
      { ids: ids(3), target: { kind: "span", start: 0, end: 0 } },
    ] as const;
    expect(makeBatch(rows, { maxLength: 128 }).targets).toEqual({
      kind: "span",
      starts: Int32Array.of(2, 0),
      ends: Int32Array.of(4, 0),
    });
  });

  test("is of one kind", () => {
    const span = { ids: ids(3), target: { kind: "span", start: 0, end: 0 } } as const;
    expect(() => makeBatch([rowOf(3), span], { maxLength: 128 })).toThrow(/several kinds/);
  });

  test("is not padded beyond what the model takes", () => {
    expect(makeBatch([rowOf(17)], { maxLength: 18 }).sequence).toBe(18);
  });
});

describe("the order of an epoch", () => {
  test("has every example once", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 200 }), (seed, epoch, size) => {
        const order = [...epochOrder(seed, epoch, size)].sort((a, b) => a - b);
        expect(order).toEqual(Array.from({ length: size }, (_, index) => index));
      }),
    );
  });

  test("is another one in each epoch and for each seed, and always the same for both", () => {
    expect(epochOrder(1, 1, 100)).toEqual(epochOrder(1, 1, 100));
    expect(epochOrder(1, 1, 100)).not.toEqual(epochOrder(1, 2, 100));
    expect(epochOrder(1, 1, 100)).not.toEqual(epochOrder(2, 1, 100));
  });
});

test("the last, shorter batch is kept", () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
});
