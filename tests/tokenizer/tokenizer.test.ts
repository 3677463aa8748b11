import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTokenizer, TokenizerError } from "../../src/tokenizer/index.ts";

const file = readFileSync(new URL("../golden/tokenizer/tokenizer.json", import.meta.url), "utf8");
const tokenizer = parseTokenizer(file, "tokenizer.json");

/** The file with some of its parts replaced. */
const withParts = (parts: Record<string, unknown>) => JSON.stringify({ ...JSON.parse(file), ...parts });
const parse = (parts: Record<string, unknown>) => () => parseTokenizer(withParts(parts), "models/x/tokenizer.json");

/** A tokenizer of a few pieces, for what depends on their scores. */
function tiny(pieces: [string, number][]) {
  const specials = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"].map((piece) => [piece, 0]);
  return parseTokenizer(
    JSON.stringify({
      pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: "always" },
      model: { type: "Unigram", unk_id: 3, vocab: [...specials, ...pieces] },
    }),
    "tiny.json",
  );
}

test("knows its special tokens and its size", () => {
  const { vocab } = JSON.parse(file).model;
  expect(tokenizer.specials).toEqual({ bos: 0, pad: 1, eos: 2, unk: 3, mask: vocab.length - 1 });
  expect(tokenizer.vocabSize).toBe(vocab.length);
});

describe("Unigram", () => {
  test("takes the likeliest pieces, not the longest", () => {
    expect(
      tiny([
        ["▁", -1],
        ["a", -1],
        ["b", -1],
        ["▁ab", -4],
        ["▁a", -1.5],
      ]).encode("ab").ids,
    ).toEqual([9, 7]);
  });

  test("neighbouring unknown characters are one unknown token that spans them", () => {
    const { ids, offsets } = tiny([
      ["▁", -1],
      ["a", -1],
    ]).encode("a𐍈𐍉a");
    expect(ids).toEqual([5, 6, 3, 6]);
    expect(offsets).toEqual([
      [0, 1],
      [0, 1],
      [1, 3],
      [3, 4],
    ]); // code points, though each of them has two UTF-16 units
  });

  test("an unknown costs ten more than the worst piece, so a bad piece still beats it", () => {
    expect(
      tiny([
        ["▁", -1],
        ["ab", -100],
      ]).encode("ab").ids,
    ).toEqual([5, 6]);
  });
});

describe("encodePair", () => {
  test("never exceeds maxLength and keeps the frame <s> A </s> </s> B </s>", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 4, max: 40 }),
        (a, b, max) => {
          const { bos, eos } = tokenizer.specials;
          const { ids, offsets } = tokenizer.encodePair(a, b, max);
          const whole = tokenizer.encode(a).ids.length + tokenizer.encode(b).ids.length + 4;
          expect(ids.length).toBe(Math.min(max, whole));
          expect(offsets.length).toBe(ids.length);
          expect(ids[0]).toBe(bos);
          expect(ids.at(-1)).toBe(eos);
          expect(ids.join(" ")).toContain(`${eos} ${eos}`);
        },
      ),
    );
  });

  test("refuses a length that has no room for the special tokens", () => {
    expect(() => tokenizer.encodePair("a", "b", 3)).toThrow(/maxLength is 3/);
    expect(() => tokenizer.encodePair("a", undefined, 1)).toThrow(/maxLength is 1/);
  });
});

test("any text at all is tokenized, with spans inside it and in order", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const length = [...text].length;
      const { ids, offsets } = tokenizer.encode(text);
      expect(ids.every((id) => id >= 0 && id < tokenizer.vocabSize)).toBe(true);
      for (const [start, end] of offsets) expect(0 <= start && start <= end && end <= length).toBe(true);
    }),
  );
});

test("a lone surrogate is read as U+FFFD", () => {
  expect(tokenizer.encode("a\ud800b")).toEqual(tokenizer.encode("a\ufffdb"));
});

describe("what is neither XLM-R's kind nor BERT's is refused by name", () => {
  const model = JSON.parse(file).model;
  test.each([
    ["BPE", { model: { type: "BPE", vocab: {}, merges: [] } }, /"BPE".*not supported/],
    ["WordPiece without its settings", { model: { type: "WordPiece", vocab: {} } }, /model\.unk_token/],
    ["byte fallback", { model: { ...model, byte_fallback: true } }, /byte_fallback.*byte fallback/],
    ["another normalizer", { normalizer: { type: "BertNormalizer" } }, /normalizer "BertNormalizer"/],
    [
      "a pattern of another dialect",
      { normalizer: { type: "Replace", pattern: { Regex: "\\p{L}" }, content: "" } },
      /Replace/,
    ],
    ["no pre-tokenizer", { pre_tokenizer: null }, /pre_tokenizer "none"/],
    ["ByteLevel", { pre_tokenizer: { type: "ByteLevel" } }, /pre_tokenizer "ByteLevel"/],
    ["another template", { post_processor: { type: "TemplateProcessing", single: [], pair: [] } }, /template ""/],
    ["another post-processor", { post_processor: { type: "BertProcessing" } }, /post_processor "BertProcessing"/],
    ["no vocabulary", { model: { type: "Unigram", unk_id: 0, vocab: [] } }, /model\.vocab/],
    ["an unknown id beyond the vocabulary", { model: { ...model, unk_id: 1e6 } }, /unk_id is 1000000/],
    ["a piece without a score", { model: { ...model, vocab: [["a"]] } }, /model\.vocab\.0/],
    ["half a surrogate pair", { model: { ...model, vocab: [["\ud800", 0]] } }, /model\.vocab\.0\.0.*Unicode/],
    ["an added token at the wrong id", { added_tokens: [{ id: 7, content: "<s>" }] }, /"<s>" has id 7.*place is 0/],
    ["added tokens far apart", { added_tokens: [{ id: 2 ** 40, content: "<far>" }] }, /"<far>"/],
    ["no <mask>", { added_tokens: [], model: { ...model, vocab: model.vocab.slice(0, -1) } }, /no token "<mask>"/],
  ])("%s", (_, parts, message) => {
    expect(parse(parts)).toThrow(TokenizerError);
    expect(parse(parts)).toThrow(message);
    expect(parse(parts)).toThrow(/^models\/x\/tokenizer\.json/);
  });

  test("a file that is not JSON, or no object", () => {
    expect(() => parseTokenizer(file.slice(0, 1000), "t.json")).toThrow(/^t\.json: is not JSON.*download complete/);
    expect(() => parseTokenizer("[]", "t.json")).toThrow(TokenizerError);
    expect(() => parseTokenizer("null", "t.json")).toThrow(TokenizerError);
  });
});

describe("a broken charsmap is found out, whatever is wrong with it", () => {
  const charsmap: Uint8Array = Buffer.from(JSON.parse(file).normalizer.precompiled_charsmap, "base64");
  const withCharsmap = (bytes: Uint8Array) =>
    withParts({
      normalizer: { type: "Precompiled", precompiled_charsmap: Buffer.from(bytes).toString("base64") },
    });
  const texts = ["ﬁne ½ ｆｕｌｌ é e\u0301 \u0001 가 ガ ℃", "\u0344\u212b㍿", "ﷺ ﻻ"];

  test.each([
    ["empty", new Uint8Array(0)],
    ["a trie longer than the file", Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0)],
    ["a trie of no units", Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0)],
    ["cut inside the trie", charsmap.subarray(0, 1000)],
  ])("%s", (_, bytes) => {
    expect(() => parseTokenizer(withCharsmap(bytes), "t.json")).toThrow(/t\.json.*precompiled_charsmap is broken/);
  });

  test("not base64", () => {
    expect(parse({ normalizer: { type: "Precompiled", precompiled_charsmap: "§" } })).toThrow(/not base64/);
  });

  test("random damage gives a TokenizerError or tokens, never another exception and never a hang", () => {
    const small = (at: number, bytes: number[]) => {
      const damaged = Uint8Array.from(charsmap);
      damaged.set(bytes.slice(0, damaged.length - at), at);
      return JSON.stringify({
        normalizer: { type: "Precompiled", precompiled_charsmap: Buffer.from(damaged).toString("base64") },
        pre_tokenizer: { type: "Metaspace" },
        model: {
          type: "Unigram",
          unk_id: 3,
          vocab: ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "▁"].map((p) => [p, -1]),
        },
      });
    };
    const trieBytes = new DataView(charsmap.buffer, charsmap.byteOffset).getUint32(0, true);
    const place = fc.oneof(
      fc.integer({ min: 0, max: charsmap.length - 1 }),
      fc.integer({ min: 0, max: 2048 }),
      fc.integer({ min: trieBytes, max: charsmap.length - 1 }),
    );
    fc.assert(
      fc.property(place, fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 2000 }), (at, bytes) => {
        try {
          const damaged = parseTokenizer(small(at, bytes), "t.json");
          for (const text of texts) damaged.encode(text);
        } catch (error) {
          expect(error).toBeInstanceOf(TokenizerError);
        }
      }),
      { numRuns: 50 },
    );
  });
});
