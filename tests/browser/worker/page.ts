/** A page with the training worker's client and nothing else, for tests to drive. */
import { defaultExperiment } from "../../../src/experiment/defaults.ts";
import type { Experiment } from "../../../src/experiment/experiment.ts";
import { TrainingClient } from "../../../src/worker/client.ts";
import type { AskProgress } from "../../../src/worker/model-protocol.ts";
import type { BackendWish, RunEvent } from "../../../src/worker/protocol.ts";

declare global {
  interface Window {
    worker: ReturnType<typeof open>;
  }
}

function open() {
  const wish = (new URL(location.href).searchParams.get("wish") ?? "wasm") as BackendWish;
  const events: RunEvent[] = [];
  const progress: AskProgress[] = [];
  const client = new TrainingClient({ wish, modelUrl: new URL("/models/mini/", location.href).href }, (event) =>
    events.push(event),
  );
  return {
    client,
    events,
    progress,
    /** A second's work. */
    experiment: (model: string, change: Partial<Experiment> = {}): Experiment => ({
      ...defaultExperiment("nc", "sft"),
      epochs: 1,
      trainSize: 16,
      evalSize: 4,
      batchSize: 8,
      model,
      ...change,
    }),
    note: (told: AskProgress) => void progress.push(told),
  };
}

window.worker = open();
