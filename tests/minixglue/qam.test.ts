import { beforeAll, describe, expect, test } from "vitest";
import type { Question } from "../../src/minixglue/asking.ts";
import { meaningKey, type Split } from "../../src/minixglue/meaning.ts";
import { QAM_LABELS, type QamPair } from "../../src/minixglue/qam.ts";
import { qamExample, qamPair } from "../../src/minixglue/texts.ts";
import { answers } from "./answers.ts";
import { accuracyBy, SHORTCUTS, type TextPair, unevenness } from "./shortcuts.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 1200;
const TEST_SIZE = 600;
const DEV_SIZE = 20;

const indices = (size: number) => Array.from({ length: size }, (_, index) => index);
const pairsOf = (split: Split, size: number) => indices(size).map((index) => qamPair(split, index));

let train: readonly QamPair[];
let held: readonly QamPair[];
beforeAll(() => {
  train = pairsOf("train", TRAIN_SIZE);
  held = pairsOf("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

test("a passage with label 1 answers its question once; one with label 0 has no answer, nor what could be one", () => {
  for (const { question, passage, label } of [...train, ...held])
    expect(answers(question, passage.flat()), JSON.stringify({ question, passage })).toEqual({
      sure: label === "1" ? 1 : 0,
      possible: 0,
    });
});

test("nobody asks about someone unknown", () => {
  const unknown = ({ about, asked }: Question) => about.subject === "someone" && asked !== "who";
  expect([...train, ...held].filter(({ question }) => unknown(question))).toEqual([]);
});

test("every prefix of a set has as many passages that answer as others, give or take one", () => {
  expect(unevenness(train.map(({ label }) => label))).toBe(1);
});

test("passages have one to three sentences, and all four questions are asked", () => {
  expect(new Set(train.map(({ passage }) => passage.length))).toEqual(new Set([1, 2, 3]));
  expect(new Set(train.map(({ question }) => question.asked))).toEqual(new Set(["who", "what", "where", "when"]));
});

test("nothing that the test set's passages say is said in training or development", () => {
  const keys = (pairs: readonly QamPair[]) => pairs.flatMap(({ passage }) => passage.flat()).map(meaningKey);
  const seen = new Set(keys([...train, ...pairsOf("dev", DEV_SIZE)]));
  expect(keys(held).filter((key) => seen.has(key))).toEqual([]);
});

describe("reading words alone is guessing", () => {
  const BAR = 0.57;
  const english = (split: Split, size: number): TextPair[] =>
    indices(size).map((index) => {
      const { question, passage, label } = qamExample(split, "en", index);
      return { first: question, second: passage, label: QAM_LABELS.indexOf(label) };
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
