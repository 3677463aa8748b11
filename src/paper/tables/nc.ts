import type { PaperTable } from "../types.ts";

/** Table II of the paper, as printed. */
export const ncTable = {
  number: "II",
  name: "NC",
  task: "nc",
  metric: "accuracy",
  caption: "News classification: share of correct categories, English and four zero-shot languages.",
  columns: ["de", "en", "es", "fr", "ru"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 83.5 },
    { label: "Unicoder", source: "[28]", scores: null, average: 83.5 },
    { label: "XLM-R Large", variant: "sft", scores: [83.82, 92.71, 83.01, 78, 78.53], average: 83.21 },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [84.35, 92.76, 83.26, 78.9, 79.01],
      average: 83.65,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [79.75, 90.27, 81.31, 75.18, 75.56],
      average: 80.41,
    },
    { label: "GradDrop", variant: "graddrop", scores: [84.64, 92.84, 83.26, 78.57, 79.3], average: 83.41 },
    {
      label: "Anneal Graddrop",
      variant: "anneal-graddrop",
      scores: [74.36, 93.13, 78.49, 81.49, 81.87],
      average: 81.87,
    },
    {
      label: "Anneal Layer-GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [82.77, 92.62, 82.7, 77.38, 80.78],
      average: 83.25,
    },
    { label: "Layer-GradDrop", variant: "layer-graddrop", scores: [84.95, 93.55, 84.08, 79.25, 79.43], average: 84.24 },
    { label: "GradDrop-Epoch", variant: "graddrop-epoch", scores: [83.65, 92.78, 84.14, 78.58, 79.42], average: 83.73 },
  ],
} as const satisfies PaperTable;
