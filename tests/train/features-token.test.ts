import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTokenizer } from "../../src/tokenizer/index.ts";
import { tokenFeatures } from "../../src/train/features-token.ts";
import { TOKENIZER_JSON } from "../support/tiny-checkpoint.ts";

const tokenizer = parseTokenizer(TOKENIZER_JSON, "tokenizer.json");
const { bos, eos } = tokenizer.specials;

const featuresOf = (words: readonly string[], { maxLength = 128, language = "en" } = {}) => {
  const example = { words, tags: words.map((_, i) => i % 5) };
  return tokenFeatures(example, { tokenizer, maxLength, language });
};

/** The one row, with its target. */
function rowOf(features: ReturnType<typeof featuresOf>) {
  const [row] = features.rows;
  if (row?.target.kind !== "token") throw new Error("There is no row with tags.");
  return { ids: row.ids, target: row.target };
}

/** Logits of five classes that say for each labelled word its place in the sentence, modulo 5. */
const saying = (labels: readonly number[]) =>
  Float32Array.from(labels.flatMap((label) => Array.from({ length: 5 }, (_, c) => (c === label ? 1 : 0))));

const SENTENCES: [string, string[]][] = [
  ["English", ["Anna", "Berg", "saw", "Rome", "."]],
  ["Thai", ["ฉัน", "รัก", "น้ำ", "ครับ"]],
  ["Arabic", ["زارت", "آنّا", "القاهِرة", "أمس", "."]],
  ["Hindi", ["मैं", "दिल्ली", "गया", "।"]],
  ["emoji, joined ones too", ["I", "❤️", "👨‍👩‍👧", "🇩🇪", "!"]],
  ["combining marks", ["Ca\u0301fe\u0301", "n\u0303", "e\u0301\u0302", "x"]],
  ["what normalisation makes longer", ["½", "ﬁne", "㎏", "…", "№"]],
  ["words with spaces within", ["New York", "1 000", "is"]],
];

describe("a sentence for tagging", () => {
  test.each(SENTENCES)("has each word's own tokens and its tag on the first of them: %s", (_, words) => {
    const { ids, target } = rowOf(featuresOf(words));
    const pieces = words.map((word) => tokenizer.encode(word).ids);
    expect(ids).toEqual([bos, ...pieces.flat(), eos]);
    const starts = pieces.map((_, i) => 1 + pieces.slice(0, i).flat().length);
    expect(target).toEqual({ kind: "token", positions: starts, labels: words.map((_, i) => i % 5) });
  });

  test("gives every word the tag that its first token got", () => {
    for (const [, words] of SENTENCES) {
      const features = featuresOf(words);
      const answer = features.answer([saying(words.map((_, i) => (i + 1) % 5))]);
      expect(answer).toMatchObject({ kind: "token", tags: words.map((_, i) => (i + 1) % 5) });
      expect(features.cutWords).toBe(0);
    }
  });

  test("leaves a word without tokens without a tag, and the others as they were", () => {
    const words = ["a", "\u200b", "b"];
    expect(tokenizer.encode("\u200b").ids).toEqual([]);
    const features = featuresOf(words);
    expect(rowOf(features).target.labels).toEqual([0, 2]);
    expect(features.answer([saying([3, 4])])).toMatchObject({ tags: [3, undefined, 4] });
    expect(features.cutWords).toBe(0);
  });

  test("has no row where no word has a token", () => {
    const features = featuresOf(["\u200b", "\u200b"]);
    expect(features.rows).toEqual([]);
    expect(features.answer([])).toMatchObject({ tags: [undefined, undefined] });
  });

  test("is cut when it is too long; the words that are lost are counted and get no tag", () => {
    const words = ["Anna", "Berg", "saw", "Rome", "and", "Berlin"];
    const counts = words.map((word) => tokenizer.encode(word).ids.length);
    // Room for all of three words and the first token of the fourth.
    const maxLength = 2 + counts.slice(0, 3).reduce((sum, count) => sum + count, 0) + 1;
    const features = featuresOf(words, { maxLength });
    const { ids, target } = rowOf(features);
    expect(ids).toHaveLength(maxLength);
    expect(ids.at(-1)).toBe(eos);
    expect(target.labels).toEqual([0, 1, 2, 3]);
    expect(features.cutWords).toBe(2);
    expect(features.answer([saying([0, 0, 0, 0])])).toMatchObject({ tags: [0, 0, 0, 0, undefined, undefined] });
  });

  test.each(["zh", "th"])("in %s leaves out a token that only begins a word, unless it is all there is", (language) => {
    const words = ["中", "国", "人"];
    const blank = tokenizer.blank!;
    const whole = rowOf(featuresOf(words));
    expect(whole.ids.filter((id) => id === blank)).toHaveLength(3);
    const { ids, target } = rowOf(featuresOf(words, { language }));
    expect(ids).toEqual(whole.ids.filter((id) => id !== blank));
    expect(target.positions).toEqual([1, 2, 3]);
  });

  test("has as many ascending positions within the row as words with tokens, whatever the words", () => {
    const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }).filter((text) => text.trim() !== "");
    const language = fc.constantFrom("en", "th");
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), language, (words, language) => {
        const features = featuresOf(words, { language, maxLength: 24 });
        if (features.rows.length === 0) return;
        const { ids, target } = rowOf(features);
        expect(ids.length).toBeLessThanOrEqual(24);
        expect(target.positions).toEqual([...new Set(target.positions)].sort((a, b) => a - b));
        expect(target.positions[0]).toBe(1);
        expect(target.positions.at(-1)!).toBeLessThan(ids.length - 1);
        const answer = features.answer([saying(target.labels)]);
        const tagged = answer.kind === "token" ? answer.tags.filter((tag) => tag !== undefined) : [];
        expect(tagged).toEqual(target.labels);
      }),
      { numRuns: 300 },
    );
  });
});
