/** Rows for people. */
import type { Row } from "./rows.ts";

/** Columns of "ratio <= 0.45: not measured". */
const VERDICT = 28;

export function tableOf(rows: readonly Row[]): string {
  const width = Math.max(0, ...rows.map(({ id }) => id.length));
  const lines = rows.map((row, i) => lineOf(row, width, row.note === rows[i + 1]?.note));
  const head = `${"row".padEnd(width)}  ${"ours".padStart(9)}  ${"theirs".padStart(9)}  ${"unit".padEnd(10)}  ${"ratio".padStart(8)}  ${"bar".padEnd(VERDICT)}  what`;
  return [head, ...lines].join("\n");
}

/** @param sharesNote the next row has the same note, and will tell it */
function lineOf(row: Row, width: number, sharesNote: boolean): string {
  const cells = [
    row.id.padEnd(width),
    number(row.ours).padStart(9),
    number(row.theirs).padStart(9),
    row.unit.padEnd(10),
    (row.ratio === null ? "-" : `${number(row.ratio)}${row.ratioIs === "theirs / ours" ? "x" : " "}`).padStart(8),
    verdict(row).padEnd(VERDICT),
    row.what,
  ];
  return `${cells.join("  ").trimEnd()}${row.note && !sharesNote ? `\n    ${row.note}` : ""}`;
}

function verdict({ bar, rule, met }: Row): string {
  if (bar === null || rule === null) return "";
  const word = met === null ? "not measured" : met ? "met" : "MISSED";
  return `${rule.replace("bar", String(bar))}: ${word}`;
}

/** Three digits that matter. */
function number(value: number | null): string {
  if (value === null) return "-";
  if (value === 0) return "0";
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(digits, 4));
}
