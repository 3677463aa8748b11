/** The page's view of the runs' snapshots: which run can go on from one, and which snapshots serve no run any more. */
import { SnapshotStore, type StoredSnapshot } from "../../worker/snapshot-store.ts";
import { isResumable, type Run } from "../store/runs.ts";

/** What the page does with snapshots, so that tests can stand in for it. */
export type Snapshots = Pick<SnapshotStore, "list" | "remove">;

/** Undefined: this browser has no private files for the page. */
export async function openSnapshots(): Promise<SnapshotStore | undefined> {
  try {
    return await SnapshotStore.open();
  } catch {
    return undefined;
  }
}

/** Runs as they can really go on, and the snapshots that no run will ask for. */
export function matched(
  runs: readonly Run[],
  snapshots: readonly StoredSnapshot[],
): { runs: Run[]; useless: StoredSnapshot[] } {
  const steps = new Map(snapshots.map(({ runId, step }) => [runId, step]));
  const kept = runs.map((run): Run => {
    const { keptStep: _, ...rest } = run;
    const keptStep = steps.get(run.id);
    return keptStep !== undefined && isResumable({ ...run, keptStep }) ? { ...rest, keptStep } : rest;
  });
  const asked = new Set(kept.filter(({ keptStep }) => keptStep !== undefined).map(({ id }) => id));
  return { runs: kept, useless: snapshots.filter(({ runId }) => !asked.has(runId)) };
}
