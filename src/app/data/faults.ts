/** What could not be used of one's own files. Pure. */
import { describeFault } from "../../data/index.ts";
import type { DataSummary } from "../../worker/data-store.ts";

/** More than that nobody reads on a page. */
export const SHOWN_FAULTS = 50;

/** For a file: a line each, and how many there are. */
export function faultsText({ name, faults, faultCount }: Pick<DataSummary, "name" | "faults" | "faultCount">): string {
  const more = faultCount > faults.length ? `, of which these are the first ${faults.length}` : "";
  const head = `${name}: ${faultCount} ${faultCount === 1 ? "place" : "places"} could not be used${more}.`;
  return [head, ...faults.map(describeFault)].map((line) => `${line}\n`).join("");
}
