/** The table of means: every group's figures after its last or its best epoch, who is first and second, and in which order. */
import { type Mean, meanOf } from "../../experiment/mean.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import { type Group, measured } from "./groups.ts";
import type { Run } from "./runs.ts";
import { bestScore, scoreOf } from "./series.ts";

/** `best`: for every run the epoch with the highest zero-shot average, for all columns. */
export type WhichEpoch = "last" | "best";

export interface MeanCell extends Mean {
  readonly rank: "first" | "second" | undefined;
}

export interface MeansRow {
  readonly group: Group;
  /** Shares, 0 to 1, by score, and what training measured in its own unit; no entry where nothing was measured. */
  readonly cells: ReadonlyMap<string, MeanCell>;
}

/** What training itself measures; neither the least nor the most of it is best. */
export const TRAINING_COLUMNS = ["loss", "gradient"] as const;
export type TrainingColumn = (typeof TRAINING_COLUMNS)[number];

export function isTrainingColumn(column: string): column is TrainingColumn {
  return TRAINING_COLUMNS.some((known) => known === column);
}

/** @param scores columns: "zero-shot", language codes, or what training measures */
export function meansTable(groups: readonly Group[], scores: readonly string[], which: WhichEpoch): MeansRow[] {
  const rows = groups.map((group) => ({ group, cells: new Map<string, MeanCell>() }));
  for (const score of scores) {
    const means = groups.map(({ counted }) => {
      const records = counted.map(({ run }) => recordOf(run, which)).filter((record) => record !== undefined);
      return meanOf(records.map((record) => cellValue(record, score)).filter((value) => value !== undefined));
    });
    const ranks = isTrainingColumn(score) ? [] : ranksOf(means.map((mean) => mean?.mean));
    for (const [i, mean] of means.entries()) if (mean) rows[i]!.cells.set(score, { ...mean, rank: ranks[i] });
  }
  return rows;
}

function cellValue(record: EpochRecord, column: string): number | undefined {
  return isTrainingColumn(column) ? measured(record, { kind: column }) : scoreOf(record, column);
}

function recordOf(run: Run, which: WhichEpoch): EpochRecord | undefined {
  const best = which === "best" ? bestScore(run, "zero-shot") : undefined;
  return best ? run.epochs.find(({ epoch }) => epoch === best.epoch) : run.epochs.at(-1);
}

/** The highest and the next; equal ones share a rank. With fewer than two values there is no contest. */
export function ranksOf(values: readonly (number | undefined)[]): ("first" | "second" | undefined)[] {
  const known = values.filter((value) => value !== undefined);
  const [first, second] = [...new Set(known)].sort((a, b) => b - a);
  if (known.length < 2) return values.map(() => undefined);
  return values.map((value) =>
    value === undefined ? undefined : value === first ? "first" : value === second ? "second" : undefined,
  );
}

export interface Sorting {
  /** A score, or "variant" for the order of the runs. */
  readonly by: string;
  readonly descending: boolean;
}

/** Rows without a value come last, whichever way. */
export function sortedRows(rows: readonly MeansRow[], { by, descending }: Sorting): MeansRow[] {
  const sign = descending ? -1 : 1;
  if (by === "variant") {
    return [...rows].sort((a, b) => sign * a.group.label.localeCompare(b.group.label, "en", { numeric: true }));
  }
  const value = ({ cells }: MeansRow) => cells.get(by)?.mean;
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    return sign * (x - y);
  });
}
