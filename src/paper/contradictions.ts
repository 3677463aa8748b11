/**
 * Where the paper contradicts itself. The page shows the printed figures and says so beside them; nothing is corrected. Which of
 * two figures is right nobody can tell from the paper: the notes are arithmetic, not judgement.
 */
import type { Finding } from "./consistency.ts";
import { tableOf } from "./tables/index.ts";
import type { PaperTable, TableNumber } from "./types.ts";

/** The text states a difference that the table does not show. */
interface TextAgainstTable {
  readonly kind: "text";
  readonly table: TableNumber;
  readonly note: string;
}

export type Contradiction = (Finding & { readonly note?: string }) | TextAgainstTable;

/** Those that `findContradictions` finds, in its order, then what the text says and the tables do not. */
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    kind: "overview",
    task: "nc",
    label: "Anneal-Layer-GradDrop",
    inTable: 83.25,
    inOverview: 84.24,
    note: "84.24 is Layer-GradDrop's average in Table II.",
  },
  {
    kind: "overview",
    task: "nc",
    label: "Layer-GradDrop",
    inTable: 84.24,
    inOverview: 83.73,
    note: "83.73 is GradDrop-Epoch's average in Table II.",
  },
  {
    kind: "overview",
    task: "ner",
    label: "XLM-R Large",
    inTable: 82.16,
    inOverview: 80.61,
    note: "Table X holds the row that Table VI takes from [4]. Measured against it four variants gain; against the paper's own fine-tuning only GradDrop-Epoch does.",
  },
  {
    kind: "overview",
    task: "pos",
    label: "GradFreeze-BottomUp",
    inTable: 77.32,
    inOverview: 73.32,
    note: "The mean of Table VII's own figures is 77.05, so that 73.32 may be a slip of one digit.",
  },
  { kind: "overview", task: "pos", label: "Anneal-Layer-GradDrop", inTable: 80.65, inOverview: 80.88 },
  { kind: "overview", task: "qadsm", label: "GradDrop", inTable: 71.01, inOverview: 71.02 },
  { kind: "overview", task: "wpr", label: "XLM-R Large", inTable: 73.32, inOverview: 73.27 },
  {
    kind: "overview",
    task: "mlqa",
    label: "FILTER + Self-Teaching",
    inTable: 74.7,
    inOverview: 76.2,
    note: "76.2 is with self-teaching; Table IX may mean FILTER without.",
  },
  {
    kind: "overview",
    task: "mlqa",
    label: "XLM-R Large",
    inTable: 70.9,
    inOverview: 70.21,
    note: "The mean of Table IX's own figures is 70.90.",
  },
  {
    kind: "overview",
    task: "mlqa",
    label: "Layer-GradDrop",
    inTable: 72.25,
    inOverview: 72.55,
    note: "The mean of Table IX's own figures is 72.23.",
  },
  { kind: "average", table: "I", label: "GradFreeze-TopBottom", printed: 79.23, recomputed: 79.22 },
  { kind: "average", table: "I", label: "Anneal-GradDrop", printed: 79.58, recomputed: 79.61 },
  {
    kind: "average",
    table: "I",
    label: "GradDrop-Epoch",
    printed: 79.94,
    recomputed: 80.6,
    note: "With 78.78 instead of 88.71 for Greek the printed average would be right, and with the mean as it stands GradDrop-Epoch would be the best on XNLI.",
  },
  {
    kind: "average",
    table: "II",
    label: "GradDrop",
    printed: 83.41,
    recomputed: 83.72,
    note: "With every mean recomputed GradDrop would be second best instead of fourth.",
  },
  { kind: "average", table: "II", label: "Layer-GradDrop", printed: 84.24, recomputed: 84.25 },
  { kind: "average", table: "II", label: "GradDrop-Epoch", printed: 83.73, recomputed: 83.71 },
  { kind: "average", table: "III", label: "GradDrop-Epoch", printed: 72.98, recomputed: 73.02 },
  { kind: "average", table: "IV", label: "Layer-GradDrop", printed: 71.39, recomputed: 71.41 },
  { kind: "average", table: "V", label: "GradFreeze-TopDown", printed: 88.33, recomputed: 88.37 },
  { kind: "average", table: "V", label: "GradFreeze-BottomUp", printed: 87.31, recomputed: 87.33 },
  { kind: "average", table: "V", label: "GradDrop", printed: 91.46, recomputed: 91.48 },
  { kind: "average", table: "V", label: "Anneal Graddrop", printed: 91.18, recomputed: 91.21 },
  {
    kind: "average",
    table: "V",
    label: "Layer-GradDrop",
    printed: 92.23,
    recomputed: 91.93,
    note: "It stays the best of Table V either way.",
  },
  { kind: "average", table: "V", label: "GradDrop-Epoch", printed: 91.15, recomputed: 91.16 },
  { kind: "average", table: "VII", label: "GradFreeze-TopDown", printed: 78.11, recomputed: 78.36 },
  { kind: "average", table: "VII", label: "GradFreeze-BottomUp", printed: 77.32, recomputed: 77.05 },
  {
    kind: "average",
    table: "VII",
    label: "Anneal Graddrop",
    printed: 80.72,
    recomputed: 80.25,
    note: "With the recomputed mean it would be below SFT, which the text says it outperforms.",
  },
  { kind: "average", table: "VII", label: "Layer-GradDrop", printed: 81.42, recomputed: 81.44 },
  { kind: "average", table: "VIII", label: "GradDrop", printed: 73.44, recomputed: 73.48 },
  { kind: "average", table: "IX", label: "Layer-GradDrop", printed: 72.25, recomputed: 72.23 },
  { kind: "average", table: "IX", label: "GradDrop-Epoch", printed: 72.01, recomputed: 71.94 },
  { kind: "average", table: "X", label: "Layer-GradDrop", printed: 78.77, recomputed: 78.8 },
  {
    kind: "repeated",
    first: { table: "II", label: "Anneal Graddrop" },
    second: { table: "VI", label: "Anneal Graddrop" },
    figures: [74.36, 93.13, 78.49, 81.49, 81.87],
    note: "All five figures are the same, though the columns are other tasks and other languages.",
  },
  {
    kind: "repeated",
    first: { table: "II", label: "Anneal Graddrop" },
    second: { table: "VI", label: "Layer-GradDrop" },
    figures: [74.36, 93.13, 78.49],
  },
  {
    kind: "repeated",
    first: { table: "VI", label: "Anneal Graddrop" },
    second: { table: "VI", label: "Layer-GradDrop" },
    figures: [74.36, 93.13, 78.49],
    note: "The two rows differ in Dutch alone.",
  },
  {
    kind: "text",
    table: "II",
    note: "The text puts Layer-GradDrop 1.26 points above FILTER; Table II shows 0.74 (84.24 and 83.5).",
  },
  {
    kind: "text",
    table: "II",
    note: "The text says that every variant of gradient dropout outperforms SFT; Table II has Anneal-GradDrop at 81.87, below SFT's 83.21.",
  },
  {
    kind: "text",
    table: "IV",
    note: "The text puts Layer-GradDrop 0.24 points below FILTER; Table IV shows 0.01 (71.39 and 71.4).",
  },
  {
    kind: "text",
    table: "VII",
    note: "The text puts Layer-GradDrop 0.3 points below FILTER; Table VII shows 0.18 (81.42 and 81.6).",
  },
  {
    kind: "text",
    table: "IX",
    note: "The text puts Layer-GradDrop 2.35 points below FILTER; Table IX shows 2.45 (72.25 and 74.7), Table X 3.65.",
  },
];

/** Those that concern a table; of a kind, the largest first. */
export function contradictionsOf(table: PaperTable): Contradiction[] {
  return CONTRADICTIONS.filter((entry) => concerns(entry, table)).sort(inOrder);
}

function concerns(entry: Contradiction, { number, task }: PaperTable): boolean {
  switch (entry.kind) {
    case "overview":
      return number === "X" || entry.task === task;
    case "repeated":
      return entry.first.table === number || entry.second.table === number;
    case "average":
    case "text":
      return entry.table === number;
  }
}

/** Disagreements with Table X first, then rows that repeat each other, what the text says, and averages. */
const ORDER = ["overview", "repeated", "text", "average"] as const;

function inOrder(a: Contradiction, b: Contradiction): number {
  return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || pointsOf(b) - pointsOf(a);
}

/** By how much two figures differ. */
function pointsOf(entry: Contradiction): number {
  if (entry.kind === "overview") return Math.abs(entry.inOverview - entry.inTable);
  return entry.kind === "average" ? Math.abs(entry.printed - entry.recomputed) : 0;
}

export function inWords(entry: Contradiction): string {
  const note = entry.note ? ` ${entry.note}` : "";
  switch (entry.kind) {
    case "overview": {
      const { number, name } = tableOf(entry.task);
      const [first, second] = [entry.inTable.toFixed(2), entry.inOverview.toFixed(2)];
      return `${name}, ${modelName(entry.label)}: ${first} in Table ${number}, ${second} in Table X.${note}`;
    }
    case "average": {
      const [printed, recomputed] = [entry.printed.toFixed(2), entry.recomputed.toFixed(2)];
      return `Table ${entry.table}, ${entry.label}: the printed average is ${printed}, the mean of its figures ${recomputed}.${note}`;
    }
    case "repeated": {
      const { first, second, figures } = entry;
      const place = ({ table, label }: typeof first) => `${label} in Table ${table}`;
      const list = figures.map((figure) => figure.toFixed(2)).join(", ");
      return `${place(first)} and ${place(second)} repeat each other: ${list}.${note}`;
    }
    case "text":
      return entry.note;
  }
}

/** The paper's tables call standard fine-tuning by the model's name. */
function modelName(label: string): string {
  return label === "XLM-R Large" ? "SFT" : label;
}
