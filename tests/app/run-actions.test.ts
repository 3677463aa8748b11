import { expect, test } from "vitest";
import { RUN_ACTIONS } from "../../src/app/actions/runActions.ts";
import { createModels } from "../../src/app/services/models.ts";
import type { Training } from "../../src/app/services/training.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { createAppStore, enqueue, toggleGroup, undoClear } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { noDownloads } from "../support/no-downloads.ts";
import { NO_MODELS } from "../support/no-models.ts";

const experiment = defaultExperiment("nc", "sft");
const run = (id: string, status: Run["status"]): Run => ({ ...newRun(id, experiment), status });

/** A page with runs, and a training that only notes what it is told. */
function rig(...runs: Run[]) {
  const store = createAppStore({ runs });
  const told: unknown[] = [];
  const training: Training = {
    ...({} as Training),
    run: (experiments: readonly Experiment[]) => {
      told.push("run");
      enqueue(store, experiments);
    },
    command: (name) => void told.push(name),
  };
  const find = (id: string) => store.getState().runs.find((other) => other.id === id)!;
  const offered = (id: string) => RUN_ACTIONS.filter(({ applies }) => applies(find(id))).map((action) => action.id);
  const enabled = (id: string) =>
    RUN_ACTIONS.filter((action) => action.applies(find(id)) && action.enabled(find(id), store.getState())).map(
      (action) => action.id,
    );
  const perform = (action: string, id: string) =>
    RUN_ACTIONS.find((known) => known.id === action)!.perform(find(id), {
      store,
      training,
      models: createModels(store, NO_MODELS),
      home: noDownloads(store),
    });
  const order = () => store.getState().runs.map(({ id }) => id);
  return { store, told, offered, enabled, perform, order };
}

test("a waiting run can be moved where there is room, and dropped", () => {
  const it = rig(run("run-1", "training"), run("run-2", "queued"), run("run-3", "queued"));
  expect(it.offered("run-2")).toEqual(expect.arrayContaining(["up", "down", "drop"]));
  expect(it.enabled("run-2")).not.toContain("up");
  expect(it.enabled("run-3")).not.toContain("down");
  it.perform("up", "run-3");
  expect(it.order()).toEqual(["run-1", "run-3", "run-2"]);
  it.perform("drop", "run-2");
  it.perform("drop", "run-1");
  expect(it.order()).toEqual(["run-1", "run-3"]);
});

test("the run under way can be held and ended without the queue", () => {
  const it = rig(run("run-1", "paused"), run("run-2", "queued"));
  it.perform("pause", "run-1");
  it.perform("stopThis", "run-1");
  expect(it.told).toEqual(["resume", "stop"]);
  expect(it.order()).toEqual(["run-1", "run-2"]);
  expect(it.offered("run-1")).not.toContain("remove");
});

test("a finished run can be run again, and removed with undo, which leaves the queue in its order", () => {
  const it = rig(run("run-1", "done"), run("run-3", "queued"), run("run-2", "queued"));
  it.perform("again", "run-1");
  expect(it.store.getState().runs.at(-1)).toMatchObject({ id: "run-4", status: "queued", experiment });
  it.perform("remove", "run-1");
  expect(it.order()).toEqual(["run-3", "run-2", "run-4"]);
  undoClear(it.store);
  expect(it.order()).toEqual(["run-1", "run-3", "run-2", "run-4"]);
});

test("a variant is hidden as a whole, and shown again once none of it is seen", () => {
  const { store } = rig(run("run-1", "done"), run("run-2", "done"), run("run-3", "done"));
  const hidden = () => store.getState().runs.map((run) => run.hidden);
  toggleGroup(store, ["run-1", "run-2"]);
  expect(hidden()).toEqual([true, true, false]);
  toggleGroup(store, ["run-1", "run-2"]);
  expect(hidden()).toEqual([false, false, false]);
});
