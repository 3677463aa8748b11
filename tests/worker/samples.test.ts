import { expect, test } from "vitest";
import type { LanguageTest } from "../../src/experiment/record.ts";
import { answerSampleSchema, MOST_SAMPLES, samplesOf } from "../../src/worker/samples.ts";

const span = (answer: string, gold: readonly string[], question = "Who?") => ({
  kind: "span" as const,
  example: { id: "1", question, context: "…", answers: gold.map((text) => ({ text, start: 0 })) },
  answer,
  candidates: answer === "" ? [] : ["", "a", "b", "c"].map((end) => ({ text: answer + end, probability: 0.25 })),
});
const tested = (answers: LanguageTest["answers"]): LanguageTest => ({ score: { score: 0 }, answers });

test("samples of answers say how right each is, against the best of the right ones", () => {
  const { en } = samplesOf({ en: tested([span("the red house", ["red house", "a house"]), span("", ["x"])]) });
  expect(en).toEqual([
    {
      question: "Who?",
      gold: ["red house", "a house"],
      answer: "the red house",
      candidates: ["", "a", "b"].map((end) => ({ text: `the red house${end}`, probability: 0.25 })),
      f1: 1,
      isExact: true,
    },
    { question: "Who?", gold: ["x"], answer: "", candidates: [], f1: 0, isExact: false },
  ]);
});

test("samples are few and short, and fit what the page accepts", () => {
  const long = "🐕".repeat(5000);
  const many = Array.from({ length: 100 }, () => span(long, [long, long], long));
  const { de } = samplesOf({ de: tested(many) });
  expect(de).toHaveLength(MOST_SAMPLES);
  expect([...de![0]!.question].length).toBeLessThan(310);
  expect(de![0]!.gold).toHaveLength(1);
  for (const sample of de!) expect(() => answerSampleSchema.parse(sample)).not.toThrow();
});

test("answers that are classes have none: their confusion matrix shows all of them", () => {
  const answers = [{ kind: "sequence" as const, example: { textA: "", textB: "", label: 0 }, label: 1 }];
  expect(samplesOf({ en: tested(answers) })).toEqual({});
});
