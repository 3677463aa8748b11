import { curvesCsv } from "../store/csv.ts";
import type { Run } from "../store/runs.ts";
import { downloadText } from "./files.ts";

export function exportCurves(runs: readonly Run[]): void {
  const date = new Date().toISOString().slice(0, 10);
  downloadText(`graddrop-curves-${date}.csv`, curvesCsv(runs), "text/csv;charset=utf-8");
}
