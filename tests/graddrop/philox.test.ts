import fc from "fast-check";
import { expect, test } from "vitest";
import { type Counter, fillPhilox, type Key, philox4x32 } from "../../src/graddrop/philox.ts";

/** Philox4x32-10 once more, in the definition's own terms: 64-bit products, no halves. */
function philoxByDefinition(counter: Counter, key: Key): number[] {
  const u32 = 0xffffffffn;
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const product0 = 0xd2511f53n * x0;
    const product1 = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [(product1 >> 32n) ^ x1 ^ k0, product1 & u32, (product0 >> 32n) ^ x3 ^ k1, product0 & u32];
    k0 = (k0 + 0x9e3779b9n) & u32;
    k1 = (k1 + 0xbb67ae85n) & u32;
  }
  return [x0, x1, x2, x3].map(Number);
}

// philox4x32 10 in https://github.com/DEShawResearch/random123/blob/main/tests/kat_vectors
test.each<[Counter, Key, number[]]>([
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
])("counter %j under key %j gives Random123's known answer", (counter, key, answer) => {
  expect(philox4x32(counter, key)).toEqual(answer);
});

const word = fc.integer({ min: 0, max: 0xffffffff });

test("16-bit halves give the bits of 64-bit products, for any counter and key", () => {
  fc.assert(
    fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
      expect(philox4x32(counter, key)).toEqual(philoxByDefinition(counter, key));
    }),
  );
});

test("a filled array is its blocks one after another, also where it ends within one and where the counter wraps", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 21 }), word, (size, c0) => {
      const out = new Uint32Array(size);
      fillPhilox(out, c0, 1, 2, 3, 4, 5);
      const blocks = Array.from({ length: 6 }, (_, b) => philox4x32([(c0 + b) % 2 ** 32, 1, 2, 3], [4, 5])).flat();
      expect(Array.from(out)).toEqual(blocks.slice(0, size));
    }),
  );
});
