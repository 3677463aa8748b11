import { NER_LANGUAGES } from "../minixglue/tagged/ner/language.ts";
import { NER_LABELS } from "../minixglue/tagged/ner/sentence.ts";
import { nerExample } from "../minixglue/tagged-sets.ts";
import { bundledExamples } from "./bundled.ts";
import { ENTITY_F1 } from "./metrics.ts";
import type { Task } from "./types.ts";

/** Named Entity Recognition: persons, locations, organisations and others; B- begins an entity, I- goes on with it. */
export const ner: Task = {
  id: "ner",
  label: "NER: named entities",
  summary: "Which words name a person, a location, an organisation or something else?",
  languages: NER_LANGUAGES,
  labels: NER_LABELS,
  head: { kind: "token", classes: NER_LABELS.length },
  metric: ENTITY_F1,
  maxLength: 128,
  defaults: { trainSize: 320, evalSize: 100, epochs: 16, learningRate: 1e-3, batchSize: 16 },
  examples: bundledExamples(NER_LANGUAGES, (split, language, index) => {
    const { words, tags } = nerExample(split, language, index);
    return { words, tags: tags.map((tag) => NER_LABELS.indexOf(tag)) };
  }),
};
