import type { PaperTable } from "../types.ts";

/** Table X of the paper, as printed. */
export const overviewTable = {
  number: "X",
  name: "All tasks",
  task: null,
  metric: "task scores",
  caption: "Each task's average over its languages, and the mean of the nine: the understanding score.",
  columns: ["xnli", "nc", "ner", "pawsx", "pos", "qam", "qadsm", "wpr", "mlqa"],
  rows: [
    {
      label: "M-BERT",
      source: "[26]",
      translation: true,
      scores: [66.3, 82.7, 78.2, 87.2, 74.7, 66.1, 64.2, 73.5, 60.7],
      average: 72.6,
    },
    {
      label: "FILTER + Self-Teaching",
      source: "[20]",
      translation: true,
      scores: [83.9, 83.5, 82.6, 93.8, 81.6, 73.4, 71.4, 74.7, 76.2],
      average: 80.1,
    },
    {
      label: "XLM-R Large-T",
      source: "[20]",
      translation: true,
      scores: [82.6, null, null, null, null, null, null, null, null],
      average: null,
    },
    {
      label: "Unicoder",
      source: "[28]",
      translation: false,
      scores: [75.3, 83.5, 79.7, 90.1, 79.6, 68.9, 68.4, 73.9, 66],
      average: 76.1,
    },
    {
      label: "XLM-R Large",
      source: "[8]",
      translation: false,
      scores: [80.1, null, null, null, null, null, null, null, null],
      average: null,
    },
    {
      label: "XLM-R Large",
      source: "[20]",
      translation: false,
      scores: [79.2, 83.2, null, null, null, null, null, null, null],
      average: null,
    },
    {
      label: "XLM-R Large",
      variant: "sft",
      scores: [79.25, 83.21, 80.61, 89.23, 80.38, 69.82, 71.05, 73.27, 70.21],
      average: 77.45,
    },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [79.23, 83.65, 78.64, 88.33, 78.11, 71.01, 71.01, 72.61, 70.55],
      average: 77.02,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [78.07, 80.41, 76.35, 87.31, 73.32, 64.81, 68.56, 71.17, 69.64],
      average: 74.4,
    },
    {
      label: "GradDrop",
      variant: "graddrop",
      scores: [79.97, 83.41, 80.21, 91.46, 81, 71.72, 71.02, 73.44, 71.29],
      average: 78.17,
    },
    {
      label: "Anneal-GradDrop",
      variant: "anneal-graddrop",
      scores: [79.58, 81.87, 81.87, 91.18, 80.72, 71.46, 70.71, 73.27, 71.2],
      average: 77.98,
    },
    {
      label: "Anneal-Layer-GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [79.94, 84.24, 81.48, 91.06, 80.88, 72.31, 71.16, 74.25, 71.4],
      average: 78.52,
    },
    {
      label: "Layer-GradDrop",
      variant: "layer-graddrop",
      scores: [79.22, 83.73, 81.85, 92.23, 81.42, 72.33, 71.39, 74.51, 72.55],
      average: 78.77,
    },
    {
      label: "GradDrop-Epoch",
      variant: "graddrop-epoch",
      scores: [79.94, 83.73, 82.41, 91.15, 80.45, 72.98, 70.52, 74.61, 72.01],
      average: 78.64,
    },
  ],
} as const satisfies PaperTable;
