import type { VariantId } from "../graddrop/index.ts";

/** The tasks of XGLUE's understanding track, as the paper's tables name them. */
export const PAPER_TASKS = ["xnli", "nc", "ner", "pawsx", "pos", "qam", "qadsm", "wpr", "mlqa"] as const;
export type PaperTask = (typeof PAPER_TASKS)[number];

export type TableNumber = "I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X";

interface Figures {
  /** The model's name as printed. */
  readonly label: string;
  /** One for each of the table's columns, 0 to 100; null where the paper has none, altogether or in one place. */
  readonly scores: readonly (number | null)[] | null;
  /** The printed average over the columns, English included. */
  readonly average: number | null;
}

/** Figures that the paper took from other work. */
export interface ReportedRow extends Figures {
  /** Number in the paper's list of references. */
  readonly source: `[${number}]`;
  /** Table X says which models were trained with translated data. */
  readonly translation?: boolean;
  readonly variant?: never;
}

/** XLM-R Large as the paper's authors fine-tuned it. */
export interface TrainedRow extends Figures {
  readonly variant: VariantId;
  readonly source?: never;
}

export type PaperRow = ReportedRow | TrainedRow;

export interface PaperTable {
  readonly number: TableNumber;
  readonly name: string;
  /** Null for Table X, whose columns are tasks. */
  readonly task: PaperTask | null;
  /** Every figure is on a scale from 0 to 100. */
  readonly metric: "accuracy" | "F1" | "nDCG" | "task scores";
  /** In our words. */
  readonly caption: string;
  /** Language codes, or tasks in Table X. */
  readonly columns: readonly string[];
  readonly rows: readonly PaperRow[];
}
