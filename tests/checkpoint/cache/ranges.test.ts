import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ByteRange, cut, lengthOf, united, without } from "../../../src/checkpoint/cache/ranges.ts";

const range = fc.tuple(fc.nat(40), fc.nat(10)).map(([start, length]) => ({ start, end: start + length }));
const ranges = fc.array(range, { maxLength: 8 });

const bytesIn = (list: readonly ByteRange[]) =>
  new Set(list.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
const isTidy = (list: readonly ByteRange[]) =>
  list.every(({ start, end }, i) => start < end && (i === 0 || list[i - 1]!.end <= start));

describe("ranges of bytes", () => {
  test("united have the same bytes, in order, without touching", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const found = united(list);
        expect(bytesIn(found)).toEqual(bytesIn(list));
        expect(isTidy(found) && found.every(({ start }, i) => i === 0 || found[i - 1]!.end < start)).toBe(true);
        expect(lengthOf(found)).toBe(bytesIn(list).size);
      }),
    );
  });

  test("without others have what the others have not", () => {
    fc.assert(
      fc.property(ranges, ranges, (list, taken) => {
        const left = without(united(list), united(taken));
        const others = bytesIn(taken);
        expect(bytesIn(left)).toEqual(new Set([...bytesIn(list)].filter((byte) => !others.has(byte))));
        expect(isTidy(left)).toBe(true);
      }),
    );
  });

  test("cut have the same bytes, in parts that are small enough", () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 7 }), (list, most) => {
        const parts = cut(united(list), most);
        expect(bytesIn(parts)).toEqual(bytesIn(list));
        expect(isTidy(parts) && parts.every(({ start, end }) => end - start <= most)).toBe(true);
      }),
    );
  });
});
