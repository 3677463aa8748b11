/** The page's view of the weights that finished runs ended with. */
import { type KeptModel, KeptWeights } from "../../worker/kept-weights.ts";
import type { Run } from "../store/runs.ts";
import { type AppStore, withoutWeights } from "../store/store.ts";

/** What the page does with weights, so that tests can stand in for it. */
export type Weights = Pick<KeptWeights, "list" | "remove">;

/** Undefined: this browser has no private files for the page. */
export async function openWeights(): Promise<Weights | undefined> {
  try {
    return await KeptWeights.open();
  } catch {
    return undefined;
  }
}

/** Runs with what is really kept of them, and the weights that no run will ask for. */
export function weighed(runs: readonly Run[], kept: readonly KeptModel[]): { runs: Run[]; useless: KeptModel[] } {
  const sizes = new Map(kept.map(({ runId, sizeBytes }) => [runId, sizeBytes]));
  const found = runs.map((run): Run => {
    const { weightsBytes: _, ...rest } = run;
    const sizeBytes = run.status === "done" ? sizes.get(run.id) : undefined;
    return sizeBytes === undefined ? rest : { ...rest, weightsBytes: sizeBytes };
  });
  const asked = new Set(found.filter(({ weightsBytes }) => weightsBytes !== undefined).map(({ id }) => id));
  return { runs: found, useless: kept.filter(({ runId }) => !asked.has(runId)) };
}

/** Removes all of them; the runs and their figures stay. */
export async function forgetWeights(store: AppStore): Promise<void> {
  const weights = await openWeights();
  const kept = (await weights?.list()) ?? [];
  for (const { runId } of kept) {
    await weights?.remove(runId);
    store.setState(({ runs }) => ({ runs: runs.map((run) => withoutWeights(run, [runId])) }));
  }
}
