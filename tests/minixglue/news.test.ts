import { beforeAll, expect, test, vi } from "vitest";
import { KINDS, type Kind, TOPICS } from "../../src/minixglue/concepts.ts";
import { type NewsExample, newsExample } from "../../src/minixglue/datasets.ts";
import { LANGUAGES } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import type { Split } from "../../src/minixglue/meaning.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;

/** The largest sets that can be chosen. */
const TRAIN_SIZE = 5000;
const TEST_SIZE = 1000;

const english = (split: Split, size: number) =>
  Array.from({ length: size }, (_, index) => newsExample(split, "en", index));
const sentences = ({ body }: NewsExample): string[] => body.split(/(?<=\.) /);
/** Two word orders of one meaning have the same words. */
const words = (sentence: string): string => (sentence.toLowerCase().match(/[a-z]+|\d+/g) ?? []).sort().join(" ");

let train: readonly NewsExample[];
let held: readonly NewsExample[];
beforeAll(() => {
  train = english("train", TRAIN_SIZE);
  held = english("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

test("every prefix of a set has as many items of each category, give or take one", () => {
  const counts = new Map<string, number>(TOPICS.map((topic) => [topic, 0]));
  for (const { category } of train) {
    counts.set(category, (counts.get(category) ?? 0) + 1);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
  }
});

test("an item is a headline that names a thing of its category, and one to three sentences", () => {
  for (const example of train) {
    const things = Object.values<Kind>(KINDS).filter(({ topic }) => topic === example.category);
    const plurals = things.flatMap(({ nouns }) => nouns.map((noun) => GRAMMARS.en.plural(noun)));
    const first = /^[A-Z][a-z]+: (.+) and (.+)$/.exec(example.title)?.[1];
    expect(plurals, example.title).toContain(first);
    expect(sentences(example).length).toBeGreaterThanOrEqual(1);
    expect(sentences(example).length).toBeLessThanOrEqual(3);
  }
});

test("nothing that the test set says is said in training or development", () => {
  const seenItems = [...train, ...english("dev", TEST_SIZE)];
  const seenSentences = new Set(seenItems.flatMap(sentences).map(words));
  const seenTitles = new Set(seenItems.map(({ title }) => title));
  expect(held.flatMap(sentences).filter((sentence) => seenSentences.has(words(sentence)))).toEqual([]);
  expect(held.filter(({ title }) => seenTitles.has(title))).toEqual([]);
});

test("item N has the same category and as many sentences in every language", () => {
  // Languages without a full stop, or with one of their own, are counted by it; Thai has none.
  const counts = (language: (typeof LANGUAGES)[number]) =>
    Array.from({ length: 30 }, (_, index) => {
      const { body, category } = newsExample("test", language, index);
      return [category, body.split(/[.।۔。]/).length - 1];
    });
  for (const language of LANGUAGES.filter((one) => one !== "th"))
    expect(counts(language), language).toEqual(counts("en"));
});

test("an item depends on nothing but its split, language and index", async () => {
  const first = LANGUAGES.flatMap((language) => [7, 3].map((index) => newsExample("test", language, index)));
  vi.resetModules();
  const fresh = await import("../../src/minixglue/datasets.ts");
  const backwards = [...LANGUAGES]
    .reverse()
    .flatMap((language) => [3, 7].map((index) => fresh.newsExample("test", language, index)));
  expect(backwards.reverse()).toEqual(first);
});
