import { beforeAll, describe, expect, test, vi } from "vitest";
import { type NliExample, nliExample, nliPairInSplit } from "../../src/minixglue/datasets.ts";
import { LANGUAGES } from "../../src/minixglue/grammar.ts";
import { GRAMMARS } from "../../src/minixglue/languages/index.ts";
import { type Meaning, meaningKey, type Split } from "../../src/minixglue/meaning.ts";
import { NLI_LABELS, type NliPair } from "../../src/minixglue/nli.ts";
import { random } from "../../src/minixglue/random.ts";
import { realise } from "../../src/minixglue/realise.ts";
import { trainLogistic } from "../support/logistic.ts";
import { judge } from "./inference.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;

/** The largest sets that can be chosen. */
const TRAIN_SIZE = 5000;
const TEST_SIZE = 1000;

const pairsOf = (split: Split, size: number) =>
  Array.from({ length: size }, (_, index) => nliPairInSplit(split, index));
const keysOf = ({ premise, hypothesis }: NliPair) => [meaningKey(premise), meaningKey(hypothesis)];

let train: readonly NliPair[];
let held: readonly NliPair[];
beforeAll(() => {
  train = pairsOf("train", TRAIN_SIZE);
  held = pairsOf("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

const inEnglish = (meaning: Meaning) => realise(meaning, GRAMMARS.en, random(1, "inspection"));

test("every label is what follows from the two meanings, and no pair is a matter of taste", () => {
  const wrong = [...train, ...held].filter(({ premise, hypothesis, label }) => judge(premise, hypothesis) !== label);
  const shown = wrong.map(
    ({ premise, hypothesis, label }) =>
      `${inEnglish(premise)} / ${inEnglish(hypothesis)} is ${judge(premise, hypothesis)}, not ${label}`,
  );
  expect(shown).toEqual([]);
});

test("every prefix of a set has as many examples of each label, give or take one", () => {
  const counts = NLI_LABELS.map(() => 0);
  for (const { label } of train) {
    counts[NLI_LABELS.indexOf(label)]! += 1;
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  }
});

test("nothing that the test set says is said in training or development, in any language", () => {
  const seen = new Set([...train, ...pairsOf("dev", TEST_SIZE)].flatMap(keysOf));
  expect(held.flatMap(keysOf).filter((key) => seen.has(key))).toEqual([]);
});

test("premise and hypothesis never say the very same, and a set hardly repeats itself", () => {
  expect(train.filter((pair) => new Set(keysOf(pair)).size < 2)).toEqual([]);
  for (const pairs of [train, held]) {
    const distinct = new Set(pairs.map((pair) => keysOf(pair).join(" / "))).size;
    expect(distinct / pairs.length).toBeGreaterThan(0.97);
  }
});

test("an example depends on nothing but its split, language and index", async () => {
  const first = LANGUAGES.flatMap((language) => [7, 3].map((index) => nliExample("test", language, index)));
  vi.resetModules();
  const fresh = await import("../../src/minixglue/datasets.ts");
  const backwards = [...LANGUAGES]
    .reverse()
    .flatMap((language) => [3, 7].map((index) => fresh.nliExample("test", language, index)));
  expect(backwards.reverse()).toEqual(first);
});

describe("words alone give little away: a bag-of-words classifier in English stays below 55 %", () => {
  const BAR = 0.55;
  const tokens = (text: string): string[] => text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
  const pairsOfWords = (text: string): string[] => {
    const all = tokens(text);
    return all.slice(1).map((token, index) => `${all[index]} ${token}`);
  };
  const english = (split: Split, size: number) =>
    Array.from({ length: size }, (_, index) => nliExample(split, "en", index));
  let trainExamples: readonly NliExample[];
  let testExamples: readonly NliExample[];
  beforeAll(() => {
    trainExamples = english("train", TRAIN_SIZE);
    testExamples = english("test", TEST_SIZE);
  }, SETUP_TIMEOUT_MS);

  test.each<[string, (example: NliExample) => string[]]>([
    ["how often each word occurs in the two", (example) => [...tokens(example.premise), ...tokens(example.hypothesis)]],
    [
      "which words occur in the two",
      (example) => [...new Set([...tokens(example.premise), ...tokens(example.hypothesis)])],
    ],
    [
      "which words occur in which of the two",
      (example) => [
        ...tokens(example.premise).map((token) => `premise ${token}`),
        ...tokens(example.hypothesis).map((token) => `hypothesis ${token}`),
      ],
    ],
    ["the hypothesis alone", (example) => tokens(example.hypothesis)],
    [
      "the hypothesis alone, with its pairs of words",
      (example) => [...tokens(example.hypothesis), ...pairsOfWords(example.hypothesis)],
    ],
  ])("%s", (_, features) => {
    const prepared = (examples: readonly NliExample[]) =>
      examples.map((example) => ({ features: features(example), label: NLI_LABELS.indexOf(example.label) }));
    const model = trainLogistic(prepared(trainExamples), { classes: NLI_LABELS.length, l2: 1e-3 });
    const accuracy = model.accuracy(prepared(testExamples));
    expect(accuracy).toBeLessThan(BAR);
    // Not by a classifier that learnt nothing: it knows its training set better than chance would.
    expect(model.accuracy(prepared(trainExamples))).toBeGreaterThan(0.4);
  });
});
