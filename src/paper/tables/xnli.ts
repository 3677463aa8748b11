import type { PaperTable } from "../types.ts";

/** Table I of the paper, as printed. */
export const xnliTable = {
  number: "I",
  name: "XNLI",
  task: "xnli",
  metric: "accuracy",
  caption:
    "XNLI: share of correct inferences; English is trained on, the others are zero-shot. Averages include English.",
  columns: ["en", "ar", "bg", "de", "el", "es", "fr", "hi", "ru", "sw", "th", "tr", "ur", "vi", "zh"],
  rows: [
    {
      label: "XLM-R Base",
      source: "[4]",
      scores: [84.6, 78.4, 78.9, 76.8, 75.9, 77.3, 75.4, 73.2, 71.5, 75.4, 72.5, 74.9, 71.1, 65.2, 66.5],
      average: 74.5,
    },
    {
      label: "XLM-R Large",
      source: "[4]",
      scores: [88.8, 83.6, 84.2, 82.7, 82.3, 83.1, 80.1, 79, 78.8, 79.7, 78.6, 80.2, 75.8, 72, 71.7],
      average: 80.1,
    },
    {
      label: "XLM-R Large",
      source: "[20]",
      scores: [88.7, 77.2, 83, 82.5, 80.8, 83.7, 82.2, 75.6, 79.1, 71.2, 77.4, 78, 71.7, 79.3, 78.2],
      average: 79.2,
    },
    {
      label: "XLM-R Large (translate-train)",
      source: "[20]",
      scores: [88.6, 82.2, 85.2, 84.5, 84.5, 85.7, 84.2, 80.8, 81.8, 77, 80.2, 82.1, 77.7, 82.6, 82.7],
      average: 82.6,
    },
    {
      label: "FILTER",
      source: "[20]",
      scores: [89.7, 83.2, 86.2, 85.5, 85.1, 86.6, 85.6, 80.9, 83.4, 78.2, 82.2, 83.1, 77.4, 83.7, 83.7],
      average: 83.6,
    },
    {
      label: "FILTER + Self-Teaching",
      source: "[20]",
      scores: [89.5, 83.6, 86.4, 85.6, 85.4, 86.6, 85.7, 81.1, 83.7, 78.7, 81.7, 83.2, 79.1, 83.9, 83.8],
      average: 83.9,
    },
    {
      label: "XLM-R Large",
      variant: "sft",
      scores: [88.35, 76.51, 82.01, 83.13, 80.12, 84.54, 82.61, 75.22, 78.07, 71, 77.35, 78.63, 71.85, 79.72, 79.64],
      average: 79.25,
    },
    {
      label: "GradFreeze-TopBottom",
      variant: "gradfreeze-topdown",
      scores: [88.83, 77.83, 80.76, 83.25, 80.73, 84.46, 83.22, 74.18, 79.24, 72.05, 76.1, 77.59, 70.52, 80.03, 79.44],
      average: 79.23,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [84.95, 75.15, 78.49, 82.1, 80.03, 83.88, 81.02, 74.58, 78.36, 72.05, 75.83, 77.08, 69.17, 79.43, 79.01],
      average: 78.07,
    },
    {
      label: "GradDrop",
      variant: "graddrop",
      scores: [90.01, 78.19, 82.37, 83.53, 80.68, 84.82, 83.69, 76.18, 78.72, 72.73, 77.03, 79.04, 72.69, 80.68, 79.23],
      average: 79.97,
    },
    {
      label: "Anneal-GradDrop",
      variant: "anneal-graddrop",
      scores: [88.49, 76.88, 82.81, 83.54, 80.13, 85.07, 82.9, 78.11, 78.14, 71.04, 76.72, 78.39, 72.47, 80.17, 79.28],
      average: 79.58,
    },
    {
      label: "Anneal-Layer-GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [90.68, 78.19, 82.93, 83.57, 80.96, 85.26, 83.53, 76.27, 79.12, 71.93, 77.43, 77.59, 72.49, 79.44, 79.72],
      average: 79.94,
    },
    {
      label: "Layer-GradDrop",
      variant: "layer-graddrop",
      scores: [88.65, 76.97, 81.99, 81.43, 81.38, 83.11, 82.99, 76.45, 80.3, 68.53, 78.23, 78.05, 71.47, 79.38, 79.42],
      average: 79.22,
    },
    {
      label: "GradDrop-Epoch",
      variant: "graddrop-epoch",
      scores: [88.27, 82.77, 83.13, 81.25, 88.71, 85.3, 83.25, 77.07, 78.67, 71.45, 77.31, 79.4, 72.53, 80.2, 79.72],
      average: 79.94,
    },
  ],
} as const satisfies PaperTable;
