/** Reads the tables of the paper from its Markdown text. */
import { readFileSync } from "node:fs";

export interface SourceRow {
  readonly label: string;
  /** One for each column of the header, without the label; null where nothing is printed. */
  readonly figures: readonly (number | null)[];
}

export interface SourceTable {
  readonly header: readonly string[];
  readonly rows: readonly SourceRow[];
}

/** Every table that ends in averages, in the order of the text. */
export function readTables(file: string): SourceTable[] {
  const blocks: string[][] = [[]];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("|")) blocks.at(-1)!.push(line);
    else if (blocks.at(-1)!.length > 0) blocks.push([]);
  }
  return blocks.filter(([header]) => header?.includes("Avg.")).map(readTable);
}

function readTable([header = "", _rule, ...lines]: string[]): SourceTable {
  const names = cells(header);
  const width = names.indexOf("Avg.") + 1;
  const first = names.indexOf("#Params") + 1 || 1;
  const rows = lines.map((line) => {
    const [label = "", ...rest] = cells(line).slice(0, width);
    return { label, figures: rest.slice(first - 1).map(figureOf) };
  });
  return {
    header: names.slice(first, width).map((name) => name.toLowerCase()),
    rows: rows.filter(({ figures }) => figures.some((figure) => figure !== null)),
  };
}

/** Without HTML, daggers and the mathematics that superscripts are set in. */
function cells(line: string): string[] {
  return line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) =>
      cell
        .replace(/<\/?\w+>/g, "")
        .replace(/\^\{[^}]*\}/g, "")
        .replace(/[†$]/g, "")
        .trim(),
    );
}

function figureOf(cell: string): number | null {
  return /^\d+(\.\d+)?$/.test(cell) ? Number(cell) : null;
}
