import type { PaperTable } from "../types.ts";

/** Table IX of the paper, as printed. */
export const mlqaTable = {
  number: "IX",
  name: "MLQA",
  task: "mlqa",
  metric: "F1",
  caption: "MLQA, spans that answer a question: F1, English and six zero-shot languages.",
  columns: ["ar", "de", "en", "es", "hi", "vi", "zh"],
  rows: [
    { label: "XLM", source: "[32]", scores: [54.8, 62.2, 74.9, 68, 48.8, 61.4, 61.1], average: 61.6 },
    { label: "FILTER", source: "[20]", scores: null, average: 74.7 },
    { label: "Unicoder", source: "[28]", scores: null, average: 66 },
    { label: "XLM-R Large", variant: "sft", scores: [64.11, 72.17, 85.13, 70.83, 60.73, 71.52, 71.81], average: 70.9 },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [63.82, 71.98, 84.41, 71.05, 61.02, 70.17, 71.44],
      average: 70.55,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [61.29, 70.48, 84.02, 69.98, 60.79, 69.88, 71.05],
      average: 69.64,
    },
    { label: "GradDrop", variant: "graddrop", scores: [64.91, 72.66, 85.47, 71, 60.98, 71.9, 72.12], average: 71.29 },
    {
      label: "Anneal-GradDrop",
      variant: "anneal-graddrop",
      scores: [64.74, 72.53, 85.29, 70.89, 61.05, 71.71, 72.22],
      average: 71.2,
    },
    {
      label: "Anneal Layer-GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [65.01, 72.66, 85.47, 71.03, 61.22, 71.85, 72.56],
      average: 71.4,
    },
    {
      label: "Layer-GradDrop",
      variant: "layer-graddrop",
      scores: [66.09, 73.6, 87.02, 72.17, 61.65, 72.5, 72.59],
      average: 72.25,
    },
    {
      label: "GradDrop-Epoch",
      variant: "graddrop-epoch",
      scores: [65.6, 73.19, 86.32, 71.87, 61.58, 72.29, 72.75],
      average: 72.01,
    },
  ],
} as const satisfies PaperTable;
