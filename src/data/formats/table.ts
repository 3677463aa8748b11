import { type Batches, type Located, Unusable } from "../batch.ts";
import { counted, DataError, type Fault, listed, shortened } from "../error.ts";
import type { Line } from "../lines.ts";

/** A row by column name: text in TSV and CSV, any JSON value in JSON lines and Parquet. */
export type TableRow = Readonly<Record<string, unknown>>;

export interface TableOptions {
  /** For messages. */
  readonly file: string;
  /**
   * `first-line`: the file names its columns. Names: it does not, and these are its columns in order; a first line whose last
   * cell is the last of the names is a header all the same, and no row.
   */
  readonly columns: "first-line" | readonly string[];
}

/** A line or record already split into its cells. */
export interface Cells {
  /** Number of its first line, from 1. */
  readonly line: number;
  readonly cells: readonly string[] | Unusable;
}

/** Rows from cells: the names of columns, and what to say about too many or too few. Shared by TSV and CSV. */
export async function* tableRows(
  records: AsyncIterable<readonly Cells[]>,
  { file, columns }: TableOptions,
): Batches<TableRow> {
  let names = columns === "first-line" ? undefined : columns;
  let isFirst = true;
  for await (const batch of records) {
    const rows: Located<TableRow>[] = [];
    const faults: Fault[] = [];
    for (const { line, cells } of batch) {
      const place = `line ${line}`;
      const wasFirst = isFirst;
      isFirst = false;
      if (cells instanceof Unusable) {
        if (names === undefined) throw new DataError(`${file}: ${place}, which names the columns, ${cells.message}`);
        faults.push({ file, place, message: cells.message });
      } else if (names === undefined) {
        names = checkedNames(cells, file);
      } else if (wasFirst && isHeader(cells, names)) {
        // It repeats the names.
      } else if (cells.length !== names.length) {
        faults.push({ file, place, message: countFault(cells.length, names) });
      } else {
        rows.push({ place, row: rowOf(names, cells) });
      }
    }
    yield { rows, faults };
  }
}

function rowOf(names: readonly string[], cells: readonly string[]): TableRow {
  const row: Record<string, string> = {};
  for (let index = 0; index < names.length; index++) row[names[index]!] = cells[index]!;
  return row;
}

function isHeader(cells: readonly string[], names: readonly string[]): boolean {
  return cells.length === names.length && cells.at(-1)!.toLowerCase() === names.at(-1)!.toLowerCase();
}

function checkedNames(cells: readonly string[], file: string): readonly string[] {
  const taken = new Set<string>();
  cells.forEach((name, index) => {
    if (name === "") throw new DataError(`${file}: column ${index + 1} has no name in line 1. Give it one.`);
    // No key of an object can be called so.
    if (name === "__proto__") throw new DataError(`${file}: a column is named "__proto__" in line 1. Rename it.`);
    if (taken.has(name)) {
      throw new DataError(`${file}: two columns are named "${shortened(name)}" in line 1. Rename one of them.`);
    }
    taken.add(name);
  });
  return cells;
}

function countFault(count: number, names: readonly string[]): string {
  return `has ${counted(count, "column")}, not ${names.length} (${listed(names)}). Add or remove what differs.`;
}

/**
 * Takes blank lines out of batches of lines: those at the end of a file mean nothing, while one between rows is a fault, since
 * a row may have been lost there.
 */
export async function* withoutBlanks(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Line[]> {
  let blanks: number[] = [];
  for await (const batch of batches) {
    const lines: Line[] = [];
    for (const line of batch) {
      if (line.text === "") {
        // Only as many as anybody would look at.
        if (blanks.length < MOST_BLANKS) blanks.push(line.number);
        continue;
      }
      lines.push(...blanks.map((number) => ({ number, text: BLANK })), line);
      blanks = [];
    }
    yield lines;
  }
}

const MOST_BLANKS = 1000;
const BLANK = new Unusable("is empty. Remove it, or put the missing row there.");
