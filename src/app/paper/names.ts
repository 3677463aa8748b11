import { VARIANTS, variantById } from "../../graddrop/index.ts";
import { PAPER_TASKS, type PaperTable, type PaperTask, tableOf } from "../../paper/index.ts";
import { TASKS } from "../../tasks/registry.ts";
import { languageName } from "../store/series.ts";

/** Short and long name of a column: "de" and "German", or "NC" and "NC, Table II". */
export function columnName(table: PaperTable, column: string): { short: string; long: string } {
  if (table.task !== null) return { short: column, long: languageName(column) };
  const { name, number } = tableOf(column as PaperTask);
  return { short: name, long: `${name}, Table ${number}` };
}

/** Whether this page trains what the column is about. */
export function canRun(table: PaperTable, column: string): boolean {
  const task = TASKS.find(({ id }) => id === (table.task ?? column));
  return task !== undefined && (table.task === null || task.languages.some((language) => language === column));
}

/** The paper's table for a task of this page. */
export function tableFor(task: string): PaperTable | undefined {
  const known = PAPER_TASKS.find((id) => id === task);
  return known && tableOf(known);
}

/** What is compared with standard fine-tuning. */
export const COMPARED = VARIANTS.filter(({ id }) => id !== "sft");

export function variantLabel(id: string): string {
  return variantById(id).label;
}

/** "+1.20", "−0.30": with a sign, since it is a change. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "\u2212" : "+"}${text}`;
}

export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
