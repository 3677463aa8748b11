import { type Batches, mapRows, Unusable } from "../batch.ts";
import { type Chosen, type ColumnChoice, chooseColumns } from "../columns/choose.ts";
import { type LabelMeanings, namesOf } from "../columns/labels.ts";
import { type Converter, type LabelNames, labelOf, pairOf, spanOf, tagsOf } from "../columns/to-examples.ts";
import { DataError } from "../error.ts";
import type { ExampleRow } from "../examples.ts";
import { conllCells, readConll, readConllU } from "../formats/conll.ts";
import { firstCsvCells, readCsv } from "../formats/csv.ts";
import { readJsonLines } from "../formats/json-lines.ts";
import { openFile, type TextFile } from "../formats/open-file.ts";
import { openParquetFile } from "../formats/parquet-file.ts";
import { readSquad } from "../formats/squad.ts";
import type { TableRow } from "../formats/table.ts";
import { firstTsvCells, readTsv } from "../formats/tsv.ts";
import type { DataFile } from "../sources/data-file.ts";
import { XGLUE, type XglueTask } from "../xglue/xglue.ts";

export interface OwnOptions {
  readonly task: XglueTask;
  /** Which columns hold what; those not named are found by their names. */
  readonly columns?: ColumnChoice;
  /** What the files' labels mean: {"1": "entailment"}. */
  readonly labels?: LabelMeanings;
}

/** An example, and its language where the file says it of each. */
export interface Placed {
  readonly language?: string;
  readonly row: ExampleRow;
}

export interface OwnRows {
  readonly rows: Batches<Placed>;
  /** What was guessed, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * The examples of a file in any format.
 *
 * @param wanted of a large remote file no more is read than a sample of so many rows needs
 * @throws DataError where it is no such file, or does not have the columns that the task needs
 */
export async function readOwn(file: DataFile, options: OwnOptions, wanted: number): Promise<OwnRows> {
  const opened = await openFile(file, XGLUE[options.task].kind);
  if (opened.format === "parquet") return readParquetFile(opened.file, options, wanted);
  try {
    return readText({ ...opened, name: file.name }, options);
  } catch (error) {
    await opened.bytes.return(undefined);
    throw error;
  }
}

interface Text extends TextFile {
  /** For messages. */
  readonly name: string;
}

function readText(text: Text, options: OwnOptions): OwnRows {
  const { format, name, head, bytes } = text;
  const { task } = options;
  const { kind } = XGLUE[task];
  const refuse = (what: string) => new DataError(`${name}: ${what}`);
  switch (format) {
    case "conll":
    case "conll-u":
      if (kind !== "tags")
        throw refuse(`has tagged words, but ${task} needs ${NEEDS[kind]}. Choose another file or task.`);
      if (format === "conll") return readTagged(text, options);
      if (task !== "pos") throw refuse(`CoNLL-U holds parts of speech: train pos on it, not ${task}.`);
      return { rows: placed(readConllU(bytes, { file: name, ...tagNames(options) })), notes: [] };
    case "squad":
      if (kind !== "span")
        throw refuse(`is JSON, but not one object a line, as ${task} needs it. Save it as JSON lines.`);
      return { rows: placed(readSquad(bytes, { file: name, answers: "slices" })), notes: [] };
    case "json-lines": {
      const keys = objectKeys(head);
      if (keys.length === 0)
        throw refuse(
          'has no JSON object in its first lines. Expected is one a line, such as {"text": "…", "label": "…"}.',
        );
      const chosen = chosenOrThrow(chooseColumns(task, keys, options.columns), name);
      return { rows: fromTable(readJsonLines(bytes, name), name, chosen, namesOf(options)), notes: [] };
    }
    case "tsv":
    case "csv": {
      const cells = format === "csv" ? firstCsvCells(head) : firstTsvCells(head);
      if (cells instanceof Unusable) throw refuse(`line 1, which names the columns, ${cells.message}`);
      const { header, ...found } = tableColumns(cells, options);
      const chosen = chosenOrThrow(found.chosen, name);
      const table = (format === "csv" ? readCsv : readTsv)(bytes, { file: name, columns: header });
      return { rows: fromTable(table, name, chosen, namesOf(options)), notes: [] };
    }
  }
}

const NEEDS = { pair: "texts with a label", tags: "tagged words", span: "questions with a text and answers" } as const;

/** What the first line of a TSV or CSV file says: names of columns, or, in XGLUE's own layout or where columns are chosen by number, a row. */
function tableColumns(
  cells: readonly string[],
  options: OwnOptions,
): { header: "first-line" | readonly string[]; chosen: Chosen | string } {
  const { task, columns: choice = {} } = options;
  const chosen = chooseColumns(task, cells, choice);
  if (typeof chosen === "object") return { header: "first-line", chosen };
  const format = XGLUE[task];
  const numbers = Object.values(choice).flatMap((columns) => columns.split("+"));
  if (numbers.length > 0 && numbers.every((number) => /^[1-9]\d?$/.test(number))) {
    const header = cells.map((_, index) => String(index + 1));
    return { header, chosen: chooseColumns(task, header, choice) };
  }
  if (format.kind !== "pair" || numbers.length > 0 || cells.length !== format.columns.length) {
    return { header: "first-line", chosen };
  }
  const isRow = !(labelOf(cells.at(-1)!, namesOf(options)) instanceof Unusable);
  const isHeader = cells.at(-1)!.toLowerCase() === format.columns.at(-1);
  return isRow || isHeader
    ? { header: format.columns, chosen: chooseColumns(task, format.columns) }
    : { header: "first-line", chosen };
}

/** One word a line; words are taken from the first column and tags from the last, where nothing else is said. */
function readTagged({ name, head, bytes }: Text, options: OwnOptions): OwnRows {
  const { columns: choice = {} } = options;
  const line = head.split(/\r?\n/).find((candidate) => candidate.trim() !== "" && !candidate.startsWith("-DOCSTART-"));
  const count = Math.max(2, line === undefined ? 2 : conllCells(line).length);
  const place = (field: "words" | "tags", fallback: number): number => {
    const given = choice[field];
    if (given === undefined) return fallback;
    const number = Number(given);
    if (Number.isInteger(number) && number >= 1 && number <= count) return number - 1;
    throw new DataError(`${name}: ${field}=${given} is no column of it: name one by its number, from 1 to ${count}.`);
  };
  const columns = { count, word: place("words", 0), tag: place("tags", count - 1) };
  const isGuess = count > 2 && choice.tags === undefined;
  const note = `${name}: its ${count} columns are taken for words in column ${columns.word + 1} and tags in column ${columns.tag + 1}.`;
  const rows = placed(readConll(bytes, { file: name, columns, ...tagNames(options) }));
  return { rows, notes: isGuess ? [note] : [] };
}

async function readParquetFile(file: DataFile, options: OwnOptions, wanted: number): Promise<OwnRows> {
  const parquet = await openParquetFile(file, wanted);
  const chosen = chosenOrThrow(chooseColumns(options.task, parquet.columns, options.columns), file.name);
  const column = labelColumn(chosen);
  const names = column === undefined ? [] : parquet.labelNames(column);
  const rows = fromTable(parquet.read(columnsOf(chosen)), file.name, chosen, namesOf(options, names));
  return { notes: parquet.notes, rows };
}

function labelColumn(chosen: Chosen): string | undefined {
  if (chosen.kind === "span") return undefined;
  return chosen.kind === "pair" ? chosen.columns.label : chosen.columns.tags;
}

function columnsOf({ language, ...chosen }: Chosen): string[] {
  const more = language === undefined ? [] : [language];
  switch (chosen.kind) {
    case "pair":
      return [...more, ...[chosen.columns.textA].flat(), ...chosen.columns.textB, chosen.columns.label];
    case "tags":
      return [...more, chosen.columns.words, chosen.columns.tags];
    case "span": {
      const { id, question, context, answers, start } = chosen.columns;
      const columns = [...more, id, question, context, answers, typeof start === "object" ? start.column : undefined];
      return columns.filter((column) => column !== undefined);
    }
  }
}

function chosenOrThrow(chosen: Chosen | string, name: string): Chosen {
  if (typeof chosen === "string") throw new DataError(`${name}: ${chosen}`);
  return chosen;
}

function fromTable(table: Batches<TableRow>, name: string, chosen: Chosen, names: LabelNames): Batches<Placed> {
  const convert = converterOf(chosen, names);
  const { language } = chosen;
  return mapRows(table, name, (row, place): Placed | Unusable => {
    const example = convert(row, place);
    if (example instanceof Unusable || language === undefined)
      return example instanceof Unusable ? example : { row: example };
    const code = typeof row[language] === "string" ? row[language].toLowerCase().split(/[-_]/)[0]! : "";
    if (!/^[a-z]{2,3}$/.test(code)) {
      return new Unusable(
        `has no language's code, such as en, in "${language}". Correct it, or choose another column.`,
      );
    }
    return { language: code, row: example };
  });
}

function converterOf(chosen: Chosen, names: LabelNames): Converter<ExampleRow> {
  switch (chosen.kind) {
    case "pair":
      return pairOf({ ...chosen.columns, ...names });
    case "tags":
      return tagsOf({ ...chosen.columns, ...names });
    case "span":
      return spanOf(chosen.columns);
  }
}

/** Keys of the objects in the first lines: not every object needs to have all. */
function objectKeys(head: string): string[] {
  const keys = new Set<string>();
  for (const line of head.split("\n").slice(0, LOOKED_AT)) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === "object" && value !== null) for (const key of Object.keys(value)) keys.add(key);
    } catch {
      // Reading it says what is wrong with it.
    }
  }
  return [...keys];
}

const LOOKED_AT = 100;

async function* placed(batches: Batches<ExampleRow>): Batches<Placed> {
  for await (const { rows, faults } of batches) {
    yield { rows: rows.map(({ place, row }) => ({ place, row: { row } })), faults };
  }
}

function tagNames(options: OwnOptions): { tags: readonly string[]; aliases: Readonly<Record<string, string>> } {
  const { labels, aliases = {} } = namesOf(options);
  return { tags: labels, aliases };
}
