/** A first look at files of one's own, before all of them is read: what they are, and what their columns hold. */

import { type Batch, collect, Unusable } from "../batch.ts";
import { DataError, shortened } from "../error.ts";
import { conllCells } from "../formats/conll.ts";
import { firstCsvCells, readCsv } from "../formats/csv.ts";
import { type FileFormat, mayHoldExamples } from "../formats/detect.ts";
import { readJsonLines } from "../formats/json-lines.ts";
import { openFile } from "../formats/open-file.ts";
import { openParquetFile } from "../formats/parquet-file.ts";
import type { TableRow } from "../formats/table.ts";
import { firstTsvCells, readTsv } from "../formats/tsv.ts";
import { readLines } from "../lines.ts";
import { unpacked } from "../sources/archive.ts";
import type { DataFile } from "../sources/data-file.ts";
import { saidBy, treebankFileOf } from "../sources/file-names.ts";
import { XGLUE, XGLUE_TASKS, type XglueTask, xgluePlaceOf } from "../xglue/xglue.ts";

/** Rows whose values are looked through, and rows that are shown. */
const LOOKED_THROUGH = 500;
const SHOWN = 5;
/** Characters of a shown cell. */
const MOST_CELL = 160;
/** A column with more values than this holds no labels. */
const MOST_VALUES = 40;
/** More files than anybody looks at. */
const MOST_FILES = 200;

export interface TableLook {
  /** Their names, or, where they have none, their numbers from 1. */
  readonly columns: readonly string[];
  /** [row][column] */
  readonly rows: readonly (readonly string[])[];
  /** The columns are numbered, and the first of the rows may hold their names. */
  readonly mayHaveHeader: boolean;
  /** By column, where there are few: the values of the first rows, without what the first of them may be. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** By column: what its numbers mean, counted from 0, as the file says. */
  readonly numbered: Readonly<Record<string, readonly string[]>>;
}

export interface FileLook {
  readonly path: string;
  readonly format?: FileFormat;
  readonly split?: string;
  readonly language?: string;
  /** Absent where no columns are to be chosen. */
  readonly table?: TableLook;
  /** Why it cannot be used. */
  readonly problem?: string;
}

/** XGLUE's files of a task. */
export interface TaskFiles {
  readonly task: XglueTask;
  readonly languages: readonly string[];
  readonly files: number;
}

export type Look =
  | { readonly kind: "xglue"; readonly tasks: readonly TaskFiles[] }
  /** `unread`: files that no name says to hold examples. */
  | { readonly kind: "files"; readonly files: readonly FileLook[]; readonly unread: number };

/** @param task what the files are to be used for, which decides what some of them are */
export async function lookAt(files: readonly DataFile[], task: XglueTask): Promise<Look> {
  const tasks = new Map<XglueTask, { languages: Set<string>; files: number }>();
  const looks: FileLook[] = [];
  let unread = 0;
  for (const given of files) {
    for await (const file of given.isNamed ? unpacked(given) : [given]) {
      const place = xgluePlaceOf(file.path);
      if (place) {
        const known = tasks.get(place.task) ?? { languages: new Set(), files: 0 };
        tasks.set(place.task, known);
        known.languages.add(place.language);
        known.files++;
      } else if (tasks.size > 0 || looks.length >= MOST_FILES || !mayHoldExamples(file)) unread++;
      else looks.push(await lookAtFile(file, task));
    }
  }
  if (tasks.size === 0) return { kind: "files", files: looks, unread };
  return {
    kind: "xglue",
    tasks: XGLUE_TASKS.flatMap((id) => {
      const found = tasks.get(id);
      return found ? [{ task: id, languages: [...found.languages], files: found.files }] : [];
    }),
  };
}

async function lookAtFile(file: DataFile, task: XglueTask): Promise<FileLook> {
  const said = treebankFileOf(file.path) ?? saidBy(file.path);
  const split = file.split ?? said.split;
  const language = file.language ?? said.language;
  const known = { path: file.path, ...(split && { split }), ...(language !== undefined && { language }) };
  try {
    return { ...known, ...(await formatAndTable(file, task)) };
  } catch (error) {
    return { ...known, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function formatAndTable(file: DataFile, task: XglueTask): Promise<Pick<FileLook, "format" | "table">> {
  const opened = await openFile(file, XGLUE[task].kind);
  if (opened.format === "parquet") return { format: opened.format, table: await parquetLook(opened.file) };
  const { format, head, bytes } = opened;
  try {
    switch (format) {
      case "json-lines":
        return { format, table: await namedLook(readJsonLines(bytes, file.name)) };
      case "tsv":
      case "csv": {
        const cells = format === "csv" ? firstCsvCells(head) : firstTsvCells(head);
        if (cells instanceof Unusable) throw new DataError(`${file.name}: line 1 ${cells.message}`);
        const columns = numbers(cells.length);
        const read = format === "csv" ? readCsv : readTsv;
        const { rows } = await collect(read(bytes, { file: file.name, columns }), LOOKED_THROUGH);
        return {
          format,
          table: tableLook(
            columns,
            rows.map(({ row }) => row),
            true,
          ),
        };
      }
      case "conll":
        return { format, table: await conllLook(bytes, file.name) };
      case "conll-u":
      case "squad":
        return { format };
    }
  } finally {
    await bytes.return(undefined);
  }
}

async function parquetLook(file: DataFile): Promise<TableLook> {
  const parquet = await openParquetFile(file, LOOKED_THROUGH);
  const { columns } = parquet;
  // Far away, rows come at a price: the names have to do.
  const found = file.isRemote ? [] : (await collect(parquet.read(columns), LOOKED_THROUGH)).rows;
  const numbered = columns.map((column) => [column, parquet.labelNames(column)] as const);
  const look = tableLook(
    columns,
    found.map(({ row }) => row),
    false,
  );
  return { ...look, numbered: Object.fromEntries(numbered.filter(([, names]) => names.length > 0)) };
}

async function namedLook(batches: AsyncIterable<Batch<TableRow>>): Promise<TableLook> {
  const { rows } = await collect(batches, LOOKED_THROUGH);
  const columns = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))];
  return tableLook(
    columns,
    rows.map(({ row }) => row),
    false,
  );
}

/** One word a line: its columns have no names. */
async function conllLook(bytes: AsyncIterable<Uint8Array>, name: string): Promise<TableLook> {
  const lines: string[][] = [];
  for await (const batch of readLines(bytes, name)) {
    for (const { text } of batch) {
      if (text instanceof Unusable || text.trim() === "" || text.startsWith("-DOCSTART-")) continue;
      lines.push(conllCells(text));
    }
    if (lines.length >= LOOKED_THROUGH) break;
  }
  const columns = numbers(Math.max(0, ...lines.slice(0, SHOWN).map(({ length }) => length)));
  const rows = lines.map((cells) => Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""])));
  return tableLook(columns, rows, false);
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i + 1));
}

function tableLook(columns: readonly string[], rows: readonly TableRow[], mayHaveHeader: boolean): TableLook {
  const data = mayHaveHeader ? rows.slice(1) : rows;
  const values = columns.map((column) => [column, valuesOf(data.map((row) => row[column]))] as const);
  return {
    columns,
    rows: rows.slice(0, SHOWN).map((row) => columns.map((column) => shortened(cellText(row[column]), MOST_CELL))),
    mayHaveHeader,
    values: Object.fromEntries(values.filter(([, found]) => found.length > 0 && found.length <= MOST_VALUES)),
    numbered: {},
  };
}

/** Of lists, what is in them: a sentence's tags. */
function valuesOf(cells: readonly unknown[]): string[] {
  return [...new Set(cells.flatMap((cell) => (Array.isArray(cell) ? cell.map(cellText) : [cellText(cell)])))].sort();
}

/** Empty for what is missing; of lists and objects, JSON. */
function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}
