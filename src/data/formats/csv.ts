import { type Batches, Unusable } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import { type Line, readLines } from "../lines.ts";
import { type Cells, type TableOptions, type TableRow, tableRows, withoutBlanks } from "./table.ts";

/** A quotation mark that is never closed would take the rest of the file for one cell. */
const MOST_RECORD_LENGTH = 2 ** 20;

/**
 * Comma-separated values (RFC 4180): a cell in quotation marks may hold commas, line ends and, doubled, quotation marks. A line
 * end within a cell becomes \n.
 */
export function readCsv(bytes: Bytes, options: TableOptions): Batches<TableRow> {
  return tableRows(records(bytes, options.file), options);
}

async function* records(bytes: Bytes, file: string): AsyncGenerator<Cells[]> {
  for await (const lines of withoutBlanks(unfolded(readLines(bytes, file)))) {
    yield lines.map(({ number, text }) => ({ line: number, cells: text instanceof Unusable ? text : cellsOf(text) }));
  }
}

/** Lines joined where a line end stands within quotation marks; each has the number of its first line. */
async function* unfolded(batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Line[]> {
  let open: { number: number; text: string } | undefined;
  let last = 0;
  for await (const batch of batches) {
    const records: Line[] = [];
    for (const { number, text } of batch) {
      last = number;
      if (text instanceof Unusable) {
        if (open) records.push(neverClosed(open.number, number));
        records.push({ number, text });
        open = undefined;
        continue;
      }
      const isOpen: boolean = (open !== undefined) !== hasOddQuotes(text);
      const record: { number: number; text: string } = open
        ? { number: open.number, text: `${open.text}\n${text}` }
        : { number, text };
      open = undefined;
      if (!isOpen) records.push(record);
      else if (record.text.length > MOST_RECORD_LENGTH) records.push(neverClosed(record.number, number));
      else open = record;
    }
    yield records;
  }
  if (open) yield [neverClosed(open.number, last)];
}

/** The cells of a text's first record. */
export function firstCsvCells(text: string): string[] | Unusable {
  let isOpen = false;
  let end = 0;
  for (; end < text.length && (isOpen || text[end] !== "\n"); end++) if (text[end] === '"') isOpen = !isOpen;
  return cellsOf(text.slice(0, end).replaceAll("\r\n", "\n").replace(/\r$/, ""));
}

function hasOddQuotes(text: string): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}

function neverClosed(number: number, last: number): Line {
  return {
    number,
    text: new Unusable(
      `opens a quotation mark that is not closed by line ${last}; these lines are left out. Close it, or double it if it belongs to the text.`,
    ),
  };
}

/** The cells of a record; what is wrong with it where a quotation mark is out of place. */
function cellsOf(record: string): string[] | Unusable {
  const cells: string[] = [];
  for (let at = 0; at <= record.length; ) {
    const isQuoted = record[at] === '"';
    const end = isQuoted ? endOfQuoted(record, at) : endOfPlain(record, at);
    const cell = record.slice(at, end);
    const isWhole = end === record.length || record[end] === ",";
    if (!isWhole || (!isQuoted && cell.includes('"'))) {
      return new Unusable(
        `has a quotation mark in the middle of column ${cells.length + 1}. Put the cell in quotation marks and double those within.`,
      );
    }
    cells.push(isQuoted ? cell.slice(1, -1).replaceAll('""', '"') : cell.trim());
    at = end + 1;
  }
  return cells;
}

/** Where a cell ends that begins with a quotation mark; -1 where it does not. (A pattern overflows V8's stack on long cells, 2026-11.) */
function endOfQuoted(record: string, at: number): number {
  let quote = record.indexOf('"', at + 1);
  while (quote >= 0 && record[quote + 1] === '"') quote = record.indexOf('"', quote + 2);
  return quote < 0 ? -1 : quote + 1;
}

function endOfPlain(record: string, at: number): number {
  const comma = record.indexOf(",", at);
  return comma < 0 ? record.length : comma;
}
