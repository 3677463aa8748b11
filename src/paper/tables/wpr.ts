import type { PaperTable } from "../types.ts";

/** Table VIII of the paper, as printed. */
export const wprTable = {
  number: "VIII",
  name: "WPR",
  task: "wpr",
  metric: "nDCG",
  caption: "Web page ranking: normalised discounted cumulative gain, English and six zero-shot languages.",
  columns: ["de", "en", "es", "fr", "it", "pt", "zh"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 74.7 },
    { label: "Unicoder", source: "[28]", scores: null, average: 73.9 },
    { label: "XLM-R Large", variant: "sft", scores: [76.91, 77.78, 75.67, 74.6, 68.18, 77.53, 62.58], average: 73.32 },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [76.75, 76.97, 74.79, 73.81, 66.55, 77.08, 62.31],
      average: 72.61,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [73.42, 73.58, 74.01, 72.84, 67.04, 75.13, 62.18],
      average: 71.17,
    },
    {
      label: "GradDrop",
      variant: "graddrop",
      scores: [77.43, 77.74, 75.76, 74.52, 68.52, 77.77, 62.6],
      average: 73.44,
    },
    {
      label: "Anneal-GradDrop",
      variant: "anneal-graddrop",
      scores: [77.02, 77.56, 75.15, 74.83, 68.91, 76.98, 62.44],
      average: 73.27,
    },
    {
      label: "Anneal Layer-GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [78, 78.41, 76.32, 75.36, 69.29, 78.74, 63.67],
      average: 74.25,
    },
    {
      label: "Layer-GradDrop",
      variant: "layer-graddrop",
      scores: [78.48, 78.83, 76.4, 75.12, 70, 78.65, 64.08],
      average: 74.51,
    },
    {
      label: "GradDrop-Epoch",
      variant: "graddrop-epoch",
      scores: [78.93, 78.85, 76.7, 75.61, 69.33, 79.01, 63.86],
      average: 74.61,
    },
  ],
} as const satisfies PaperTable;
