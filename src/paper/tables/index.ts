import type { PaperTable, PaperTask } from "../types.ts";
import { mlqaTable } from "./mlqa.ts";
import { ncTable } from "./nc.ts";
import { nerTable } from "./ner.ts";
import { overviewTable } from "./overview.ts";
import { pawsxTable } from "./paws-x.ts";
import { posTable } from "./pos.ts";
import { qadsmTable } from "./qadsm.ts";
import { qamTable } from "./qam.ts";
import { wprTable } from "./wpr.ts";
import { xnliTable } from "./xnli.ts";

/** Tables I to X, in the paper's order. */
export const TABLES: readonly PaperTable[] = [
  xnliTable,
  ncTable,
  qamTable,
  qadsmTable,
  pawsxTable,
  nerTable,
  posTable,
  wprTable,
  mlqaTable,
  overviewTable,
];

/** Table X: every task's average. */
export const OVERVIEW: PaperTable = overviewTable;

export function tableOf(task: PaperTask): PaperTable {
  return TABLES.find((table) => table.task === task)!;
}
