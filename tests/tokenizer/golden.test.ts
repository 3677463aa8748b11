import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseTokenizer, type Tokenizer } from "../../src/tokenizer/index.ts";
import { randomStrings } from "./random-strings.ts";

interface Case {
  text: string;
  ids: number[];
  offsets: [number, number][];
}
interface Golden {
  texts: Case[];
  pairs: { a: string; b: string | null; maxLength: number; ids: number[]; offsets: [number, number][] }[];
  variants: ({ name: string; texts: Case[] } & Record<string, unknown>)[];
  codePoints: { perBlock: number; hashes: string[] };
  random: { seed: number; count: number; perBlock: number; pool: string[]; hashes: string[] };
}

const read = (name: string) => readFileSync(new URL(`../golden/tokenizer/${name}`, import.meta.url), "utf8");
const file = read("tokenizer.json");
const golden = JSON.parse(read("cases.json")) as Golden;
const tokenizer = parseTokenizer(file, "tokenizer.json");

/** The hash that tools/goldens/tokenizer.py keeps of a block of texts. */
function blockHash(texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const text of texts) {
    const { ids, offsets } = tokenizer.encode(text);
    hash.update(`${ids.map((id, token) => `${id}:${offsets[token]!.join("-")}`).join(" ")}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

function expectSame(other: Tokenizer, texts: readonly Case[]): void {
  const found = texts.map(({ text }) => ({ text, ...other.encode(text) }));
  expect(found).toEqual(texts);
}

describe("the tokenizer agrees with the Rust library, ids and offsets", () => {
  test("on sentences of many scripts and on hard cases", () => expectSame(tokenizer, golden.texts));

  test.each(golden.variants)("$name", ({ name: _, texts, ...changes }) => {
    const document = JSON.parse(file);
    const own = document.normalizer.precompiled_charsmap;
    const changed = JSON.stringify({ ...document, ...changes }, (key, value) =>
      key === "precompiled_charsmap" && value === null ? own : value,
    );
    expectSame(parseTokenizer(changed, "tokenizer.json"), texts);
  });

  test.each(golden.pairs)("on a pair cut to $maxLength tokens: $a / $b", ({ a, b, maxLength, ids, offsets }) => {
    expect(tokenizer.encodePair(a, b ?? undefined, maxLength)).toEqual({ ids, offsets });
  });

  test("on every code point in use, and samples of the empty planes", { timeout: 60_000 }, () => {
    const { perBlock, hashes } = golden.codePoints;
    const different = hashes.flatMap((hash, block) => {
      const plane = Math.floor((block * perBlock) / 0x10000);
      if (plane > 2 && plane !== 14 && block % 16 !== 0) return [];
      const texts = Array.from({ length: perBlock }, (_, index) => block * perBlock + index)
        .filter((codePoint) => codePoint < 0xd800 || codePoint >= 0xe000)
        .map((codePoint) => String.fromCodePoint(codePoint));
      return blockHash(texts) === hash ? [] : [`U+${(block * perBlock).toString(16)}`];
    });
    expect(different).toEqual([]);
  });

  test("on 20,000 random strings of the characters that are hard", { timeout: 60_000 }, () => {
    const { perBlock, hashes, pool, count, seed } = golden.random;
    const texts = randomStrings(seed, count, pool);
    const different = hashes.flatMap((hash, block) =>
      blockHash(texts.slice(block * perBlock, (block + 1) * perBlock)) === hash ? [] : [block],
    );
    expect(different).toEqual([]);
  });
});

test("many texts take little time: 15,000 pairs in a few seconds", { timeout: 60_000 }, () => {
  const { texts } = golden;
  const started = performance.now();
  let tokens = 0;
  for (let pair = 0; pair < 15_000; pair++) {
    const a = `${texts[pair % 43]!.text} ${pair}`;
    tokens += tokenizer.encodePair(a, texts[(pair * 7) % 43]!.text, 64).ids.length;
  }
  expect(tokens).toBeGreaterThan(100_000);
  expect(performance.now() - started).toBeLessThan(10_000); // about 1 s on a free machine
});
