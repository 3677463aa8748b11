import { POS_LANGUAGES, UPOS } from "../minixglue/tagged/pos/language.ts";
import { posExample } from "../minixglue/tagged-sets.ts";
import { bundledExamples } from "./bundled.ts";
import { POS_PRECISION } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Part-of-Speech Tagging, with the 17 tags of Universal Dependencies. */
export const pos: Task = {
  id: "pos",
  label: "POS: parts of speech",
  summary: "Which of 17 parts of speech is each word?",
  languages: POS_LANGUAGES,
  labels: UPOS,
  head: { kind: "token", classes: UPOS.length },
  metric: POS_PRECISION,
  maxLength: 128,
  defaults: { trainSize: 240, evalSize: 50, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(POS_LANGUAGES, (split, language, index) => {
    const { words, tags } = posExample(split, language, index);
    return { words, tags: tags.map((tag) => UPOS.indexOf(tag)) };
  }),
};
