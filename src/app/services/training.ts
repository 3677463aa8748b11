/** Keeps the training worker busy with the queue of runs. */
import type { Experiment } from "../../experiment/experiment.ts";
import { type Command, TrainingClient } from "../../worker/client.ts";
import type { BackendWish, RunEvent } from "../../worker/protocol.ts";
import { type AppStore, applyEvent, dropQueued, enqueue, liveRun } from "../store/store.ts";

/** What of the client is used, so that tests can stand in for it. */
export type Trainer = Pick<TrainingClient, "setup" | "start" | "command">;

export interface Training {
  /** Loads engine and model before they are asked for. */
  prepare(): Promise<void>;
  run(experiments: readonly Experiment[]): void;
  command(name: Command): void;
  /** Ends the current run and forgets the waiting ones. */
  stop(): void;
}

export function createTraining(
  store: AppStore,
  options: { wish: BackendWish; modelUrl: string },
  connect = (listener: (event: RunEvent) => void): Trainer => new TrainingClient(options, listener),
): Training {
  const trainer = connect((event) => {
    applyEvent(store, event);
    if (event.kind === "started") store.setState({ readiness: { kind: "ready", backend: event.backend } });
    if (event.kind === "recovered") {
      const message = `The GPU was lost (${event.reason}). Training goes on from step ${event.step}.`;
      store.setState({ notice: { title: "The GPU was lost", message, mild: true } });
    }
  });
  let pumping = false;

  async function prepare(): Promise<void> {
    try {
      const backend = await trainer.setup();
      store.setState({ readiness: { kind: "ready", backend } });
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error), "The engine could not be made ready");
    }
  }

  function fail(message: string, title: string): void {
    store.setState({ notice: { title, message } });
    if (store.getState().readiness.kind === "starting") store.setState({ readiness: { kind: "failed", message } });
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    try {
      for (;;) {
        const next = store.getState().runs.find(({ status }) => status === "queued");
        if (!next) return;
        await trainer.start({ runId: next.id, experiment: next.experiment });
        afterRun(next.id);
      }
    } finally {
      pumping = false;
    }
  }

  function afterRun(id: string): void {
    const run = store.getState().runs.find((candidate) => candidate.id === id);
    if (run?.status !== "failed") return;
    fail(run.message ?? "No reason is known.", "A run failed");
    // It did not even start: the next would meet the same fate.
    if (!run.backend) dropQueued(store);
  }

  return {
    prepare,
    run(experiments) {
      enqueue(store, experiments);
      // What starts a run is a task of its own, so that the press of the button is answered at once.
      setTimeout(() => void pump());
    },
    command: (name) => trainer.command(name),
    stop() {
      dropQueued(store);
      if (liveRun(store.getState())) trainer.command("stop");
    },
  };
}
