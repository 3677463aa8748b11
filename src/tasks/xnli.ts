import { nliExample } from "../minixglue/datasets.ts";
import { XNLI_LANGUAGES } from "../minixglue/grammar.ts";
import { NLI_LABELS } from "../minixglue/nli.ts";
import { bundledExamples } from "./bundled.ts";
import { ACCURACY } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Cross-lingual Natural Language Inference: premise and hypothesis. */
export const xnli: Task = {
  id: "xnli",
  label: "XNLI: inference",
  summary: "Does the second sentence follow from the first, contradict it, or neither?",
  languages: XNLI_LANGUAGES,
  labels: NLI_LABELS,
  head: { kind: "sequence", classes: NLI_LABELS.length },
  metric: ACCURACY,
  chance: 1 / NLI_LABELS.length,
  maxLength: 128,
  defaults: { trainSize: 320, evalSize: 50, epochs: 16, learningRate: 3e-4, batchSize: 16 },
  examples: bundledExamples(XNLI_LANGUAGES, (split, language, index) => {
    const { premise, hypothesis, label } = nliExample(split, language, index);
    return { textA: premise, textB: hypothesis, label: NLI_LABELS.indexOf(label) };
  }),
};
