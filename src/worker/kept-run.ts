/** What the training worker keeps of a run in the browser's private files. */
import type { Experiment } from "../experiment/experiment.ts";
import type { Keeper, RunPoint } from "../train/recovery.ts";
import { messageOf } from "./message.ts";
import type { RunEvent } from "./protocol.ts";
import { SnapshotStore } from "./snapshot-store.ts";

export interface KeptRun {
  /** Undefined: nothing is to be kept, or nothing can be. */
  readonly keeper: Keeper | undefined;
  /** Where the run goes on; undefined: at its beginning. */
  readonly from: RunPoint | undefined;
  /** The run has ended: its snapshots serve nobody. */
  forget(): Promise<void>;
}

const NOT_KEPT: KeptRun = { keeper: undefined, from: undefined, forget: async () => {} };

interface Request {
  readonly runId: string;
  readonly experiment: Experiment;
  readonly snapshots: "none" | "fresh" | "resume";
}

/** Never rejects: what goes wrong is told once, and the run is made without. */
export async function keptRun(
  { runId, experiment, snapshots }: Request,
  tell: (event: RunEvent) => void,
  open: () => Promise<SnapshotStore> = () => SnapshotStore.open(),
): Promise<KeptRun> {
  if (snapshots === "none") return NOT_KEPT;
  let canKeep = true;
  const giveUp = (error: unknown) => {
    if (canKeep) tell({ kind: "notKept", runId, message: messageOf(error) });
    canKeep = false;
  };
  try {
    const store = await open();
    const from = snapshots === "resume" ? await store.read(runId, experiment) : undefined;
    // A number that was used before may have left something.
    if (!from) await store.remove(runId);
    return {
      from,
      keeper: {
        async keep(point) {
          if (!canKeep) return;
          try {
            await store.write(runId, experiment, point);
            tell({ kind: "kept", runId, step: point.step });
          } catch (error) {
            giveUp(error);
          }
        },
      },
      async forget() {
        await store.remove(runId).catch(giveUp);
      },
    };
  } catch (error) {
    giveUp(error);
    return NOT_KEPT;
  }
}
