import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packTokens, segmentsOf } from "../../src/ops/tokens.ts";

const XLMR = { padId: 1, firstPosition: 2, vocabSize: 30, maxPositions: 8, typeVocabSize: 1 };
const BERT = { padId: 0, firstPosition: 0, vocabSize: 30, maxPositions: 6, typeVocabSize: 2 };

const pack = (rows: number[][], lengths = rows.map(({ length }) => length), limits = XLMR, seconds?: number[]) =>
  packTokens(
    {
      ...{ inputIds: Int32Array.from(rows.flat()), rows: rows.length, sequence: rows[0]!.length },
      ...{ lengths: Int32Array.from(lengths), ...(seconds && { seconds: Int32Array.from(seconds) }) },
    },
    limits,
  );

test("padding is left out, and XLM-R's positions start after the padding's", () => {
  const rows = [
    [0, 7, 8, 2],
    [0, 2, 1, 1],
  ];
  const tokens = pack(rows, [4, 2]);
  expect(tokens).toEqual({
    rows: 2,
    sequence: 4,
    count: 6,
    ids: Int32Array.of(0, 7, 8, 2, 0, 2),
    padId: 1,
    positions: Int32Array.of(2, 3, 4, 5, 2, 3),
    types: null,
    places: Int32Array.of(0, 1, 2, 3, 4, 5),
    firstPlaces: Int32Array.of(0, 4),
    starts: Int32Array.of(0, 4, 6),
  });
});

test("a pad that a text spells out is a token, and XLM-R's positions skip it as Hugging Face's do", () => {
  const { ids, positions } = pack([[0, 1, 9, 2]]);
  expect(ids).toEqual(Int32Array.of(0, 1, 9, 2));
  expect(positions).toEqual(Int32Array.of(2, 1, 3, 4));
});

describe("of a BERT", () => {
  const rows = [
    [2, 7, 3, 8, 3],
    [2, 0, 3, 0, 0],
  ];

  test("positions begin with 0, and what is padding depends on the length and on no id", () => {
    const { ids, positions } = pack(rows, [5, 3], BERT);
    expect(ids).toEqual(Int32Array.of(2, 7, 3, 8, 3, 2, 0, 3));
    expect(positions).toEqual(Int32Array.of(0, 1, 2, 3, 4, 0, 1, 2));
  });

  test("tokens are of type 1 from where the second text begins; rows of one text have none", () => {
    expect(pack(rows, [5, 3], BERT, [3, 3]).types).toEqual(Int32Array.of(0, 0, 0, 1, 1, 0, 0, 0));
    expect(pack(rows, [5, 3], BERT, [3, 1]).types).toEqual(Int32Array.of(0, 0, 0, 1, 1, 0, 1, 1));
    expect(pack(rows, [5, 3], BERT, [5, 5]).types).toBeNull();
    expect(pack(rows, [5, 3], BERT).types).toBeNull();
  });

  test("two types are refused where the model knows one", () => {
    expect(() => pack(rows, [5, 3], { ...BERT, typeVocabSize: 1 }, [3, 3])).toThrow(/two types.* model knows one/);
  });
});

describe("a batch that does not fit the model is refused by row and cause", () => {
  test.for([
    {
      fault: "a row without tokens",
      rows: [
        [0, 2],
        [1, 1],
      ],
      lengths: [2, 0],
      message: /Row 1 .* has 0 tokens, but rows have 1 to 2/,
    },
    {
      fault: "a row longer than the batch",
      rows: [[0, 2]],
      lengths: [3],
      message: /Row 0 .* 3 tokens, but rows have 1 to 2/,
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
  ])("$fault", ({ rows, lengths, message }) => {
    expect(() => pack(rows, lengths)).toThrow(message);
  });

  test("the wrong number of ids", () => {
    const batch = { inputIds: new Int32Array(5), rows: 2, sequence: 3, lengths: Int32Array.of(3, 3) };
    expect(() => packTokens(batch, XLMR)).toThrow(/5 ids and 2 lengths, not 2 rows of 3/);
  });
});

test("segments can leave an id out", () => {
  const { ids, order, starts } = segmentsOf(Int32Array.of(4, 0, 7, 0, 4), 0);
  expect({ ids, order, starts }).toEqual({
    ids: Int32Array.of(4, 7),
    order: Int32Array.of(0, 4, 2),
    starts: Int32Array.of(0, 2, 3),
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
