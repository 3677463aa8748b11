/** Form and runs outlive a reload: the form in localStorage, the runs in IndexedDB. */
import { forgetOldRuns, type KeyValueStore, loadForm, loadOldRuns, saveForm } from "../store/persist.ts";
import type { Run } from "../store/runs.ts";
import type { AppState, AppStore } from "../store/store.ts";
import { openRunDatabase, type RunDatabase } from "./database.ts";
import { openWeights, type Weights, weighed } from "./kept-weights.ts";
import { matched, openSnapshots, type Snapshots } from "./snapshots.ts";
import { claimRuns } from "./tab.ts";

const DELAY_MS = 400;
const ASKED_KEY = "graddrop-playground.asked-to-persist.1";

/** Where everything is kept; tests give their own. */
export interface Places {
  readonly storage: KeyValueStore;
  /** Undefined: runs are gone after a reload. */
  readonly database: RunDatabase | undefined;
  readonly snapshots: Snapshots | undefined;
  /** Of finished runs. */
  readonly weights: Weights | undefined;
  /** Another tab of the page keeps the runs; this one may look at them. */
  readonly isGuest: boolean;
  /** Asks the browser not to clear the storage by itself. */
  readonly persist: () => Promise<unknown>;
}

export async function openPlaces(storage: KeyValueStore): Promise<Places> {
  const [database, snapshots, weights, isOwner] = await Promise.all([
    openRunDatabase().catch(() => undefined),
    openSnapshots(),
    openWeights(),
    claimRuns(),
  ]);
  return {
    storage,
    database,
    snapshots,
    weights,
    isGuest: !isOwner,
    persist: async () => navigator.storage?.persist?.(),
  };
}

/** Never rejects: what cannot be read is left out, and the page told. */
export async function loadSaved(places: Places): Promise<Partial<AppState>> {
  const { storage, database, isGuest } = places;
  const form = loadForm(storage);
  const formPart = form ? { form } : {};
  if (!database) return { ...formPart, keeping: "nowhere" };
  try {
    const runs = await database.load();
    // What is not over is under way in the other tab.
    if (isGuest)
      return { ...formPart, runs: runs.filter(({ status }) => status !== "interrupted"), keeping: "elsewhere" };
    const moved = await withOldRuns(runs, database, storage);
    const runsWithPast = await withSnapshots(moved, places);
    return { ...formPart, runs: await withWeights(runsWithPast, places), keeping: "here" };
  } catch {
    return { ...formPart, keeping: "nowhere" };
  }
}

/** Runs were in localStorage once: they are moved over, the first time. */
async function withOldRuns(runs: readonly Run[], database: RunDatabase, storage: KeyValueStore): Promise<Run[]> {
  const known = new Set(runs.map(({ id }) => id));
  const old = loadOldRuns(storage).filter(({ id }) => !known.has(id));
  if (old.length > 0) await database.save({ changed: old, removed: [] });
  forgetOldRuns(storage);
  return [...old, ...runs];
}

async function withSnapshots(runs: readonly Run[], { snapshots }: Places): Promise<readonly Run[]> {
  if (!snapshots) return matched(runs, []).runs;
  const { runs: kept, useless } = matched(runs, await snapshots.list());
  await Promise.allSettled(useless.map(({ runId }) => snapshots.remove(runId)));
  return kept;
}

async function withWeights(runs: readonly Run[], { weights }: Places): Promise<readonly Run[]> {
  const { runs: kept, useless } = weighed(runs, (await weights?.list()) ?? []);
  await Promise.allSettled(useless.map(({ runId }) => weights?.remove(runId)));
  return kept;
}

/** Not at every step: a run is saved when something about it has changed that a reload should not lose. */
export function saveChanges(store: AppStore, places: Places): () => void {
  const { storage, database, snapshots, weights, isGuest } = places;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let savedForm = store.getState().form;
  let saved = marksOf(store.getState());
  let wanted = filesWanted(store.getState());

  async function save(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    if (state.form !== savedForm) saveForm(storage, state.form);
    savedForm = state.form;
    if (isGuest || !database) return;
    const marks = marksOf(state);
    const changed = state.runs.filter(({ id }) => marks.get(id) !== saved.get(id));
    const removed = [...saved.keys()].filter((id) => !marks.has(id));
    saved = marks;
    dropUnwanted(state);
    if (changed.length + removed.length === 0) return;
    try {
      await insisting(() => database.save({ changed, removed }), state, places);
      if (state.keeping === "nowhere") store.setState({ keeping: "here" });
      if (changed.length > 0 && storage.getItem(ASKED_KEY) === null) {
        storage.setItem(ASKED_KEY, "yes");
        await places.persist();
      }
    } catch {
      // Tried again with the next change.
      for (const { id } of changed) saved.delete(id);
      store.setState({ keeping: "nowhere" });
    }
  }

  /** Of runs that were cleared, and can no longer be brought back. */
  function dropUnwanted(state: AppState): void {
    const now = filesWanted(state);
    for (const [file, { id, place }] of wanted) {
      if (!now.has(file)) void { snapshots, weights }[place]?.remove(id).catch(() => {});
    }
    wanted = now;
  }

  const unsubscribe = store.subscribe((state, before) => {
    // A pointer that moves changes the view, and nothing that is saved.
    if (state.runs === before.runs && state.cleared === before.cleared && state.form === before.form) return;
    if (state.form === savedForm && isSame(marksOf(state), saved) && sameKeys(filesWanted(state), wanted)) return;
    timer ??= setTimeout(() => void save(), DELAY_MS);
  });
  const atOnce = () => void save();
  addEventListener("pagehide", atOnce);
  return () => {
    unsubscribe();
    removeEventListener("pagehide", atOnce);
    clearTimeout(timer);
  };
}

/** Where there is no room, the snapshots go, oldest first, and then the weights, before a run is given up. */
async function insisting(act: () => Promise<void>, { runs }: AppState, { snapshots, weights }: Places): Promise<void> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const isFull = error instanceof Error && error.name === "QuotaExceededError";
      const live = new Set(
        runs.filter(({ status }) => status === "training" || status === "testing").map(({ id }) => id),
      );
      const oldest = isFull ? (await snapshots?.list())?.find(({ runId }) => !live.has(runId)) : undefined;
      const oldestWeights = isFull && !oldest ? (await weights?.list())?.[0] : undefined;
      if (!oldest && !oldestWeights) throw error;
      if (oldest) await snapshots?.remove(oldest.runId);
      if (oldestWeights) await weights?.remove(oldestWeights.runId);
    }
  }
}

/** By run, all that is worth saving of it, but what only changes together with something else. */
function marksOf({ runs }: AppState): Map<string, string> {
  return new Map(
    runs.map(({ id, status, epochs, hidden, name, note, keptStep }) => [
      id,
      JSON.stringify([status, epochs.length, hidden, name, note, keptStep]),
    ]),
  );
}

interface KeptFile {
  readonly id: string;
  readonly place: "snapshots" | "weights";
}

/** What may still be asked for of runs, also of those that undo would bring back. */
function filesWanted({ runs, cleared = [] }: AppState): Map<string, KeptFile> {
  const files = [...runs, ...cleared].flatMap(({ id, keptStep, weightsBytes }): KeptFile[] => [
    ...(keptStep === undefined ? [] : [{ id, place: "snapshots" } as const]),
    ...(weightsBytes === undefined ? [] : [{ id, place: "weights" } as const]),
  ]);
  return new Map(files.map((file) => [`${file.place} ${file.id}`, file]));
}

function sameKeys(a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}

function isSame<Value>(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  return a.size === b.size && [...a].every(([id, value]) => b.get(id) === value);
}
