import { beforeAll, describe, expect, test } from "vitest";
import { chunkScores, chunksOf } from "../../src/metrics/index.ts";
import { NER_FRAMES, NER_LANGUAGES, type NerLanguage } from "../../src/minixglue/tagged/ner/language.ts";
import { NER_LABELS } from "../../src/minixglue/tagged/ner/sentence.ts";
import { type NerExample, nerExample } from "../../src/minixglue/tagged-sets.ts";
import { gazetteer, wordByWord } from "./tagged.ts";

const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 1000;
const TEST_SIZE = 400;

const examples = (split: "train" | "dev" | "test", language: NerLanguage, size: number): NerExample[] =>
  Array.from({ length: size }, (_, index) => nerExample(split, language, index));
/** "Anna/B-PER lives in Rome/B-LOC ." */
const shown = ({ words, tags }: NerExample) =>
  words.map((word, index) => (tags[index] === "O" ? word : `${word}/${tags[index]}`)).join(" ");
const types = ({ tags }: NerExample) =>
  chunksOf(tags)
    .map(({ type }) => type)
    .filter((type) => type !== "O");

let train: Record<NerLanguage, NerExample[]>;
let held: Record<NerLanguage, NerExample[]>;
beforeAll(() => {
  const all = (split: "train" | "test", size: number) =>
    Object.fromEntries(NER_LANGUAGES.map((language) => [language, examples(split, language, size)])) as typeof train;
  train = all("train", TRAIN_SIZE);
  held = all("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

describe.each(NER_LANGUAGES.map((language) => [language]))("%s", (language) => {
  test("gives each word one label, and every entity a beginning", () => {
    const isLabelled = ({ words, tags }: NerExample) =>
      tags.length === words.length &&
      words.every((word) => word !== "" && !/[\s{}]/.test(word)) &&
      tags.every(
        (tag, index) =>
          NER_LABELS.includes(tag) &&
          (!tag.startsWith("I-") || ["B", "I"].some((part) => part + tag.slice(1) === tags[index - 1])),
      );
    expect([...train[language], ...held[language]].filter((example) => !isLabelled(example)).map(shown)).toEqual([]);
  });

  test("has every label in a test set of 160, and entities of one and of several words of each type", () => {
    const few = held[language].slice(0, 160);
    expect(new Set(few.flatMap(({ tags }) => tags))).toEqual(new Set(NER_LABELS));
    for (const type of ["PER", "LOC", "ORG", "MISC"]) {
      const lengths = few.flatMap(({ tags }) =>
        chunksOf(tags)
          .filter((chunk) => chunk.type === type)
          .map(({ start, end }) => end - start),
      );
      expect(Math.min(...lengths), type).toBe(0);
      expect(Math.max(...lengths), type).toBeGreaterThan(0);
    }
  });

  test("says in example N what it says in English, entity by entity", () => {
    held[language].forEach((example, index) => {
      const english = held.en[index]!;
      // Spanish writes the names of peoples with a small letter, and its corpus does not tag them.
      const isPeople = NER_FRAMES[index % NER_FRAMES.length] === "nationals";
      const expected = isPeople && language === "es" ? ["LOC"] : types(english).sort();
      expect(types(example).sort(), shown(example)).toEqual(expected);
    });
  });

  test("makes the same sentence whenever it is asked", () => {
    for (const index of [311, 7, 0]) expect(nerExample("test", language, index)).toEqual(held[language][index]);
  });

  test("no sentence of one split is one of another, capitals aside", () => {
    const text = ({ words }: NerExample) => words.join(" ").toLowerCase();
    const seen = new Set([...train[language], ...examples("dev", language, 200)].map(text));
    expect(held[language].map(text).filter((sentence) => seen.has(sentence))).toEqual([]);
  });

  test("uses one word for different things: a list of words cannot tell them", () => {
    const labels = new Map<string, Set<string>>();
    for (const { words, tags } of train[language]) {
      words.forEach((word, index) => {
        const key = word.toLowerCase();
        labels.set(key, (labels.get(key) ?? new Set()).add(tags[index]!));
      });
    }
    const of = (word: string) => [...(labels.get(word) ?? [])];
    const word = { en: "baker", de: "bäcker", es: "panadero", nl: "bakker" }[language];
    expect(of(word)).toEqual(expect.arrayContaining(["O", "B-PER", "I-PER", "B-ORG"]));
    expect(of("madrid")).toEqual(expect.arrayContaining(["B-LOC", "B-ORG", "I-PER"]));
    expect(of("martin").length + of("martín").length).toBeGreaterThanOrEqual(3);
    const ambiguous = [...labels].filter(([, tags]) => tags.size > 1);
    expect(ambiguous.length).toBeGreaterThan(50);
  });

  /**
   * Measured: a word's most frequent label reaches 46 % F1, however much there is to learn from; a list of names 62 % with
   * 600 sentences and 71 % with 2000. The bars leave room for another seed; above them, the context would decide too little.
   */
  test("is beyond a table of words and beyond a list of names", () => {
    const gold = held[language].map(({ tags }) => tags);
    const scored = (predict: (words: readonly string[]) => string[]) =>
      chunkScores(
        gold,
        held[language].map(({ words }) => predict(words)),
      ).f1;
    const byWord = scored(wordByWord(train[language], "O"));
    const byName = scored(gazetteer(train[language]));
    expect(byWord).toBeLessThan(0.55);
    expect(byName).toBeLessThan(0.75);
    // And names do tell something: the task is not made of noise.
    expect(byName).toBeGreaterThan(0.4);
  });
});

test.each([
  ["en", 6, "Tom/B-PER studies at the University/B-ORG of/I-ORG Vienna/I-ORG ."],
  ["de", 13, "In Moskau/B-LOC fielen die Aktien von Koch/B-ORG um 5 % ."],
  ["es", 14, "7 ESPAÑOLES ESTÁN EN BANGKOK/B-LOC ."],
  ["nl", 14, "7 SPANJAARDEN/B-MISC ZIJN IN BANGKOK/B-LOC ."],
] as const)("%s: example %i is what was proofread", (language, index, sentence) => {
  expect(shown(held[language][index]!)).toBe(sentence);
});
