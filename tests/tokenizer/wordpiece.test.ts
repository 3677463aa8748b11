import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTokenizer, type Tokenizer, TokenizerError } from "../../src/tokenizer/index.ts";
import { randomStrings } from "./random-strings.ts";

interface Case {
  text: string;
  ids: number[];
  offsets: [number, number][];
}
interface Golden {
  texts: Case[];
  pairs: (Omit<Case, "text"> & { a: string; b: string | null; maxLength: number; types: number[] })[];
  variants: ({ name: string; texts: Case[] } & Record<string, unknown>)[];
  codePoints: { perBlock: number; alone: string[]; withinWords: string[]; withinWordsUncased: string[] };
  random: { seed: number; count: number; perBlock: number; pool: string[]; hashes: string[]; hashesUncased: string[] };
}

const read = (name: string) => readFileSync(new URL(`../golden/wordpiece/${name}`, import.meta.url), "utf8");
const file = read("tokenizer.json");
const golden = JSON.parse(read("cases.json")) as Golden;

const changed = (changes: Record<string, unknown>) => JSON.stringify({ ...JSON.parse(file), ...changes });
const cased = parseTokenizer(file, "tokenizer.json");
const uncased = parseTokenizer(
  changed({ normalizer: { ...JSON.parse(file).normalizer, lowercase: true } }),
  "tokenizer.json",
);

/** The hash that tools/goldens/wordpiece.py keeps of a block of texts. */
function blockHash(tokenizer: Tokenizer, texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const text of texts) {
    const { ids, offsets } = tokenizer.encode(text);
    hash.update(`${ids.map((id, token) => `${id}:${offsets[token]!.join("-")}`).join(" ")}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

describe("a BERT's tokenizer agrees with the Rust library in ids, offsets and types", () => {
  test("on sentences of many scripts and on hard cases", () => {
    expect(golden.texts.map(({ text }) => ({ text, ...cased.encode(text) }))).toEqual(golden.texts);
  });

  test.each(golden.variants)("$name", ({ name: _, texts, ...changes }) => {
    const other = parseTokenizer(changed(changes), "tokenizer.json");
    expect(texts.map(({ text }) => ({ text, ...other.encode(text) }))).toEqual(texts);
  });

  test.each(golden.pairs)("on a pair cut to $maxLength tokens: $a / $b", ({ a, b, maxLength, ids, offsets, types }) => {
    const found = cased.encodePair(a, b ?? undefined, maxLength);
    expect({ ids: found.ids, offsets: found.offsets }).toEqual({ ids, offsets });
    expect(ids.map((_, token) => (token >= (found.second ?? ids.length) ? 1 : 0))).toEqual(types);
  });

  test.each([
    { where: "alone", tokenizer: cased, form: (character: string) => character },
    { where: "withinWords", tokenizer: cased, form: (character: string) => `a${character}s` },
    { where: "withinWordsUncased", tokenizer: uncased, form: (character: string) => `a${character}s` },
  ] as const)("on every code point in use, and samples of the empty planes, $where", ({ where, tokenizer, form }) => {
    const { perBlock, [where]: hashes } = golden.codePoints;
    const different = hashes.flatMap((hash, block) => {
      const plane = Math.floor((block * perBlock) / 0x10000);
      if (plane > 2 && plane !== 14 && block % 16 !== 0) return [];
      const texts = Array.from({ length: perBlock }, (_, index) => block * perBlock + index)
        .filter((codePoint) => codePoint < 0xd800 || codePoint >= 0xe000)
        .map((codePoint) => form(String.fromCodePoint(codePoint)));
      return blockHash(tokenizer, texts) === hash ? [] : [`U+${(block * perBlock).toString(16)}`];
    });
    expect(different).toEqual([]);
  });

  test.each([
    { form: "hashes", tokenizer: cased },
    { form: "hashesUncased", tokenizer: uncased },
  ] as const)("on 20,000 random strings of the characters that are hard: $form", ({ form, tokenizer }) => {
    const { perBlock, [form]: hashes, pool, count, seed } = golden.random;
    const texts = randomStrings(seed, count, pool);
    const different = hashes.flatMap((hash, block) =>
      blockHash(tokenizer, texts.slice(block * perBlock, (block + 1) * perBlock)) === hash ? [] : [block],
    );
    expect(different).toEqual([]);
  });
});

test("the special tokens are BERT's, and no token is a word's mere beginning", () => {
  expect(cased.specials).toEqual({ pad: 0, unk: 1, bos: 2, eos: 3, mask: 4 });
  expect(cased.vocabSize).toBe(Object.keys(JSON.parse(file).model.vocab).length);
  expect(cased.blank).toBeUndefined();
});

test("a word with an unknown part is unknown as a whole, and no other word is", () => {
  const { ids, offsets } = cased.encode("apples applesᚠ apples");
  const known = cased.encode("apples");
  const { unk } = cased.specials;
  expect(ids).toEqual([...known.ids, unk, ...known.ids]);
  expect(offsets[known.ids.length]).toEqual([7, 14]);
});

test("offsets lie within the text, in order, whatever the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      for (const tokenizer of [cased, uncased]) {
        const { ids, offsets } = tokenizer.encode(text);
        expect(offsets).toHaveLength(ids.length);
        let last = 0;
        for (const [start, end] of offsets) {
          expect(start).toBeGreaterThanOrEqual(last === 0 ? 0 : Math.min(start, last));
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual([...text].length);
      }
    }),
  );
});

describe("what is not BERT's kind is refused by name", () => {
  const { model, normalizer, added_tokens: added } = JSON.parse(file);
  const template = (pair: string) => ({
    type: "TemplateProcessing",
    single: [["[CLS]", 0] as const, ["A", 0] as const, ["[SEP]", 0] as const].map(pieceOf),
    pair: pair.split(" ").map((piece) => pieceOf(piece.split(":") as [string, string])),
  });
  const pieceOf = ([id, type]: readonly [string, string | number]) => {
    const piece = { id, type_id: Number(type) };
    return id.length === 1 ? { Sequence: piece } : { SpecialToken: piece };
  };
  test.each([
    ["another normalizer", { normalizer: { type: "NFKC" } }, /normalizer "NFKC" is not supported/],
    ["no normalizer", { normalizer: null }, /normalizer "none"/],
    [
      "a normalizer without a setting",
      { normalizer: { ...normalizer, lowercase: undefined } },
      /normalizer\.lowercase/,
    ],
    ["another pre-tokenizer", { pre_tokenizer: { type: "Whitespace" } }, /pre_tokenizer "Whitespace"/],
    [
      "a template with one type",
      { post_processor: template("[CLS]:0 A:0 [SEP]:0 B:0 [SEP]:0") },
      /template "\[CLS\]:0 \$A:0 \[SEP\]:0 \$B:0 \[SEP\]:0" is not BERT's/,
    ],
    [
      "other special tokens",
      { post_processor: { type: "BertProcessing", sep: ["</s>", 1], cls: ["<s>", 0] } },
      /puts "<s>" and "<\/s>", not BERT's/,
    ],
    [
      "an unknown token that is not there",
      { model: { ...model, unk_token: "[OOV]" } },
      /"\[OOV\]" is not in the vocab/,
    ],
    ["no vocabulary", { model: { ...model, vocab: undefined } }, /model\.vocab: is not an object/],
    ["a list for a vocabulary", { model: { ...model, vocab: ["a"] } }, /model\.vocab: is not an object/],
    ["an id twice", { model: { ...model, vocab: { ...model.vocab, again: 7 } } }, /gives "again" the id 7/],
    ["an id that is no number", { model: { ...model, vocab: { a: "0" } } }, /gives "a" the id "0"/],
    ["no [MASK]", { model: withoutMask(), added_tokens: added.slice(0, 4) }, /no token "\[MASK\]"/],
    ["an added token in another's place", { added_tokens: [{ id: 9, content: "[CLS]" }] }, /"\[CLS\]" has id 9/],
    [
      "no prefix of continuing pieces",
      { model: { ...model, continuing_subword_prefix: "" } },
      /continuing_subword_prefix/,
    ],
  ])("%s", (_, changes, message) => {
    const parse = () => parseTokenizer(changed(changes), "models/x/tokenizer.json");
    expect(parse).toThrow(TokenizerError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/^models\/x\/tokenizer\.json: /);
  });

  function withoutMask() {
    const { "[MASK]": id, ...vocab } = model.vocab;
    return { ...model, vocab: { ...vocab, masked: id } };
  }
});

test("many texts take little time: 15,000 pairs in a few seconds", { timeout: 60_000 }, () => {
  const { texts } = golden;
  const started = performance.now();
  let tokens = 0;
  for (let pair = 0; pair < 15_000; pair++) {
    tokens += cased.encodePair(`${texts[pair % 43]!.text} ${pair}`, texts[(pair * 7) % 43]!.text, 64).ids.length;
  }
  expect(tokens).toBeGreaterThan(100_000);
  expect(performance.now() - started).toBeLessThan(10_000); // about 1 s on a free machine
});
