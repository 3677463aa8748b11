import { type Batches, Unusable } from "../batch.ts";
import type { Bytes } from "../bytes.ts";
import { readLines } from "../lines.ts";
import { firstLine } from "./detect.ts";
import { type Cells, type TableOptions, type TableRow, tableRows, withoutBlanks } from "./table.ts";

/**
 * Tab-separated values as XGLUE writes them: one row a line, no quoting, so that a quotation mark is a character like others.
 * Lines are split before they are trimmed: an empty last cell is a cell.
 */
export function readTsv(bytes: Bytes, options: TableOptions): Batches<TableRow> {
  return tableRows(records(bytes, options.file), options);
}

async function* records(bytes: Bytes, file: string): AsyncGenerator<Cells[]> {
  for await (const lines of withoutBlanks(readLines(bytes, file))) {
    yield lines.map(({ number, text }) => ({
      line: number,
      cells: text instanceof Unusable ? text : cellsOf(text),
    }));
  }
}

/** The cells of a text's first line. */
export function firstTsvCells(text: string): string[] {
  return cellsOf(firstLine(text));
}

function cellsOf(line: string): string[] {
  return line.split("\t").map((cell) => cell.trim());
}
