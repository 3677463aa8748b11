import type { PaperTable } from "../types.ts";

/** Table III of the paper, as printed. */
export const qamTable = {
  number: "III",
  name: "QAM",
  task: "qam",
  metric: "accuracy",
  caption: "Question-answer matching: share of correct judgements, English and two zero-shot languages.",
  columns: ["de", "en", "fr"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 73.4 },
    { label: "Unicoder", source: "[28]", scores: null, average: 68.9 },
    { label: "XLM-R Large", variant: "sft", scores: [70.1, 70.83, 68.52], average: 69.82 },
    { label: "GradFreeze-TopDown", variant: "gradfreeze-topdown", scores: [71.85, 72.16, 69.03], average: 71.01 },
    { label: "GradFreeze-BottomUp", variant: "gradfreeze-bottomup", scores: [65.52, 65.02, 63.9], average: 64.81 },
    { label: "GradDrop", variant: "graddrop", scores: [72.14, 72.53, 70.49], average: 71.72 },
    { label: "Anneal-GradDrop", variant: "anneal-graddrop", scores: [72.02, 72.19, 70.17], average: 71.46 },
    { label: "Anneal Layer-GradDrop", variant: "anneal-layer-graddrop", scores: [72.79, 73.07, 71.05], average: 72.31 },
    { label: "Layer-GradDrop", variant: "layer-graddrop", scores: [72.89, 72.88, 71.23], average: 72.33 },
    { label: "GradDrop-Epoch", variant: "graddrop-epoch", scores: [73.45, 73.78, 71.84], average: 72.98 },
  ],
} as const satisfies PaperTable;
