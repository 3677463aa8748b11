import fc from "fast-check";
import { expect, test } from "vitest";
import { normalsFromWords } from "../../src/graddrop/normal.ts";
import { philox4x32 } from "../../src/graddrop/philox.ts";
import {
  dropRule,
  fillBernoulli,
  fillNormals,
  fillUniforms,
  fillWords,
  normalAt,
  type RandomSource,
  STREAMS,
  type Stream,
  seedKey,
  shuffled,
  shuffledIndices,
  uniformAt,
  wordAt,
} from "../../src/graddrop/streams.ts";

const SOURCE: RandomSource = { seed: 7, stream: "data", site: 3, time: 11 };
const STREAM_NAMES = Object.keys(STREAMS) as Stream[];

function words(source: RandomSource, size: number): Uint32Array {
  const out = new Uint32Array(size);
  fillWords(source, out);
  return out;
}

function correlation(a: Float32Array, b: Float32Array): number {
  const mean = (x: Float32Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [a[i]! - meanA, b[i]! - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return ab / Math.sqrt(aa * bb);
}

test("the counter is (element / 4, site, time, stream) under the seed's low and high words", () => {
  const source: RandomSource = { seed: 5 * 2 ** 32 + 9, stream: "dropout", site: 3, time: 11 };
  expect(wordAt(source, 4 * 6 + 2)).toBe(philox4x32([6, 3, 11, STREAMS.dropout], [9, 5])[2]);
});

test("no two streams share a number", () => {
  expect(new Set(Object.values(STREAMS)).size).toBe(STREAM_NAMES.length);
});

test.each<[string, Partial<RandomSource>]>([
  ...STREAM_NAMES.filter((stream) => stream !== SOURCE.stream).map((stream): [string, Partial<RandomSource>] => [
    `stream ${stream}`,
    { stream },
  ]),
  ["the next seed", { seed: SOURCE.seed + 1 }],
  ["a seed that differs above 32 bits", { seed: SOURCE.seed + 2 ** 40 }],
  ["the next site", { site: SOURCE.site + 1 }],
  ["the next time", { time: SOURCE.time + 1 }],
])("%s is independent", (_, change) => {
  const size = 40_000;
  const [a, b] = [new Float32Array(size), new Float32Array(size)];
  fillUniforms(SOURCE, a);
  fillUniforms({ ...SOURCE, ...change }, b);
  // Five standard deviations of the correlation of independent numbers.
  expect(Math.abs(correlation(a, b))).toBeLessThan(5 / Math.sqrt(size));
});

test("swapping site and time, or neighbouring them, does not swap the numbers", () => {
  const swapped = { ...SOURCE, site: SOURCE.time, time: SOURCE.site };
  expect(words(swapped, 64)).not.toEqual(words(SOURCE, 64));
});

test("bulk and single draws are the same numbers, wherever the bulk starts and ends", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 1500 }), (firstBlock, size) => {
      const first = 4 * firstBlock;
      const [uniforms, normals] = [new Float32Array(size), new Float32Array(size)];
      fillUniforms(SOURCE, uniforms, first);
      fillNormals(SOURCE, normals, first);
      for (const i of [0, size >>> 1, size - 1]) {
        expect(uniforms[i]).toBe(uniformAt(SOURCE, first + i));
        expect(normals[i]).toBe(normalAt(SOURCE, first + i));
      }
    }),
    { numRuns: 50 },
  );
});

test("uniform numbers are 24 bits, in [0, 1), with the right mean and variance", () => {
  const out = new Float32Array(200_000);
  fillUniforms(SOURCE, out);
  let [sum, squares] = [0, 0];
  for (const value of out) {
    if (!(value >= 0 && value < 1 && Number.isInteger(value * 2 ** 24)))
      expect.fail(`${value} is not 24 bits in [0, 1)`);
    sum += value;
    squares += (value - 0.5) ** 2;
  }
  expect(sum / out.length).toBeCloseTo(0.5, 2);
  expect(squares / out.length).toBeCloseTo(1 / 12, 3);
});

/** Box-Muller in double precision, on the same bits: word 0 sets the radius, word 1 the quarter and the angle in it. */
function boxMuller(word0: number, word1: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(((word0 >>> 8) + 1) / 2 ** 24));
  const angle = ((word1 >>> 30) + (((word1 << 2) >>> 8) - 2 ** 23) / 2 ** 24) * (Math.PI / 2);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

const anyWord = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.constantFrom(0, 0xff, 0x100, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xbfffffff, 0xc0000000, 0xffffffff),
  // Where the logarithm changes from one half of its polynomial to the other: k / 2^24 near sqrt(1/2).
  fc.integer({ min: 0xb504f200, max: 0xb504f5ff }),
);

test("Box-Muller on f32 polynomials agrees with double precision, at the edges too", () => {
  fc.assert(
    fc.property(anyWord, anyWord, (word0, word1) => {
      const out = new Float32Array(2);
      normalsFromWords(Uint32Array.of(word0, word1), out);
      const [first, second] = boxMuller(word0, word1);
      expect(Math.abs(out[0]! - first)).toBeLessThan(2e-6);
      expect(Math.abs(out[1]! - second)).toBeLessThan(2e-6);
    }),
    { numRuns: 5000 },
  );
});

test("normal numbers have the moments of N(0, 1), and the two of a pair are uncorrelated", () => {
  const size = 400_000;
  const out = new Float32Array(size);
  fillNormals(SOURCE, out);
  const moment = (power: number) => out.reduce((sum, value) => sum + value ** power, 0) / size;
  expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(size));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
  expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / size));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / size));
  const even = out.filter((_, i) => i % 2 === 0);
  const odd = out.filter((_, i) => i % 2 === 1);
  expect(Math.abs(correlation(even, odd))).toBeLessThan(5 / Math.sqrt(size / 2));
});

test("drop rate 0 keeps all at exactly 1, drop rate 1 drops all, and nothing becomes infinite", () => {
  for (const rescale of [true, false]) {
    // 0 for the one word in 2^32 that is not below the threshold, too.
    expect(dropRule(1, rescale).kept).toBe(0);
    const out = new Float32Array(100);
    fillBernoulli(SOURCE, 0, rescale, out);
    expect(out.every((factor) => factor === 1)).toBe(true);
    fillBernoulli(SOURCE, 1, rescale, out);
    expect(out.every((factor) => factor === 0)).toBe(true);
  }
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (rate) => {
      const { threshold, kept } = dropRule(rate, true);
      expect(threshold >>> 0).toBe(threshold);
      expect(Number.isFinite(kept)).toBe(true);
      expect(Math.fround(kept)).toBe(kept);
    }),
  );
});

test.each([-0.1, 1.1, Number.NaN])("drop rate %d is refused by name", (rate) => {
  expect(() => dropRule(rate, true)).toThrow(/Drop rate .* probability/);
});

test("a seed is any safe integer from 0; anything else is refused", () => {
  expect(seedKey(0)).toEqual([0, 0]);
  expect(seedKey(Number.MAX_SAFE_INTEGER)).toEqual([0xffffffff, 0x1fffff]);
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => seedKey(seed)).toThrow(/Seed/);
});

test("a shuffle keeps every item once", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(), (items, time) => {
      expect(shuffled({ ...SOURCE, time }, items).sort()).toEqual([...items].sort());
    }),
  );
});

test("every order of four is as likely as any other", () => {
  const draws = 24_000;
  const counts = new Map<string, number>();
  for (let time = 0; time < draws; time++) {
    const order = shuffledIndices({ ...SOURCE, time }, 4).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const expected = draws / 24;
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  expect(chiSquared).toBeLessThan(23 + 5 * Math.sqrt(46));
});
