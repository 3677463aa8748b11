/** What happened to a weight in a step, in words. */
import type { ExpectedUpdate, StepTrace } from "../../train/trace.ts";
import { exact, short } from "./numbers.ts";

/** Output and input of an element, from 1. */
export function placeText({ shape }: StepTrace["tensor"], element: number): string {
  const columns = shape[1] ?? 1;
  return `${Math.floor(element / columns) + 1}, ${(element % columns) + 1}`;
}

/** One word for the mask's cell. */
export function fateWord({ mask }: StepTrace, { fate, factor }: ExpectedUpdate): string {
  switch (fate) {
    case "frozen":
    case "untouched":
      return "frozen";
    case "dropped":
      return "dropped";
    case "updated":
      if (mask.kind === "gaussian") return "noise";
      return factor === 1 ? "kept" : "rescaled";
  }
}

/** Why the weight moved as it did. */
export function fateSentence(trace: StepTrace, expected: ExpectedUpdate): string {
  const { mask, optimizer } = trace;
  switch (expected.fate) {
    case "frozen":
      return "Its layer is frozen in this step: no gradient was computed, and nothing of the weight changed.";
    case "untouched":
      return mask.kind === "partition"
        ? "Frozen in this epoch, which is not its turn: the optimizer passes over it, so that neither weight nor moments change."
        : "Frozen for the whole epoch by its mask: the optimizer passes over it, so that neither weight nor moments change.";
    case "dropped":
      return optimizer.kind === "adamw"
        ? "Dropped: its gradient counts as 0 in this batch. It still moves by what its moments remember and by weight decay."
        : "Dropped: its gradient counts as 0 in this batch. Only weight decay moves it.";
    case "updated":
      return keptSentence(mask, expected.factor);
  }
}

function keptSentence(mask: StepTrace["mask"], factor: number): string {
  switch (mask.kind) {
    case "bernoulli":
      return mask.rescale && mask.dropRate > 0
        ? `Kept, and rescaled: divided by 1 − p = ${short(1 - mask.dropRate)}, the gradient is the same on average as without a mask.`
        : "Kept: its gradient goes to the optimizer as it is.";
    case "gaussian":
      return `Noise: its gradient is multiplied by a draw of N(1, ${short(mask.sigma)}²), here ${exact(factor)}.`;
    case "partition":
      return "It is its turn: its gradient goes to the optimizer as it is.";
    case "active":
    case "frozen":
      return "Nothing is masked here: the gradient goes to the optimizer as it is.";
  }
}
