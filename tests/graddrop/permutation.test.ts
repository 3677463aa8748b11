import fc from "fast-check";
import { expect, test } from "vitest";
import { birthEpochs, birthOrder, bornBy } from "../../src/graddrop/partition.ts";
import { keyedPermutation, MAX_PERMUTATION_SIZE } from "../../src/graddrop/permutation.ts";
import type { RandomSource } from "../../src/graddrop/streams.ts";

const KEY: RandomSource = { seed: 3, stream: "partition", site: 0, time: 0 };

function isBijection(size: number, key: RandomSource): boolean {
  const permute = keyedPermutation(key, size);
  const seen = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const image = permute(i);
    if (!(image >= 0 && image < size) || seen[image] === 1) return false;
    seen[image] = 1;
  }
  return true;
}

test("every size up to 300 and sizes around powers of two are permuted without loss", () => {
  for (let size = 1; size <= 300; size++) expect(isBijection(size, KEY), `${size}`).toBe(true);
  for (const size of [1023, 1025, 4095, 4097, 65535, 65536, 65537, 128 * 127, 100_003]) {
    expect(isBijection(size, KEY), `${size}`).toBe(true);
  }
});

test("any seed and tensor give a bijection", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(), fc.integer({ min: 1, max: 3000 }), (seed, site, size) => {
      expect(isBijection(size, { ...KEY, seed, site })).toBe(true);
    }),
  );
});

test("the largest tensors keep their places within range and apart", () => {
  for (const size of [MAX_PERMUTATION_SIZE, MAX_PERMUTATION_SIZE - 1, 2 ** 30 + 1]) {
    const permute = keyedPermutation(KEY, size);
    const images = Array.from({ length: 2000 }, (_, i) => permute(size - 1 - i));
    expect(images.every((image) => Number.isInteger(image) && image >= 0 && image < size)).toBe(true);
    expect(new Set(images).size).toBe(images.length);
  }
});

test.each([0, -1, 1.5, MAX_PERMUTATION_SIZE + 1])("a permutation of %d elements is refused", (size) => {
  expect(() => keyedPermutation(KEY, size)).toThrow(/permutation/);
});

test.each([2, 3, 4, 5, 9])("of %d elements each has every place equally often over the seeds", (size) => {
  const seeds = 4000;
  for (let element = 0; element < size; element++) {
    const counts = new Array<number>(size).fill(0);
    for (let seed = 0; seed < seeds; seed++) {
      const place = keyedPermutation({ ...KEY, seed }, size)(element);
      counts[place] = counts[place]! + 1;
    }
    const expected = seeds / size;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(size - 1 + 5 * Math.sqrt(2 * (size - 1)) + 5);
  }
});

test("a matrix's rows and columns get births without a pattern", () => {
  // Early births per row and per column of a 256 x 256 matrix: hypergeometric, about N(128, 8^2) each, so chi-squared ~ 256 x 64.
  const side = 256;
  const births = birthEpochs({ seed: 1, tensor: 0, size: side * side, epochs: 2 });
  const rows = new Array<number>(side).fill(0);
  const columns = new Array<number>(side).fill(0);
  births.forEach((birth, i) => {
    if (birth !== 1) return;
    rows[i >>> 8] = rows[i >>> 8]! + 1;
    columns[i & 255] = columns[i & 255]! + 1;
  });
  for (const counts of [rows, columns]) {
    const chiSquared = counts.reduce((sum, count) => sum + (count - 128) ** 2 / 64, 0);
    expect(chiSquared).toBeGreaterThan(256 - 5 * Math.sqrt(512));
    expect(chiSquared).toBeLessThan(256 + 5 * Math.sqrt(512));
  }
});

test("by the end of epoch e exactly floor(e * N / T) weights are born, whatever N and T", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 2000 }),
      fc.nat(),
      (epochs, size, tensor) => {
        const births = birthEpochs({ seed: 1, tensor, size, epochs });
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const born = births.filter((birth) => birth <= epoch).length;
          expect(born).toBe(Number((BigInt(epoch) * BigInt(size)) / BigInt(epochs)));
        }
        expect(births.every((birth) => birth >= 1 && birth <= epochs)).toBe(true);
      },
    ),
  );
});

test("counts stay exact where e * N leaves 32 bits", () => {
  const size = 2 ** 31;
  for (const [epoch, epochs] of [
    [1, 3],
    [2, 3],
    [65_534, 65_535],
    [32_767, 65_535],
  ] as const) {
    expect(bornBy(epoch, epochs, size)).toBe(Number((BigInt(epoch) * BigInt(size)) / BigInt(epochs)));
  }
});

test("the order of births does not depend on the number of epochs", () => {
  const size = 1000;
  const placeOf = birthOrder(1, 2, size);
  for (const epochs of [1, 7, 1000, 3000]) {
    const births = birthEpochs({ seed: 1, tensor: 2, size, epochs });
    const byBirth = Array.from(births.keys()).sort((a, b) => placeOf(a) - placeOf(b));
    expect(byBirth.every((element, i) => i === 0 || births[byBirth[i - 1]!]! <= births[element]!)).toBe(true);
  }
});

test("epochs that cannot be counted are refused", () => {
  expect(() => birthEpochs({ seed: 1, tensor: 0, size: 10, epochs: 0 })).toThrow(/epochs/);
  expect(() => birthEpochs({ seed: 1, tensor: 0, size: 10, epochs: 70_000 })).toThrow(/epochs/);
  expect(() => bornBy(4, 3, 10)).toThrow(/Epoch 4/);
});
