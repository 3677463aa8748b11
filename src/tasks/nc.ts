import { TOPICS } from "../minixglue/concepts.ts";
import { newsExample } from "../minixglue/datasets.ts";
import { bundledExamples } from "./bundled.ts";
import { ACCURACY } from "./metrics.ts";
import type { Task } from "./types.ts";

const LANGUAGES = ["en", "de", "es", "fr", "ru"] as const;

/** News Classification: title and body of a news item, ten topics. */
export const nc: Task = {
  id: "nc",
  label: "NC: news topics",
  summary: "Which of ten topics is a short news item about?",
  languages: LANGUAGES,
  labels: TOPICS,
  head: { kind: "sequence", classes: TOPICS.length },
  metric: ACCURACY,
  chance: 1 / TOPICS.length,
  maxLength: 128,
  defaults: { trainSize: 240, evalSize: 100, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(LANGUAGES, (split, language, index) => {
    const { title, body, category } = newsExample(split, language, index);
    return { textA: title, textB: body, label: TOPICS.indexOf(category) };
  }),
};
