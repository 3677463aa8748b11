/** Some test questions with what the model answered, for people to look at: scores of answers say little about their kind. */
import { z } from "zod";
import { shortened } from "../data/error.ts";
import type { LanguageTest } from "../experiment/record.ts";
import { ANSWER_LANGUAGES, answerF1, isExactMatch } from "../metrics/index.ts";

/** Of each language, the first of the test. */
export const MOST_SAMPLES = 20;
/** Answers that the model thought of, which are kept. */
const MOST_CANDIDATES = 3;
/** Characters of a text that are kept. */
const MOST_TEXT = 300;

export const answerSampleSchema = z.object({
  question: z.string(),
  /** All that are right. */
  gold: z.array(z.string()).min(1),
  answer: z.string(),
  /** The model's best, the answer first, with how sure it is of each, 0 to 1. */
  candidates: z.array(z.object({ text: z.string(), probability: z.number().min(0).max(1) })),
  /** The best over the right answers, 0 to 1. */
  f1: z.number().min(0).max(1),
  isExact: z.boolean(),
});
export type AnswerSample = z.infer<typeof answerSampleSchema>;

/** By language; empty where answers are classes, which a confusion matrix shows whole. */
export function samplesOf(tests: Readonly<Record<string, LanguageTest>>): Record<string, AnswerSample[]> {
  return Object.fromEntries(
    Object.entries(tests).flatMap(([language, { answers }]) => {
      const rules = ANSWER_LANGUAGES.find((known) => known === language);
      const samples = answers.slice(0, MOST_SAMPLES).flatMap((each): AnswerSample[] => {
        if (each.kind !== "span" || !rules) return [];
        const gold = each.example.answers.map(({ text }) => text);
        return [
          {
            question: cut(each.example.question),
            gold: [...new Set(gold.map(cut))],
            answer: cut(each.answer),
            candidates: each.candidates
              .slice(0, MOST_CANDIDATES)
              .map(({ text, probability }) => ({ text: cut(text), probability })),
            f1: Math.max(...gold.map((text) => answerF1(text, each.answer, rules))),
            isExact: gold.some((text) => isExactMatch(text, each.answer, rules)),
          },
        ];
      });
      return samples.length > 0 ? [[language, samples]] : [];
    }),
  );
}

function cut(text: string): string {
  return shortened(text, MOST_TEXT);
}
