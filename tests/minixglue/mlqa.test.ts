import { beforeAll, describe, expect, test } from "vitest";
import { meaningKey, type Split } from "../../src/minixglue/meaning.ts";
import { MLQA_LANGUAGES, type MlqaItem } from "../../src/minixglue/mlqa.ts";
import { mlqaExample, mlqaItem, mlqaText } from "../../src/minixglue/texts.ts";
import { answers } from "./answers.ts";
import { wordsOf } from "./shortcuts.ts";

/** Seconds on an idle machine; a busy one gets time. */
const SETUP_TIMEOUT_MS = 60_000;
const TRAIN_SIZE = 800;
const TEST_SIZE = 600;
const DEV_SIZE = 20;

const indices = (size: number) => Array.from({ length: size }, (_, index) => index);
const itemsOf = (split: Split, size: number) => indices(size).map((index) => mlqaItem(split, index));

let train: readonly MlqaItem[];
let held: readonly MlqaItem[];
beforeAll(() => {
  train = itemsOf("train", TRAIN_SIZE);
  held = itemsOf("test", TEST_SIZE);
}, SETUP_TIMEOUT_MS);

test("one fact of a passage answers the question, and no other could", () => {
  for (const { question, facts, answer } of [...train, ...held]) {
    expect(answers(question, facts), JSON.stringify({ question, facts })).toEqual({ sure: 1, possible: 0 });
    expect(answers(question, facts.slice(answer, answer + 1)).sure).toBe(1);
  }
});

test("a passage has three to five facts, each of which tells the sort of thing that is asked for", () => {
  expect(new Set(train.map(({ facts }) => facts.length))).toEqual(new Set([3, 4, 5]));
  for (const { question, facts } of train)
    expect(facts.filter((fact) => answers({ about: fact, asked: question.asked }, [fact]).sure === 1)).toEqual(facts);
});

describe.each(MLQA_LANGUAGES.map((language) => [language]))("%s", (language) => {
  test("the answer is a slice of the passage, begins where it is said to, and is said of one fact", () => {
    for (const index of indices(250)) {
      const { passage, answer, start, startInCodePoints } = mlqaExample("train", language, index);
      expect(passage.slice(start, start + answer.length)).toBe(answer);
      expect([...passage].slice(startInCodePoints, startInCodePoints + [...answer].length).join("")).toBe(answer);
      const { candidates } = mlqaText("train", language, index);
      const told = candidates.map((span) => passage.slice(span.start, span.end).toLowerCase());
      expect(new Set(told).size).toBe(told.length);
      expect(told[mlqaItem("train", index).answer]).toBe(answer.toLowerCase());
    }
  });

  test("the answer has no space at its ends and is made of whole words", () => {
    for (const index of indices(250)) {
      const { passage, answer, start } = mlqaExample("train", language, index);
      expect(answer).toBe(answer.trim());
      if (language === "zh") continue;
      expect(passage[start - 1] ?? " ", `${answer} in ${passage}`).toBe(" ");
      expect(passage[start + answer.length], `${answer} in ${passage}`).toMatch(/[ ,.।]/);
    }
  });
});

test("answers are counted in code points and in units of strings alike", () => {
  // Every letter of ours has one unit; should one with two ever be added, both counts are there.
  const { start, startInCodePoints } = mlqaExample("train", "zh", 1);
  expect(startInCodePoints).toBe(start);
});

test("nothing that the test set's passages say is said in training or development", () => {
  const keys = (items: readonly MlqaItem[]) => items.flatMap(({ facts }) => facts).map(meaningKey);
  const seen = new Set(keys([...train, ...itemsOf("dev", DEV_SIZE)]));
  expect(keys(held).filter((key) => seen.has(key))).toEqual([]);
});

describe("neither place nor sort nor shared words find the answer", () => {
  const share = (isRight: (index: number, item: MlqaItem) => boolean) =>
    held.filter((item, index) => isRight(index, item)).length / held.length;

  test("the first or the last stretch of the right sort is seldom the answer", () => {
    expect(share((_, { answer }) => answer === 0)).toBeLessThan(0.33);
    expect(share((_, { answer, facts }) => answer === facts.length - 1)).toBeLessThan(0.33);
  });

  test("nor is the stretch in the sentence that shares most words with the question", () => {
    const isInMostSimilar = (index: number, { answer }: MlqaItem) => {
      const { passage, question } = mlqaText("test", "en", index);
      const asked = new Set(wordsOf(question));
      const shared = passage.split(/(?<=\.) /).map((text) => wordsOf(text).filter((word) => asked.has(word)).length);
      return shared.indexOf(Math.max(...shared)) === answer;
    };
    expect(share(isInMostSimilar)).toBeLessThan(0.7);
  });
});
