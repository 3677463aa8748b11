/** Looks for places where the paper's tables disagree with each other or with themselves. */
import { OVERVIEW, TABLES, tableOf } from "./tables/index.ts";
import { PAPER_TASKS, type PaperRow, type PaperTable, type PaperTask, type TableNumber } from "./types.ts";

export type Finding =
  /** Table X gives a task another average than the task's own table. */
  | {
      readonly kind: "overview";
      readonly task: PaperTask;
      readonly label: string;
      readonly inTable: number;
      readonly inOverview: number;
    }
  /** A printed average is not the mean of the figures beside it, even if it was cut off instead of rounded. */
  | {
      readonly kind: "average";
      readonly table: TableNumber;
      readonly label: string;
      readonly printed: number;
      /** With two decimals. */
      readonly recomputed: number;
    }
  /** Two rows hold the same figures one after another. */
  | {
      readonly kind: "repeated";
      readonly first: { readonly table: TableNumber; readonly label: string };
      readonly second: { readonly table: TableNumber; readonly label: string };
      readonly figures: readonly number[];
    };

export function findContradictions(): Finding[] {
  return [...overviewFindings(), ...TABLES.flatMap(averageFindings), ...repeatedFindings()];
}

function overviewFindings(): Finding[] {
  return PAPER_TASKS.flatMap((task) =>
    OVERVIEW.rows.flatMap((row): Finding[] => {
      const inOverview = row.scores?.[OVERVIEW.columns.indexOf(task)] ?? null;
      const inTable = counterpart(row, tableOf(task))?.average ?? null;
      if (inOverview === null || inTable === null || inOverview === inTable) return [];
      return [{ kind: "overview", task, label: row.label, inTable, inOverview }];
    }),
  );
}

/** The same model in another table. Only Table I tells FILTER with self-teaching from FILTER without. */
function counterpart(row: PaperRow, table: PaperTable): PaperRow | undefined {
  const same = (label: string) =>
    table.rows.find((other) =>
      row.variant ? other.variant === row.variant : other.source === row.source && other.label === label,
    );
  return same(row.label) ?? same(row.label.replace(" + Self-Teaching", ""));
}

/** The mean of a row's figures; null where any is missing. */
export function meanOfScores({ scores }: PaperRow): number | null {
  if (scores === null) return null;
  let sum = 0;
  for (const score of scores) {
    if (score === null) return null;
    sum += score;
  }
  return sum / scores.length;
}

/** One unit in the last printed place: the paper gives its own figures two decimals, and those of others mostly one. */
function lastPlace(row: PaperRow): number {
  return row.variant ? 0.01 : 0.1;
}

function averageFindings(table: PaperTable): Finding[] {
  return table.rows.flatMap((row): Finding[] => {
    const mean = meanOfScores(row);
    if (mean === null || row.average === null) return [];
    if (Math.abs(mean - row.average) < lastPlace(row) - 1e-9) return [];
    const recomputed = Math.round(mean * 100) / 100;
    return [{ kind: "average", table: table.number, label: row.label, printed: row.average, recomputed }];
  });
}

/** Fewer equal figures in a row may be chance. */
const REPEATED = 3;

function repeatedFindings(): Finding[] {
  // Table X repeats the averages of the others on purpose.
  const rows = TABLES.filter((table) => table !== OVERVIEW).flatMap((table) =>
    table.rows.flatMap((row) => (row.scores === null ? [] : [{ table: table.number, row, figures: figuresOf(row) }])),
  );
  return rows.flatMap((first, i) =>
    rows.slice(i + 1).flatMap((second): Finding[] => {
      const figures = longestCommonRun(first.figures, second.figures);
      if (figures.length < REPEATED) return [];
      const place = ({ table, row }: typeof first) => ({ table, label: row.label });
      return [{ kind: "repeated", first: place(first), second: place(second), figures }];
    }),
  );
}

function figuresOf({ scores, average }: PaperRow): number[] {
  return [...(scores ?? []), average].filter((figure) => figure !== null);
}

function longestCommonRun(a: readonly number[], b: readonly number[]): number[] {
  let best: number[] = [];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let length = 0;
      while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) length++;
      if (length > best.length) best = a.slice(i, i + length);
    }
  }
  return best;
}
