/** The record of one run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "./backends.ts";
import type { Row } from "./rows.ts";

export interface Results extends Machine {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly command: string;
  readonly rows: readonly Row[];
}

/** @returns the path of the file written: `<date>-<adapter>.json` in the folder */
export function saveResults(results: Results, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${results.date.slice(0, 10)}-${slugOf(results.adapter)}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}

export function slugOf(name: string): string {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return slug.replaceAll(/^-|-$/g, "") || "unknown";
}

export function missedBars(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ met }) => met === false);
}
