import type { PaperTable } from "../types.ts";

/** Table V of the paper, as printed. */
export const pawsxTable = {
  number: "V",
  name: "PAWS-X",
  task: "pawsx",
  metric: "F1",
  caption: "PAWS-X, paraphrases of adversarial pairs: F1, English and three zero-shot languages.",
  columns: ["de", "en", "es", "fr"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 93.8 },
    { label: "Unicoder", source: "[28]", scores: null, average: 90.1 },
    { label: "XLM-R Large", variant: "sft", scores: [85.23, 93.65, 88.7, 89.35], average: 89.23 },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [85.13, 93.15, 87.03, 88.15],
      average: 88.33,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [83.59, 92.1, 85.67, 87.94],
      average: 87.31,
    },
    { label: "GradDrop", variant: "graddrop", scores: [88.95, 94.9, 90.71, 91.35], average: 91.46 },
    { label: "Anneal Graddrop", variant: "anneal-graddrop", scores: [88.78, 94.38, 90.18, 91.48], average: 91.18 },
    {
      label: "Anneal Layer-Graddrop",
      variant: "anneal-layer-graddrop",
      scores: [88.48, 94.48, 89.19, 92.09],
      average: 91.06,
    },
    { label: "Layer-GradDrop", variant: "layer-graddrop", scores: [88.97, 95.72, 91.05, 91.98], average: 92.23 },
    { label: "GradDrop-Epoch", variant: "graddrop-epoch", scores: [88.75, 94.55, 90.55, 90.8], average: 91.15 },
  ],
} as const satisfies PaperTable;
