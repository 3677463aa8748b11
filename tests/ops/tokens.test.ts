import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packTokens, segmentsOf } from "../../src/ops/tokens.ts";

const LIMITS = { padId: 1, vocabSize: 30, maxPositions: 8 };

const pack = (rows: number[][]) =>
  packTokens({ inputIds: Int32Array.from(rows.flat()), rows: rows.length, sequence: rows[0]!.length }, LIMITS);

test("padding is left out, and positions start after the padding's", () => {
  const tokens = pack([
    [0, 7, 8, 2],
    [0, 2, 1, 1],
  ]);
  expect(tokens).toEqual({
    rows: 2,
    sequence: 4,
    count: 6,
    ids: Int32Array.of(0, 7, 8, 2, 0, 2),
    positions: Int32Array.of(2, 3, 4, 5, 2, 3),
    places: Int32Array.of(0, 1, 2, 3, 4, 5),
    firstPlaces: Int32Array.of(0, 4),
    starts: Int32Array.of(0, 4, 6),
  });
});

test("a pad inside a row is skipped like Hugging Face's positions skip it", () => {
  const { ids, positions } = pack([[0, 1, 9, 2]]);
  expect(ids).toEqual(Int32Array.of(0, 9, 2));
  expect(positions).toEqual(Int32Array.of(2, 3, 4));
});

describe("a batch that does not fit the model is refused by row and cause", () => {
  test.for([
    {
      fault: "a row that starts with padding",
      rows: [
        [0, 2],
        [1, 0],
      ],
      message: /Row 1 .* starts with padding/,
    },
    {
      fault: "an id beyond the vocabulary",
      rows: [[0, 30]],
      message: /Row 0 .* token 30, but the vocabulary ends at 29/,
    },
    { fault: "a negative id", rows: [[0, -1]], message: /token -1/ },
    {
      fault: "more tokens than positions",
      rows: [[0, 2, 3, 4, 5, 6, 7]],
      message: /7 tokens, but the model knows positions for 6/,
    },
  ])("$fault", ({ rows, message }) => {
    expect(() => pack(rows)).toThrow(message);
  });

  test("the wrong number of ids", () => {
    expect(() => packTokens({ inputIds: new Int32Array(5), rows: 2, sequence: 3 }, LIMITS)).toThrow(
      /5 ids, not 2 rows of 3/,
    );
  });
});

test("segments hold each token once, under its id, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 60 }), (values) => {
      const ids = Int32Array.from(values);
      const segments = segmentsOf(ids);
      expect(Array.from(segments.order).sort((a, b) => a - b)).toEqual(values.map((_, i) => i));
      expect(Array.from(segments.ids)).toEqual([...new Set(values)].sort((a, b) => a - b));
      segments.ids.forEach((id, group) => {
        const tokens = Array.from(segments.order.slice(segments.starts[group], segments.starts[group + 1]));
        expect(tokens).toEqual(values.flatMap((value, i) => (value === id ? [i] : [])));
      });
    }),
  );
});
