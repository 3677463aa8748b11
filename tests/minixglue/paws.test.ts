import { beforeAll, describe, expect, test } from "vitest";
import { JOINING_LANGUAGES } from "../../src/minixglue/conjunctions.ts";
import { type Meaning, meaningKey, type Split } from "../../src/minixglue/meaning.ts";
import { type Compound, PAWS_LABELS, type PawsPair } from "../../src/minixglue/paws.ts";
import { pawsExample, pawsPair } from "../../src/minixglue/texts.ts";
import { judge } from "./inference.ts";
import { accuracyBy, SHORTCUTS, type TextPair, unevenness, wordsOf } from "./shortcuts.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 1200;
const TEST_SIZE = 600;
const DEV_SIZE = 20;

const indices = (size: number) => Array.from({ length: size }, (_, index) => index);
const pairsOf = (split: Split, size: number) => indices(size).map((index) => pawsPair(split, index));
const factsOf = ({ first, second }: PawsPair): Meaning[] => [...first.facts, ...second.facts];

let train: readonly PawsPair[];
let held: readonly PawsPair[];
beforeAll(() => {
  train = pairsOf("train", TRAIN_SIZE);
  held = pairsOf("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

/** Each fact of the one follows from one of the other's. */
const follows = (from: Compound, to: Compound) =>
  to.facts.every((fact) => from.facts.some((told) => judge(told, fact) === "entailment"));

test("a paraphrase says what the first sentence says; any other pair does not, either way", () => {
  for (const { first, second, label } of [...train, ...held]) {
    const outcome = [follows(first, second), follows(second, first)];
    expect(outcome, JSON.stringify([first, second])).toEqual(label === "1" ? [true, true] : [false, false]);
  }
});

test("every prefix of a set has as many paraphrases as others, give or take one", () => {
  expect(unevenness(train.map(({ label }) => label))).toBe(1);
});

test("no sentence repeats the other, in any language", () => {
  for (const language of JOINING_LANGUAGES)
    for (const index of indices(300)) {
      const { sentence1, sentence2 } = pawsExample("train", language, index);
      expect(sentence1).not.toBe(sentence2);
    }
});

test("the two sentences of a pair share nearly all their words, under either label", () => {
  for (const label of PAWS_LABELS) {
    const shares = indices(TEST_SIZE)
      .map((index) => pawsExample("test", "en", index))
      .filter((example) => example.label === label)
      .map(({ sentence1, sentence2 }) => {
        const other = new Set(wordsOf(sentence2));
        const words = [...new Set(wordsOf(sentence1))];
        return words.filter((word) => other.has(word)).length / words.length;
      });
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.9);
  }
});

test("nothing that the test set says is said in training or development", () => {
  const seen = new Set([...train, ...pairsOf("dev", DEV_SIZE)].flatMap(factsOf).map(meaningKey));
  expect(held.flatMap(factsOf).filter((fact) => seen.has(meaningKey(fact)))).toEqual([]);
});

test.each([
  ["en", "On Wednesday, the actor bought 8 skirts in the shop, and someone wore a dress at the market on Friday."],
  [
    "de",
    "Am Mittwoch hat der Schauspieler im Laden 8 Röcke gekauft, und jemand hat am Freitag auf dem Markt ein Kleid getragen.",
  ],
  ["es", "El miércoles, el actor compró 8 faldas en la tienda y alguien lució un vestido en el mercado el viernes."],
  ["fr", "Mercredi, l'acteur a acheté 8 jupes au magasin, et quelqu'un a porté une robe au marché vendredi."],
] as const)("in %s, clauses are joined as its writers do", (language, sentence) => {
  expect(pawsExample("train", language, 1).sentence1).toBe(sentence);
});

describe("reading words alone is guessing", () => {
  const BAR = 0.57;
  const english = (split: Split, size: number): TextPair[] =>
    indices(size).map((index) => {
      const { sentence1, sentence2, label } = pawsExample(split, "en", index);
      return { first: sentence1, second: sentence2, label: PAWS_LABELS.indexOf(label) };
    });

  let trainTexts: readonly TextPair[];
  let testTexts: readonly TextPair[];
  beforeAll(() => {
    trainTexts = english("train", TRAIN_SIZE);
    testTexts = english("test", TEST_SIZE);
  }, SETUP_TIMEOUT_MS);

  test.each(Object.entries(SHORTCUTS))("%s", (_, shortcut) => {
    expect(accuracyBy(shortcut, trainTexts, testTexts, 2)).toBeLessThan(BAR);
  });
});
