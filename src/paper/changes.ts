import type { VariantId } from "../graddrop/index.ts";
import type { PaperRow, PaperTable } from "./types.ts";

/** A variant's score against standard fine-tuning in one language: what Figure 4 draws. */
export interface Change {
  /** Language code. */
  readonly column: string;
  /** Of standard fine-tuning, 0 to 100. */
  readonly before: number;
  /** Of the variant, 0 to 100. */
  readonly after: number;
  /** In points. */
  readonly difference: number;
  /** The difference as a share of the score before. */
  readonly fraction: number;
}

export function changeOf(column: string, before: number, after: number): Change {
  const difference = after - before;
  return { column, before, after, difference, fraction: before === 0 ? Number.NaN : difference / before };
}

export function rowOf(table: PaperTable, variant: string): PaperRow | undefined {
  return table.rows.find((row) => row.variant === variant);
}

/** In the table's order of columns; empty where the paper did not run the variant on the task. */
export function paperChanges(table: PaperTable, variant: string): Change[] {
  const before = rowOf(table, "sft")?.scores;
  const after = rowOf(table, variant)?.scores;
  if (!before || !after) return [];
  return table.columns.flatMap((column, i) => {
    const [from, to] = [before[i] ?? null, after[i] ?? null];
    return from === null || to === null ? [] : [changeOf(column, from, to)];
  });
}

/** The variants that a table has figures for, standard fine-tuning aside. */
export function variantsOf(table: PaperTable): VariantId[] {
  return table.rows.flatMap(({ variant }) => (variant && variant !== "sft" ? [variant] : []));
}
