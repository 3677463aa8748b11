import { QADSM_LABELS, QADSM_LANGUAGES } from "../minixglue/qadsm.ts";
import { qadsmExample } from "../minixglue/texts.ts";
import { bundledExamples } from "./bundled.ts";
import { ACCURACY } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Query-Ad Matching: a search query, and an ad's title and description. */
export const qadsm: Task = {
  id: "qadsm",
  label: "QADSM: query and ad",
  summary: "Does the ad fit the search query?",
  languages: QADSM_LANGUAGES,
  labels: QADSM_LABELS,
  head: { kind: "sequence", classes: QADSM_LABELS.length },
  metric: ACCURACY,
  chance: 1 / QADSM_LABELS.length,
  maxLength: 128,
  defaults: { trainSize: 320, evalSize: 100, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(QADSM_LANGUAGES, (split, language, index) => {
    const { query, title, description, label } = qadsmExample(split, language, index);
    return { textA: query, textB: `${title} ${description}`, label: QADSM_LABELS.indexOf(label) };
  }),
};
