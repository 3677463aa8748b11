import { describe, expect, test } from "vitest";
import { ACTIONS, perform } from "../../src/app/actions/actions.ts";
import { createModels } from "../../src/app/services/models.ts";
import { createTraining, type Trainer } from "../../src/app/services/training.ts";
import { defaultForm } from "../../src/app/store/form.ts";
import { newRun } from "../../src/app/store/runs.ts";
import { clearRuns, createAppStore, liveRun, subjectRun, undoClear } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { BackendReport, RunEvent } from "../../src/worker/protocol.ts";
import { noDownloads } from "../support/no-downloads.ts";
import { NO_MODELS } from "../support/no-models.ts";

const backend: BackendReport = {
  backend: "wasm",
  adapter: "Processor",
  software: false,
  threads: 1,
  reason: "It is there.",
};

/** A trainer that does what it is told, when it is told. */
function rig() {
  const store = createAppStore();
  const started: string[] = [];
  const commands: string[] = [];
  let finish: () => void = () => {};
  const trainer: Trainer = {
    setup: async () => backend,
    start: ({ runId }) => {
      started.push(runId);
      return new Promise((resolve) => {
        finish = resolve;
      });
    },
    command: (name) => void commands.push(name),
    trace: () => {},
  };
  const training = createTraining(store, trainer);
  const end = async (event: RunEvent) => {
    training.hear(event);
    finish();
    await soon();
  };
  return {
    store,
    training,
    models: createModels(store, NO_MODELS),
    home: noDownloads(store),
    started,
    commands,
    tell: training.hear,
    end,
  };
}
const startedEvent = (runId: string): RunEvent => ({
  kind: "started",
  runId,
  steps: 4,
  stepsPerEpoch: 2,
  layers: 12,
  backend,
});
const soon = () => new Promise((resolve) => setTimeout(resolve));
const pressRun = async (it: ReturnType<typeof rig>) => {
  perform("run", it);
  await soon();
};
const statuses = ({ store }: ReturnType<typeof rig>) => store.getState().runs.map(({ status }) => status);

describe("the queue", () => {
  test("runs the chosen variants one after another", async () => {
    const it = rig();
    await pressRun(it);
    expect(it.store.getState().runs.map(({ experiment }) => experiment.variant)).toEqual(["sft", "graddrop-epoch"]);
    expect(it.started).toEqual(["run-1"]);
    it.tell(startedEvent("run-1"));
    await it.end({ kind: "done", runId: "run-1", stepsPerSecond: 1 });
    expect(it.started).toEqual(["run-1", "run-2"]);
    it.tell(startedEvent("run-2"));
    await it.end({ kind: "done", runId: "run-2", stepsPerSecond: 1 });
    expect(statuses(it)).toEqual(["done", "done"]);
  });

  test("goes on after a run that diverged, and tells of it", async () => {
    const it = rig();
    await pressRun(it);
    it.tell(startedEvent("run-1"));
    await it.end({ kind: "failed", runId: "run-1", message: "Step 7: the loss is NaN. Lower the learning rate." });
    expect(it.store.getState().notice?.message).toContain("Lower the learning rate");
    expect(it.started).toEqual(["run-1", "run-2"]);
  });

  test("is given up when a run could not even start", async () => {
    const it = rig();
    await pressRun(it);
    await it.end({ kind: "failed", runId: "run-1", message: "model.safetensors: is cut off." });
    expect(it.started).toEqual(["run-1"]);
    expect(statuses(it)).toEqual(["failed"]);
    // The page stays usable.
    await pressRun(it);
    expect(it.started).toHaveLength(2);
  });

  test("stop ends the run and forgets those that wait", async () => {
    const it = rig();
    await pressRun(it);
    it.tell(startedEvent("run-1"));
    perform("stop", it);
    expect(it.commands).toEqual(["stop"]);
    await it.end({ kind: "stopped", runId: "run-1" });
    expect(statuses(it)).toEqual(["stopped"]);
    expect(it.started).toHaveLength(1);
  });
});

test("tells that the GPU was lost and where training goes on, as no alarm", async () => {
  const it = rig();
  await pressRun(it);
  it.tell(startedEvent("run-1"));
  it.tell({ kind: "deviceLost", runId: "run-1", reason: "driver reset" });
  expect(it.store.getState().notice).toBeUndefined();
  it.tell({ kind: "recovered", runId: "run-1", step: 40, reason: "driver reset" });
  expect(it.store.getState().notice).toEqual({
    title: "The GPU was lost",
    message: "The GPU was lost (driver reset). Training goes on from step 40.",
    mild: true,
  });
});

describe("commands", () => {
  test("are enabled only where they make sense", async () => {
    const it = rig();
    const ALWAYS = ["reset", "importRuns", "share", "microscope", "ownData", "chooseModel", "checkFit", "calibrate"];
    const enabled = () =>
      Object.entries(ACTIONS)
        .filter(([, action]) => action.enabled(it.store.getState()))
        .map(([id]) => id)
        .filter((id) => !ALWAYS.includes(id));
    expect(enabled()).toEqual(["run"]);
    await pressRun(it);
    it.tell(startedEvent("run-1"));
    expect(enabled()).toEqual(["run", "pause", "stop"]);
    it.tell({ kind: "paused", runId: "run-1" });
    expect(enabled()).toEqual(["run", "pause", "step", "stop"]);
    expect(ACTIONS.pause.label(it.store.getState())).toBe("Resume");
    perform("pause", it);
    expect(it.commands).toEqual(["resume"]);
  });

  test("run is not possible with an invalid form", async () => {
    const it = rig();
    it.store.setState({ form: { ...defaultForm(), variants: [] } });
    await pressRun(it);
    expect(it.started).toEqual([]);
  });

  test("have shortcuts of their own", () => {
    const shortcuts = Object.values(ACTIONS).flatMap((action) => ("shortcut" in action ? [action.shortcut] : []));
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });
});

describe("a run on a model of the Hub that nobody here has looked at, as from a file of runs", () => {
  const model = `hub:FacebookAI/xlm-roberta-base@${"a".repeat(40)}`;
  const experiment = { ...defaultExperiment("nc", "sft"), model };

  test("is not run again, which would fetch it, and the page says what to do", async () => {
    const it = rig();
    it.training.run([experiment]);
    await soon();
    expect([it.started, it.store.getState().runs]).toEqual([[], []]);
    expect(it.store.getState().notice?.message).toMatch(/has not been looked at .* Open Models/);
  });

  test("is not resumed; others are", async () => {
    const it = rig();
    const mini = { ...newRun("run-2", defaultExperiment("nc", "sft")), status: "interrupted" as const };
    it.store.setState({ runs: [{ ...newRun("run-1", experiment), status: "interrupted" }, mini] });
    it.training.resume(["run-1", "run-2"]);
    await soon();
    expect(it.started).toEqual(["run-2"]);
  });
});

test("cleared runs come back in their place; a live one is never cleared", async () => {
  const it = rig();
  await pressRun(it);
  it.tell(startedEvent("run-1"));
  await it.end({ kind: "done", runId: "run-1", stepsPerSecond: 1 });
  it.tell(startedEvent("run-2"));
  clearRuns(it.store);
  expect(it.store.getState().runs.map(({ id }) => id)).toEqual(["run-2"]);
  undoClear(it.store);
  expect(it.store.getState().runs.map(({ id }) => id)).toEqual(["run-1", "run-2"]);
  expect(liveRun(it.store.getState())?.id).toBe("run-2");
});

test("Figure 1 follows the live run unless another is chosen", async () => {
  const it = rig();
  await pressRun(it);
  it.tell(startedEvent("run-1"));
  expect(subjectRun(it.store.getState())?.id).toBe("run-1");
  it.store.setState(({ view }) => ({ view: { ...view, subject: { kind: "run", id: "run-2" } } }));
  expect(subjectRun(it.store.getState())?.id).toBe("run-2");
  it.store.setState(({ view }) => ({ view: { ...view, subject: { kind: "preview", variant: "graddrop" } } }));
  expect(subjectRun(it.store.getState())).toBeUndefined();
});
