import type { PaperTable } from "../types.ts";

/** Table VII of the paper, as printed. */
export const posTable = {
  number: "VII",
  name: "POS",
  task: "pos",
  metric: "F1",
  caption: "Parts of speech: F1, English and seventeen zero-shot languages.",
  columns: ["en", "ar", "bg", "de", "el", "es", "fr", "hi", "it", "nl", "pl", "pt", "ru", "th", "tr", "ur", "vi", "zh"],
  rows: [
    { label: "FILTER", source: "[20]", scores: null, average: 81.6 },
    { label: "Unicoder", source: "[28]", scores: null, average: 79.6 },
    {
      label: "XLM-R Large",
      variant: "sft",
      scores: [
        96.37, 69.66, 89.77, 91.92, 87.99, 89.49, 90.7, 71.86, 93.06, 88.91, 84.83, 90.47, 86.55, 57.44, 72.71, 64.09,
        57.82, 63.27,
      ],
      average: 80.38,
    },
    {
      label: "GradFreeze-Tog-TopDown",
      variant: "gradfreeze-toggle-topdown",
      scores: [
        96.59, 66.58, 87.64, 90.53, 87.49, 80.17, 77.48, 70.15, 88.12, 88, 83.43, 87.09, 85.19, 55.63, 72.47, 65.34,
        59.06, 56.88,
      ],
      average: 77.66,
    },
    {
      label: "GradFreeze-TopDown",
      variant: "gradfreeze-topdown",
      scores: [
        96.8, 65.33, 88.4, 90.4, 89.63, 81.41, 83.25, 70.12, 90.16, 88.18, 83.09, 87.19, 85.2, 55.73, 72.26, 66.96,
        58.5, 57.85,
      ],
      average: 78.11,
    },
    {
      label: "GradFreeze-BottomUp",
      variant: "gradfreeze-bottomup",
      scores: [
        96.48, 65.38, 86.12, 89.81, 85.91, 80, 76.18, 69.77, 87.27, 87.98, 84.02, 86.16, 84.32, 55.39, 72.08, 65.59,
        58.26, 56.17,
      ],
      average: 77.32,
    },
    {
      label: "GradDrop",
      variant: "graddrop",
      scores: [
        96.57, 72.54, 88.52, 91.98, 87.07, 89.66, 90, 73.63, 93.3, 88.8, 84.6, 90.86, 87.27, 58.8, 74.74, 70.94, 57.65,
        60.95,
      ],
      average: 81,
    },
    {
      label: "Anneal Graddrop",
      variant: "anneal-graddrop",
      scores: [
        95.04, 70.19, 86.04, 91.38, 86.78, 88.44, 90.09, 73.87, 93.02, 88.28, 84.17, 90.77, 86.59, 58.91, 74.01, 69.37,
        57.4, 60.13,
      ],
      average: 80.72,
    },
    {
      label: "Anneal Layer-GradDrop",
      variant: "anneal-layer-graddrop",
      scores: [
        96.41, 72.19, 87.91, 91.4, 86.59, 89.33, 89.85, 73.28, 92.94, 88.67, 84.29, 90.72, 87.03, 58.62, 74.59, 70.18,
        57.17, 60.52,
      ],
      average: 80.65,
    },
    {
      label: "Layer-GradDrop",
      variant: "layer-graddrop",
      scores: [
        97.01, 74.12, 88.65, 91.67, 86.38, 89.56, 90.1, 74.82, 93.38, 89.03, 84.94, 90.81, 87.33, 59.7, 75.15, 70.89,
        58.1, 64.29,
      ],
      average: 81.42,
    },
    {
      label: "GradDrop-Epoch",
      variant: "graddrop-epoch",
      scores: [
        97.03, 72.21, 88.55, 91.87, 86.57, 88.73, 89.57, 74.43, 92.84, 89, 84.36, 90.73, 86.69, 58.34, 75.46, 69.32,
        57.58, 54.91,
      ],
      average: 80.45,
    },
  ],
} as const satisfies PaperTable;
