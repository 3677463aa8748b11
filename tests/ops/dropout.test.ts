import { expect, test } from "vitest";
import type { DropoutSite } from "../../src/ops/ops.ts";
import { fillAttentionDropout, fillRowDropout } from "../../src/ops/portable/dropout.ts";
import { packTokens } from "../../src/ops/tokens.ts";

const site = (change: Partial<DropoutSite["dropout"]> = {}, number = 4): DropoutSite => ({
  dropout: { rate: 0.25, seed: 1, step: 2, ...change },
  site: number,
});

function rows(at: DropoutSite, places: number[], features: number): number[] {
  const out = new Float32Array(places.length * features);
  fillRowDropout(at, Int32Array.from(places), features, out);
  return Array.from(out);
}

test("drops the asked share and keeps the expectation", () => {
  const factors = rows(
    site(),
    Array.from({ length: 400 }, (_, i) => i),
    128,
  );
  const kept = factors.filter((factor) => factor !== 0);
  expect(new Set(kept)).toEqual(new Set([Math.fround(1 / 0.75)]));
  expect(1 - kept.length / factors.length).toBeCloseTo(0.25, 2);
  expect(factors.reduce((sum, factor) => sum + factor, 0) / factors.length).toBeCloseTo(1, 2);
});

test.each([8, 7])("a token's factors depend on its place alone, not on its neighbours (%i features)", (features) => {
  const all = rows(site(), [0, 1, 2, 3, 4, 5], features);
  const row = (place: number) => all.slice(place * features, (place + 1) * features);
  expect(rows(site(), [1, 4, 5], features)).toEqual([row(1), row(4), row(5)].flat());
});

test("steps, sites and seeds draw on their own", () => {
  const places = Array.from({ length: 20 }, (_, i) => i);
  const one = rows(site(), places, 16);
  for (const other of [site({ step: 3 }), site({ seed: 2 }), site({}, 5)]) {
    const found = rows(other, places, 16);
    const same = found.filter((factor, i) => (factor === 0) === (one[i] === 0)).length / found.length;
    expect(same).toBeCloseTo(0.25 ** 2 + 0.75 ** 2, 0);
    expect(found).not.toEqual(one);
  }
  expect(rows(site(), places, 16)).toEqual(one);
});

test.each([8, 6])("attention's factors of a row do not depend on the lengths of other rows (length %i)", (sequence) => {
  const tokensOf = (lengths: number[]) => {
    const inputIds = Int32Array.from(
      lengths.flatMap((length) => Array.from({ length: sequence }, (_, i) => (i < length ? 5 : 1))),
    );
    const limits = { padId: 1, firstPosition: 2, vocabSize: 9, maxPositions: 20, typeVocabSize: 1 };
    return packTokens({ inputIds, rows: lengths.length, sequence, lengths: Int32Array.from(lengths) }, limits);
  };
  const factors = (lengths: number[], row: number, queries: number) => {
    const out = new Float32Array(queries * lengths[row]!);
    fillAttentionDropout(site(), tokensOf(lengths), { row, head: 1, heads: 2 }, out);
    return Array.from(out);
  };
  const alone = factors([3, 5], 1, 5);
  expect(factors([6, 5, 2], 1, 5)).toEqual(alone);
  // The first query's factors are the same when only it is asked.
  expect(factors([3, 5], 1, 1)).toEqual(alone.slice(0, 5));
});
