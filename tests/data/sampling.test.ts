import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SampleOptions, Sampler } from "../../src/data/index.ts";

/** Tells of the rows so many at a time. */
function sample(rows: readonly number[], perBatch: number, options: SampleOptions<number>): number[] {
  const sampler = new Sampler(options);
  for (let at = 0; at < rows.length; at += perBatch) {
    sampler.add(rows.slice(at, at + perBatch).map((row) => ({ place: `line ${row}`, row })));
  }
  expect(sampler.found).toBe(rows.length);
  return sampler
    .drawn()
    .flat()
    .map(({ row }) => row);
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const drawn = (count: number, size: number, seed: number, perBatch = 100) =>
  sample(upTo(count), perBatch, { size, seed });

describe("a sample", () => {
  test("has as many different rows as asked for, whatever the batches; a smaller one is the beginning of a larger one", () => {
    const numbers = fc.record({
      count: fc.integer({ min: 1, max: 5000 }),
      size: fc.integer({ min: 1, max: 300 }),
      seed: fc.nat(),
      perBatch: fc.integer({ min: 1, max: 2000 }),
    });
    fc.assert(
      fc.property(numbers, ({ count, size, seed, perBatch }) => {
        const rows = drawn(count, size, seed, perBatch);
        expect(new Set(rows).size).toBe(Math.min(size, count));
        expect(rows).toEqual(drawn(count, size, seed, 1000));
        expect(drawn(count, size + 50, seed)).toEqual(expect.arrayContaining(rows));
        expect(drawn(count, size + 50, seed).slice(0, rows.length)).toEqual(rows);
      }),
      { numRuns: 25 },
    );
  });

  test("differs by seed and draws every row equally often", () => {
    expect(drawn(1000, 20, 1)).not.toEqual(drawn(1000, 20, 2));
    const hits = Array<number>(10).fill(0);
    for (let seed = 0; seed < 1000; seed++) for (const row of drawn(10, 3, seed)) hits[row]!++;
    // 300 each, give or take four standard deviations.
    for (const count of hits) expect(Math.abs(count - 300)).toBeLessThan(4 * Math.sqrt(1000 * 0.3 * 0.7));
  });

  test("keeps what belongs together in one piece and in order", () => {
    const together = (before: number, row: number) => Math.floor(before / 4) === Math.floor(row / 4);
    const rows = sample(upTo(4000), 7, { size: 50, seed: 1, together });
    expect(rows).toHaveLength(48);
    for (let at = 0; at < rows.length; at += 4)
      expect(rows.slice(at, at + 4)).toEqual([0, 1, 2, 3].map((next) => rows[at]! + next));
    expect(rows[0]! % 4).toBe(0);
  });

  test("of groups of any sizes is the same whatever the batches", () => {
    const sizes = upTo(2000).map((query) => 1 + ((query * 7919) % 13));
    const queryOf = sizes.flatMap((size, query) => Array<number>(size).fill(query));
    const together = (before: number, row: number) => queryOf[before] === queryOf[row];
    for (const seed of upTo(5)) {
      const draw = (perBatch: number) => sample(upTo(queryOf.length), perBatch, { size: 100, seed, together });
      const whole = draw(queryOf.length);
      for (const perBatch of [1, 50, 1300]) expect(draw(perBatch)).toEqual(whole);
    }
  });
});
