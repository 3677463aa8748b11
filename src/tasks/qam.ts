import { QAM_LABELS, QAM_LANGUAGES } from "../minixglue/qam.ts";
import { qamExample } from "../minixglue/texts.ts";
import { bundledExamples } from "./bundled.ts";
import { ACCURACY } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Question Answer Matching: a question and a passage. */
export const qam: Task = {
  id: "qam",
  label: "QAM: question and passage",
  summary: "Does the passage answer the question?",
  languages: QAM_LANGUAGES,
  labels: QAM_LABELS,
  meanings: ["no answer", "answer"],
  head: { kind: "sequence", classes: QAM_LABELS.length },
  metric: ACCURACY,
  chance: 1 / QAM_LABELS.length,
  maxLength: 128,
  defaults: { trainSize: 480, evalSize: 100, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(QAM_LANGUAGES, (split, language, index) => {
    const { question, passage, label } = qamExample(split, language, index);
    return { textA: question, textB: passage, label: QAM_LABELS.indexOf(label) };
  }),
};
