import { JOINING_LANGUAGES } from "../minixglue/conjunctions.ts";
import { PAWS_LABELS } from "../minixglue/paws.ts";
import { pawsExample } from "../minixglue/texts.ts";
import { bundledExamples } from "./bundled.ts";
import { ACCURACY } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Cross-lingual Paraphrase Adversaries from Word Scrambling: two sentences that share most of their words. */
export const pawsx: Task = {
  id: "pawsx",
  label: "PAWS-X: paraphrases",
  summary: "Do two sentences with nearly the same words say the same?",
  languages: JOINING_LANGUAGES,
  labels: PAWS_LABELS,
  meanings: ["different", "paraphrase"],
  head: { kind: "sequence", classes: PAWS_LABELS.length },
  metric: ACCURACY,
  chance: 1 / PAWS_LABELS.length,
  maxLength: 128,
  defaults: { trainSize: 480, evalSize: 100, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(JOINING_LANGUAGES, (split, language, index) => {
    const { sentence1, sentence2, label } = pawsExample(split, language, index);
    return { textA: sentence1, textB: sentence2, label: PAWS_LABELS.indexOf(label) };
  }),
};
