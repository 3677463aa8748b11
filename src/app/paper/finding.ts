/** What the paper found for a task, in one line's figures: standard fine-tuning, and whichever variant came out best. Pure. */
import type { PaperTable } from "../../paper/index.ts";
import { variantLabel } from "./names.ts";

export interface Finding {
  /** Printed average of standard fine-tuning, 0 to 100. */
  readonly sft: number;
  /** The variant with the highest printed average, and that. */
  readonly best: string;
  readonly score: number;
}

export function findingOf(table: PaperTable): Finding | undefined {
  const averages = table.rows.flatMap(({ variant, average }) =>
    variant && average !== null ? [{ variant, average }] : [],
  );
  // Of two rows of standard fine-tuning the paper's own is the last.
  const sft = averages.findLast(({ variant }) => variant === "sft")?.average;
  const others = averages.filter(({ variant }) => variant !== "sft");
  if (sft === undefined || others.length === 0) return undefined;
  const best = others.reduce((top, row) => (row.average > top.average ? row : top));
  return { sft, best: variantLabel(best.variant), score: best.average };
}
