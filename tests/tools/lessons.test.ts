import { expect, test } from "vitest";
import { mlqaExample, pawsExample, qadsmExample } from "../../src/minixglue/texts.ts";
import { compoundDocument, type Document, offersDocument, questionDocument } from "../../tools/pretrain/lessons.ts";

const SIZE = 1500;
const documents = (make: (seed: number, index: number) => Document) =>
  Array.from({ length: SIZE }, (_, index) => make(3, index));

const COMPOUNDS = documents(compoundDocument);
const QUESTIONS = documents(questionDocument);
const OFFERS = documents(offersDocument);
const share = (all: readonly Document[], isSo: (document: Document) => boolean) => all.filter(isSo).length / all.length;

test("a compound sentence disagrees if, and only if, it has an altered word", () => {
  for (const { second, disagrees } of COMPOUNDS) {
    expect(second).toHaveLength(1);
    expect(second[0]?.text !== second[0]?.agreeing).toBe(disagrees);
  }
  expect(share(COMPOUNDS, ({ disagrees }) => disagrees === true)).toBeCloseTo(0.5, 1);
});

test("a passage that answers has a sentence that does, with no word altered; one that does not has none", () => {
  for (const { first, second, disagrees } of QUESTIONS) {
    const answering = second.filter(({ answers }) => answers);
    const isJoined = second.some(({ answers }) => answers === undefined);
    if (disagrees) expect(answering, first).toEqual([]);
    else if (!isJoined) expect(answering, first).toHaveLength(1);
    for (const { text, agreeing, asked } of answering) {
      expect(agreeing, first).toBe(text);
      expect(asked, first).toBeDefined();
    }
  }
});

test("what is asked for is a stretch of its sentence, without spaces around it", () => {
  const asked = QUESTIONS.flatMap(({ second }) => second).flatMap(({ text, asked }) =>
    asked ? text.slice(...asked) : [],
  );
  expect(asked.length).toBeGreaterThan(SIZE);
  for (const stretch of asked) {
    expect(stretch).not.toBe("");
    expect(stretch).toBe(stretch.trim());
  }
});

test("offers disagree where none of them is all that the query asks for", () => {
  for (const { second, disagrees } of OFFERS) {
    const offers = second.find(({ agreeing }) => agreeing !== undefined);
    expect(offers).toBeDefined();
    if (disagrees) expect(offers?.text).not.toBe(offers?.agreeing);
  }
  expect(share(OFFERS, ({ disagrees }) => disagrees === true)).toBeGreaterThan(0.4);
});

test("half of the documents are in two languages", () => {
  for (const all of [COMPOUNDS, QUESTIONS, OFFERS])
    expect(share(all, ({ mode }) => mode === "crossLingual")).toBeCloseTo(0.5, 1);
});

test("no sentence of the test sets is written", () => {
  const sentencesOf = (text: string) => text.split(/(?<=\.) /);
  const written = new Set(
    [...COMPOUNDS, ...QUESTIONS, ...OFFERS].flatMap(({ first, second }) => [first, ...second.map(({ text }) => text)]),
  );
  const held = Array.from({ length: SIZE }, (_, index) => index).flatMap((index) => [
    pawsExample("test", "en", index).sentence1,
    ...sentencesOf(mlqaExample("test", "en", index).passage),
    ...sentencesOf(qadsmExample("test", "en", index).description).slice(0, 1),
  ]);
  expect(held.filter((sentence) => written.has(sentence))).toEqual([]);
});
