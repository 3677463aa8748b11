import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openRunDatabase } from "../../src/app/services/database.ts";
import { loadSaved, type Places, saveChanges } from "../../src/app/services/saving.ts";
import { describeRun } from "../../src/app/store/keep.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { applyEvent, clearRuns, createAppStore, undoClear } from "../../src/app/store/store.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { StoredSnapshot } from "../../src/worker/snapshot-store.ts";

const experiment = { ...defaultExperiment("nc", "sft"), epochs: 2, trainSize: 32 };
const done = (id: string): Run => ({ ...newRun(id, experiment), status: "done" });
const snapshot = (runId: string, step: number): StoredSnapshot => ({ runId, step, writtenAtMs: step, sizeBytes: 10 });

class Storage {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

let stopSaving = () => {};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  // A page's, which Node lacks.
  vi.stubGlobal("addEventListener", () => {});
  vi.stubGlobal("removeEventListener", () => {});
});

afterEach(() => {
  stopSaving();
  vi.unstubAllGlobals();
});

async function placesWith(
  change: Partial<Places> = {},
  snapshots: StoredSnapshot[] = [],
): Promise<Places & { asked: () => number }> {
  let asked = 0;
  return {
    storage: new Storage(),
    database: await openRunDatabase(),
    snapshots: {
      list: async () => [...snapshots],
      remove: async (id) =>
        void snapshots.splice(0, snapshots.length, ...snapshots.filter(({ runId }) => runId !== id)),
    },
    weights: undefined,
    isGuest: false,
    persist: async () => asked++,
    asked: () => asked,
    ...change,
  };
}

async function open(places: Places) {
  stopSaving();
  const store = createAppStore(await loadSaved(places));
  stopSaving = saveChanges(store, places);
  return store;
}
const ids = (store: Awaited<ReturnType<typeof open>>) =>
  store.getState().runs.map(({ id, status }) => `${id} ${status}`);
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 500));

describe("runs outlive a reload", () => {
  test("in their order, with names, notes and what was under way as interrupted", async () => {
    const places = await placesWith();
    const store = await open(places);
    const runs = Array.from({ length: 12 }, (_, i) => done(`run-${i + 1}`));
    store.setState({
      runs: [...runs, { ...newRun("run-13", experiment), status: "training", step: 7 }, newRun("run-14", experiment)],
    });
    describeRun(store, "run-3", { name: " Mine ", note: "Good" });
    await aMoment();
    const later = await open(places);
    expect(later.getState().runs).toHaveLength(14);
    expect(later.getState().runs[2]).toMatchObject({ id: "run-3", name: "Mine", note: "Good" });
    expect(ids(later).slice(-3)).toEqual(["run-12 done", "run-13 interrupted", "run-14 interrupted"]);
    describeRun(later, "run-3", { name: "", note: " " });
    expect(later.getState().runs[2]).not.toHaveProperty("name");
  });

  test("cleared ones do not, unless they were brought back", async () => {
    const places = await placesWith();
    const store = await open(places);
    store.setState({ runs: [done("run-1"), done("run-2")] });
    await aMoment();
    clearRuns(store);
    await aMoment();
    expect((await places.database!.load()).map(({ id }) => id)).toEqual([]);
    undoClear(store);
    await aMoment();
    expect((await places.database!.load()).map(({ id }) => id)).toEqual(["run-1", "run-2"]);
  });

  test("those of localStorage are moved over once, and none is overwritten", async () => {
    const places = await placesWith();
    await places.database!.save({ changed: [{ ...done("run-1"), name: "Newer" }], removed: [] });
    const old = { ...done("run-1"), epochs: [] };
    places.storage.setItem(
      "graddrop-playground.runs.1",
      JSON.stringify([
        { ...old, status: "failed" },
        { ...old, id: "run-2", status: "failed" },
      ]),
    );
    expect(ids(await open(places)).sort()).toEqual(["run-1 done", "run-2 failed"]);
    expect(places.storage.getItem("graddrop-playground.runs.1")).toBeNull();
    expect(ids(await open(places))).toEqual(["run-1 done", "run-2 failed"]);
  });

  test("one that was tampered with is left out, the rest is kept", async () => {
    const places = await placesWith();
    const broken = { ...done("run-1"), experiment: { ...experiment, epochs: "<script>" } } as unknown as Run;
    await places.database!.save({ changed: [broken, done("run-2")], removed: [] });
    expect(ids(await open(places))).toEqual(["run-2 done"]);
  });

  test("the browser is asked once to keep them", async () => {
    const places = await placesWith();
    for (let life = 0; life < 2; life++) {
      const store = await open(places);
      store.setState({ runs: [done(`run-${life + 1}`)] });
      await aMoment();
    }
    expect(places.asked()).toBe(1);
  });
});

describe("where they are kept is said", () => {
  test("nowhere, when the browser forbids storage or has no room", async () => {
    const nowhere = await open(await placesWith({ database: undefined }));
    expect(nowhere.getState().keeping).toBe("nowhere");
    const full = {
      load: async () => [],
      close: () => {},
      save: async () => Promise.reject(new DOMException("full", "QuotaExceededError")),
    };
    const snapshots = [snapshot("run-5", 1)];
    const store = await open(await placesWith({ database: full }, snapshots));
    store.setState({ runs: [done("run-1")] });
    await aMoment();
    expect(store.getState().keeping).toBe("nowhere");
    expect(snapshots).toEqual([]);
  });

  test("in another tab, which a guest neither disturbs nor sees into", async () => {
    const places = await placesWith({ isGuest: true }, [snapshot("run-2", 5)]);
    await places.database!.save({
      changed: [done("run-1"), { ...newRun("run-2", experiment), status: "training" }],
      removed: [],
    });
    const store = await open(places);
    expect(ids(store)).toEqual(["run-1 done"]);
    expect(store.getState().keeping).toBe("elsewhere");
    clearRuns(store);
    await aMoment();
    expect(await places.database!.load()).toHaveLength(2);
    expect(await places.snapshots!.list()).toHaveLength(1);
  });
});

describe("snapshots", () => {
  test("are matched with the runs that can go on; the others are removed", async () => {
    const snapshots = [snapshot("run-1", 5), snapshot("run-2", 6), snapshot("run-9", 7)];
    const places = await placesWith({}, snapshots);
    const interrupted = { ...newRun("run-2", experiment), status: "training" } as const;
    await places.database!.save({
      changed: [done("run-1"), interrupted, { ...interrupted, id: "run-3", keptStep: 4 }],
      removed: [],
    });
    const store = await open(places);
    expect(store.getState().runs.map(({ keptStep }) => keptStep)).toEqual([undefined, 6, undefined]);
    expect(snapshots.map(({ runId }) => runId)).toEqual(["run-2"]);
  });

  test("of a cleared run go when it cannot be brought back any more", async () => {
    const snapshots = [snapshot("run-1", 5)];
    const places = await placesWith({}, snapshots);
    await places.database!.save({ changed: [{ ...newRun("run-1", experiment), status: "interrupted" }], removed: [] });
    const store = await open(places);
    clearRuns(store);
    await aMoment();
    expect(snapshots).toHaveLength(1);
    store.setState({ cleared: undefined });
    await aMoment();
    expect(snapshots).toHaveLength(0);
  });
});

describe("the weights that runs ended with", () => {
  const kept = (runId: string, sizeBytes: number) => ({ runId, sizeBytes, writtenAtMs: 0 });
  const weightsOf = (list: ReturnType<typeof kept>[]) => ({
    list: async () => [...list],
    remove: async (id: string) => void list.splice(0, list.length, ...list.filter(({ runId }) => runId !== id)),
  });

  test("are matched with the runs that are done; the others are removed", async () => {
    const list = [kept("run-1", 10), kept("run-2", 20), kept("run-9", 30)];
    const places = await placesWith({ weights: weightsOf(list) });
    const stopped = { ...done("run-2"), status: "stopped" } as const;
    await places.database!.save({
      changed: [done("run-1"), stopped, { ...done("run-3"), weightsBytes: 9 }],
      removed: [],
    });
    const store = await open(places);
    expect(store.getState().runs.map(({ weightsBytes }) => weightsBytes)).toEqual([10, undefined, undefined]);
    expect(list.map(({ runId }) => runId)).toEqual(["run-1"]);
  });

  test("go with their run, once it cannot be brought back any more", async () => {
    const list = [kept("run-1", 10), kept("run-2", 10)];
    const places = await placesWith({ weights: weightsOf(list) });
    await places.database!.save({ changed: [done("run-1"), done("run-2")], removed: [] });
    const store = await open(places);
    clearRuns(store, ({ id }) => id === "run-1");
    await aMoment();
    undoClear(store);
    await aMoment();
    expect(store.getState().runs.map(({ weightsBytes }) => weightsBytes)).toEqual([10, 10]);
    clearRuns(store, ({ id }) => id === "run-1");
    store.setState({ cleared: undefined });
    await aMoment();
    expect(list.map(({ runId }) => runId)).toEqual(["run-2"]);
  });

  test("are told of when they are kept, and when they had to go for another run's", () => {
    const store = createAppStore({ runs: [done("run-1"), { ...newRun("run-2", experiment), status: "testing" }] });
    applyEvent(store, { kind: "weightsKept", runId: "run-1", sizeBytes: 5, removed: [] });
    applyEvent(store, { kind: "weightsKept", runId: "run-2", sizeBytes: 7, removed: ["run-1"] });
    applyEvent(store, { kind: "done", runId: "run-2", stepsPerSecond: 1 });
    expect(store.getState().runs.map(({ weightsBytes }) => weightsBytes)).toEqual([undefined, 7]);
  });
});

test("a run says where it can go on as soon as that is there", () => {
  const store = createAppStore({ runs: [{ ...newRun("run-1", experiment), status: "training" }] });
  applyEvent(store, { kind: "kept", runId: "run-1", step: 20 });
  expect(store.getState().runs[0]).toMatchObject({ keptStep: 20 });
});
