import type { PaperTable } from "../types.ts";

/** Table IV of the paper, as printed. */
export const qadsmTable = {
  number: "IV",
  name: "QADSM",
  task: "qadsm",
  metric: "accuracy",
  caption: "Query-ad matching: share of correct judgements, English and two zero-shot languages.",
  columns: ["de", "en", "fr"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 71.4 },
    { label: "Unicoder", source: "[28]", scores: null, average: 68.4 },
    { label: "XLM-R Large", variant: "sft", scores: [69.57, 71.95, 71.65], average: 71.05 },
    { label: "GradFreeze-TopDown", variant: "gradfreeze-topdown", scores: [69.03, 71.85, 72.16], average: 71.01 },
    { label: "GradFreeze-BottomUp", variant: "gradfreeze-bottomup", scores: [66.02, 69.37, 70.28], average: 68.56 },
    { label: "GradDrop", variant: "graddrop", scores: [69.53, 71.89, 71.6], average: 71.01 },
    { label: "Anneal-GradDrop", variant: "anneal-graddrop", scores: [69.01, 71.55, 71.57], average: 70.71 },
    { label: "Anneal Layer-GradDrop", variant: "anneal-layer-graddrop", scores: [70.04, 71.59, 71.84], average: 71.16 },
    { label: "Layer-GradDrop", variant: "layer-graddrop", scores: [70.3, 71.98, 71.94], average: 71.39 },
    { label: "GradDrop-Epoch", variant: "graddrop-epoch", scores: [70.12, 70.33, 71.1], average: 70.52 },
  ],
} as const satisfies PaperTable;
