import { MLQA_LANGUAGES } from "../minixglue/mlqa.ts";
import { mlqaExample } from "../minixglue/texts.ts";
import { bundledExamples } from "./bundled.ts";
import { ANSWER_F1 } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Multilingual Question Answering: a question, and a passage of which a slice is the answer. */
export const mlqa: Task = {
  id: "mlqa",
  label: "MLQA: answers in a passage",
  summary: "Which words of the passage answer the question?",
  languages: MLQA_LANGUAGES,
  labels: [],
  head: { kind: "span" },
  metric: ANSWER_F1,
  maxLength: 128,
  defaults: { trainSize: 320, evalSize: 50, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(MLQA_LANGUAGES, (split, language, index) => {
    const { passage, question, answer, startInCodePoints } = mlqaExample(split, language, index);
    const answers = [{ text: answer, start: startInCodePoints }];
    return { id: `${split}-${index}`, question, context: passage, answers };
  }),
};
