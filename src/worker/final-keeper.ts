/** Keeps what a run ended with, and tells of it. */
import type { RunRecord } from "../experiment/record.ts";
import type { FinalModel, FinalWeights } from "./final-weights.ts";
import { messageOf } from "./message.ts";
import type { RunEvent } from "./protocol.ts";

/** Called when a run has ended well, while its weights are still on the device. Never rejects. */
export type Finish = (record: RunRecord, trained: Omit<FinalModel, "record">) => Promise<void>;

export function keepsFinalWeights(
  runId: string,
  tell: (event: RunEvent) => void,
  open: () => Promise<Pick<FinalWeights, "keep">> = openFinalWeights,
): Finish {
  return async (record, trained) => {
    try {
      const { sizeBytes, removed } = await (await open()).keep(runId, { ...trained, record });
      tell({ kind: "weightsKept", runId, sizeBytes, removed });
    } catch (error) {
      tell({ kind: "weightsNotKept", runId, message: messageOf(error) });
    }
  };
}

/** Loaded when it is needed: the worker's own file is small, so that it starts at once. */
async function openFinalWeights(): Promise<FinalWeights> {
  return (await import("./final-weights.ts")).FinalWeights.open();
}
