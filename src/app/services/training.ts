/** Keeps the training worker busy with the queue of runs. */
import type { Experiment } from "../../experiment/experiment.ts";
import type { TraceRequest } from "../../train/trace.ts";
import type { Command, TrainingClient } from "../../worker/client.ts";
import type { RunEvent } from "../../worker/protocol.ts";
import { backendName, thousands } from "../format.ts";
import { hasPast, queueAgain, queueFirst } from "../store/keep.ts";
import { modelProblem } from "../store/models.ts";
import type { Run } from "../store/runs.ts";
import { type AppStore, applyEvent, dropQueued, enqueue, liveRun } from "../store/store.ts";

/** What of the client is used, so that tests can stand in for it. */
export type Trainer = Pick<TrainingClient, "setup" | "start" | "command" | "trace">;

export interface Training {
  /** Loads engine and model before they are asked for. */
  prepare(): Promise<void>;
  run(experiments: readonly Experiment[]): void;
  command(name: Command): void;
  /** Which weights are looked at while runs go on. */
  trace(request: TraceRequest | null): void;
  /** Goes on with runs that ended before their time. */
  resume(ids: readonly string[]): void;
  /** Ends the current run and forgets the waiting ones. */
  stop(): void;
  /** What the trainer tells of runs. */
  hear(event: RunEvent): void;
}

/** Then something is wrong that another worker does not mend. */
const MOST_WORKERS_LOST = 3;

export function createTraining(store: AppStore, trainer: Trainer): Training {
  function hear(event: RunEvent): void {
    if (event.kind === "started") tellOfEngine(event);
    applyEvent(store, event);
    if (event.kind === "kept" || event.kind === "epoch") workersLost = 0;
    if (event.kind === "notKept") {
      const message = `${event.message} It is trained all the same, but cannot go on after a reload.`;
      store.setState({ notice: { title: "This run's snapshots cannot be kept", message, mild: true } });
    }
    if (event.kind === "weightsNotKept") {
      const message = `${event.message} Its figures are there all the same.`;
      store.setState({ notice: { title: "This run's weights cannot be kept for download", message, mild: true } });
    }
    if (event.kind === "started") store.setState({ readiness: { kind: "ready", backend: event.backend } });
    if (event.kind === "recovered") {
      const message = `The GPU was lost (${event.reason}). Training goes on from step ${event.step}.`;
      store.setState({ notice: { title: "The GPU was lost", message, mild: true } });
    }
  }

  let pumping = false;
  /** Workers lost in a row without anything new in between. */
  let workersLost = 0;

  /** A run is only bit for bit the same on the engine that it began on. */
  function tellOfEngine({ runId, backend, resumed }: Extract<RunEvent, { kind: "started" }>): void {
    const before = store.getState().runs.find(({ id }) => id === runId)?.backend;
    if (!resumed || !before || before.backend === backend.backend) return;
    const message =
      `It began on ${backendName(before)} and goes on on ${backendName(backend)}, which rounds differently: ` +
      "its figures may differ a little from those of an undisturbed run. Run it again where they must not.";
    store.setState({ notice: { title: "The run goes on on another engine", message, mild: true } });
  }

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

  /** Runs may come from files and from before a reload: nothing is fetched for them that nobody here has agreed to. */
  function isReady({ model }: Experiment): boolean {
    const message = modelProblem(store.getState(), model);
    if (message) store.setState({ notice: { title: "The model cannot be run as it is", message } });
    return message === undefined;
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    try {
      for (;;) {
        const next = store.getState().runs.find(({ status }) => status === "queued");
        if (!next) return;
        const { keeping } = store.getState();
        const snapshots = keeping !== "here" ? "none" : hasPast(next) ? "resume" : "fresh";
        await trainer.start({ runId: next.id, experiment: next.experiment, snapshots });
        afterRun(next.id);
      }
    } finally {
      pumping = false;
    }
  }

  function afterRun(id: string): void {
    const run = store.getState().runs.find((candidate) => candidate.id === id);
    if (run?.status === "interrupted") afterLoss(run);
    if (run?.status !== "failed") return;
    fail(run.message ?? "No reason is known.", "A run failed");
    // It did not even start: the next would meet the same fate.
    if (!run.backend) dropQueued(store);
  }

  /** The worker was killed under the run: a fresh one goes on where the last snapshot is. */
  function afterLoss(run: Run): void {
    workersLost++;
    const why = run.message ?? "No reason is known.";
    if (workersLost === MOST_WORKERS_LOST) {
      const advice = "Close other tabs and programs, or take smaller batches, then press Resume.";
      workersLost = 0;
      fail(`${why} That was ${MOST_WORKERS_LOST} times in a row. ${advice}`, "A run was interrupted");
      return;
    }
    const place = run.keptStep ? `goes on from step ${thousands(run.keptStep)}` : "begins again";
    store.setState({
      notice: { title: "The training worker was lost", message: `${why} The run ${place}.`, mild: true },
    });
    queueFirst(store, run.id);
  }

  return {
    prepare,
    run(experiments) {
      if (!experiments.every(isReady)) return;
      enqueue(store, experiments);
      // What starts a run is a task of its own, so that the press of the button is answered at once.
      setTimeout(() => void pump());
    },
    resume(ids) {
      const { runs } = store.getState();
      const ready = ids.filter((id) => runs.some((run) => run.id === id && isReady(run.experiment)));
      queueAgain(store, ready);
      setTimeout(() => void pump());
    },
    command: (name) => trainer.command(name),
    trace: (request) => trainer.trace(request),
    stop() {
      dropQueued(store);
      if (liveRun(store.getState())) trainer.command("stop");
    },
    hear,
  };
}
