import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Batch, sample } from "../../src/data/index.ts";

async function* batches(rows: readonly number[], perBatch: number): AsyncGenerator<Batch<number>> {
  for (let at = 0; at < rows.length; at += perBatch) {
    yield { rows: rows.slice(at, at + perBatch).map((row) => ({ place: `line ${row}`, row })), faults: [] };
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const drawn = async (count: number, size: number, seed: number, perBatch = 100) =>
  (await sample(batches(upTo(count), perBatch), { size, seed })).map(({ row }) => row);

describe("a sample", () => {
  test("has as many different rows as asked for, whatever the batches; a smaller one is the beginning of a larger one", async () => {
    const numbers = fc.record({
      count: fc.integer({ min: 1, max: 5000 }),
      size: fc.integer({ min: 1, max: 300 }),
      seed: fc.nat(),
      perBatch: fc.integer({ min: 1, max: 2000 }),
    });
    await fc.assert(
      fc.asyncProperty(numbers, async ({ count, size, seed, perBatch }) => {
        const rows = await drawn(count, size, seed, perBatch);
        expect(new Set(rows).size).toBe(Math.min(size, count));
        expect(rows).toEqual(await drawn(count, size, seed, 1000));
        expect(await drawn(count, size + 50, seed)).toEqual(expect.arrayContaining(rows));
        expect((await drawn(count, size + 50, seed)).slice(0, rows.length)).toEqual(rows);
      }),
      { numRuns: 25 },
    );
  });

  test("differs by seed and draws every row equally often", async () => {
    expect(await drawn(1000, 20, 1)).not.toEqual(await drawn(1000, 20, 2));
    const hits = Array<number>(10).fill(0);
    for (let seed = 0; seed < 1000; seed++) for (const row of await drawn(10, 3, seed)) hits[row]!++;
    // 300 each, give or take four standard deviations.
    for (const count of hits) expect(Math.abs(count - 300)).toBeLessThan(4 * Math.sqrt(1000 * 0.3 * 0.7));
  });

  test("keeps what belongs together in one piece and in order", async () => {
    const together = (before: number, row: number) => Math.floor(before / 4) === Math.floor(row / 4);
    const rows = (await sample(batches(upTo(4000), 7), { size: 50, seed: 1, together })).map(({ row }) => row);
    expect(rows).toHaveLength(48);
    for (let at = 0; at < rows.length; at += 4)
      expect(rows.slice(at, at + 4)).toEqual([0, 1, 2, 3].map((next) => rows[at]! + next));
    expect(rows[0]! % 4).toBe(0);
  });
});
