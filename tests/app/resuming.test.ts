import { describe, expect, test } from "vitest";
import { perform } from "../../src/app/actions/actions.ts";
import { createModels } from "../../src/app/services/models.ts";
import { createTraining, type Trainer } from "../../src/app/services/training.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { createAppStore } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { BackendReport, RunEvent, StartRequest } from "../../src/worker/protocol.ts";
import { noDownloads } from "../support/no-downloads.ts";
import { NO_MODELS } from "../support/no-models.ts";

const backend: BackendReport = {
  backend: "wasm",
  adapter: "Processor",
  software: false,
  threads: 1,
  reason: "It is there.",
};
const experiment = defaultExperiment("nc", "sft");
const interrupted: Run = { ...newRun("run-1", experiment), status: "interrupted", step: 9, keptStep: 8 };

/** A trainer whose runs end the way the test says. */
function rig(runs: readonly Run[]) {
  const store = createAppStore({ runs });
  const requests: StartRequest[] = [];
  let finish: () => void = () => {};
  const trainer: Trainer = {
    setup: async () => backend,
    command: () => {},
    trace: () => {},
    start: (request) => {
      requests.push(request);
      training.hear({ kind: "started", runId: request.runId, steps: 10, stepsPerEpoch: 5, layers: 1, backend });
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
  };
  const training = createTraining(store, trainer);
  const end = async (event: RunEvent) => {
    training.hear(event);
    finish();
    await soon();
  };
  const asked = () => requests.map(({ runId, snapshots }) => `${runId} ${snapshots}`);
  return {
    store,
    training,
    models: createModels(store, NO_MODELS),
    home: noDownloads(store),
    asked,
    end,
    tell: training.hear,
  };
}
const soon = () => new Promise((resolve) => setTimeout(resolve));
const lost = (runId: string): RunEvent => ({ kind: "workerLost", runId, message: "The worker was ended." });

describe("runs that were interrupted", () => {
  test("go on one after another, each from its snapshot", async () => {
    const unbegun: Run = { ...newRun("run-2", experiment), status: "interrupted" };
    const it = rig([interrupted, unbegun, { ...newRun("run-3", experiment), status: "done" }]);
    perform("resumeRuns", it);
    await soon();
    await it.end({ kind: "done", runId: "run-1", stepsPerSecond: 1 });
    expect(it.asked()).toEqual(["run-1 resume", "run-2 fresh"]);
  });

  test("stay when the queue is stopped before their turn; one that never began goes", async () => {
    const it = rig([interrupted, { ...newRun("run-2", experiment), status: "interrupted" }]);
    it.store.setState(({ runs }) => ({ runs: [newRun("run-3", experiment), ...runs] }));
    it.training.resume(["run-1", "run-2"]);
    await soon();
    perform("stop", it);
    expect(it.store.getState().runs.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "run-3 training",
      "run-1 interrupted",
    ]);
  });

  test("are trained without snapshots where nothing is kept", async () => {
    const it = rig([interrupted]);
    it.store.setState({ keeping: "nowhere" });
    it.training.resume(["run-1"]);
    await soon();
    expect(it.asked()).toEqual(["run-1 none"]);
  });
});

describe("a worker that is killed under a run", () => {
  test("is replaced at once, and the run goes on before those that wait", async () => {
    const it = rig([]);
    it.training.run([experiment, experiment]);
    await soon();
    it.tell({ kind: "progress", runId: "run-1", step: 6, steps: 10, epoch: 2, losses: [], examplesPerSecond: 1 });
    it.tell({ kind: "kept", runId: "run-1", step: 5 });
    await it.end(lost("run-1"));
    expect(it.asked()).toEqual(["run-1 fresh", "run-1 resume"]);
    expect(it.store.getState().notice).toMatchObject({
      mild: true,
      message: "The worker was ended. The run goes on from step 5.",
    });
  });

  test("three times in a row without anything new ends the attempts, and the run can still go on later", async () => {
    const it = rig([]);
    it.training.run([experiment]);
    await soon();
    it.tell({ kind: "kept", runId: "run-1", step: 5 });
    for (let time = 0; time < 3; time++) await it.end(lost("run-1"));
    expect(it.asked()).toHaveLength(3);
    expect(it.store.getState().runs[0]).toMatchObject({ status: "interrupted", keptStep: 5 });
    expect(it.store.getState().notice?.message).toMatch(/3 times in a row\. Close other tabs.*press Resume/);
  });

  test("say so when they go on on another engine, which rounds differently, and else say nothing", () => {
    const resumed = { step: 8, epochs: [], losses: [] };
    for (const [begun, said] of [
      ["webgpu", "It began on GPU (WebGPU) and goes on on CPU (WASM, 1 thread)"],
      ["wasm", undefined],
    ] as const) {
      const it = rig([{ ...interrupted, backend: { ...backend, backend: begun } }]);
      it.tell({ kind: "started", runId: "run-1", steps: 10, stepsPerEpoch: 5, layers: 1, backend, resumed });
      if (said) expect(it.store.getState().notice?.message).toContain(said);
      else expect(it.store.getState().notice).toBeUndefined();
    }
  });
});
