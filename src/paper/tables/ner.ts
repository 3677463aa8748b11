import type { PaperTable } from "../types.ts";

/** Table VI of the paper, as printed. */
export const nerTable = {
  number: "VI",
  name: "NER",
  task: "ner",
  metric: "F1",
  caption: "Named entities: F1, English and three zero-shot languages.",
  columns: ["de", "en", "es", "nl"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 82.6 },
    { label: "Unicoder", source: "[28]", scores: null, average: 79.7 },
    { label: "XLM-R Large", source: "[4]", scores: [72.27, 92.74, 76.44, 81], average: 80.61 },
    { label: "XLM-R Large", variant: "sft", scores: [74.67, 93.15, 78.74, 82.1], average: 82.16 },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [68.52, 91.33, 78.87, 75.84],
      average: 78.64,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [65.05, 89.42, 75.11, 75.84],
      average: 76.35,
    },
    { label: "GradDrop", variant: "graddrop", scores: [74.2, 91.23, 76.22, 79.18], average: 80.21 },
    { label: "Anneal Graddrop", variant: "anneal-graddrop", scores: [74.36, 93.13, 78.49, 81.49], average: 81.87 },
    {
      label: "Anneal Layer GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [74.58, 92.62, 77.98, 80.75],
      average: 81.48,
    },
    { label: "Layer-GradDrop", variant: "layer-graddrop", scores: [74.36, 93.13, 78.49, 81.41], average: 81.85 },
    { label: "GradDrop-Epoch", variant: "graddrop-epoch", scores: [79.47, 94.95, 73.83, 81.39], average: 82.41 },
  ],
} as const satisfies PaperTable;
