/** Data of one's own in this browser's storage. */
import type { OwnData } from "../../data/index.ts";
import { ownData } from "../../tasks/own.ts";
import { taskById } from "../../tasks/registry.ts";
import type { TaskData } from "../../tasks/types.ts";
import { DataStore, type DataSummary } from "../../worker/data-store.ts";
import { forgetSet, markSet } from "../store/data.ts";
import type { AppStore } from "../store/store.ts";

/** Opened when it is first needed; where that fails it is tried again. */
let opened: Promise<DataStore> | undefined;

function dataStore(): Promise<DataStore> {
  opened ??= DataStore.open();
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/** Never rejects. Those that were taken away before the page was closed go for good. */
export async function loadSets(): Promise<DataSummary[]> {
  try {
    const store = await dataStore();
    const all = await store.list();
    await Promise.all(all.filter(({ isRemoved }) => isRemoved).map(({ fingerprint }) => store.remove(fingerprint)));
    return all.filter(({ isRemoved }) => !isRemoved);
  } catch {
    return [];
  }
}

/** Takes a set away, until `bringBackData` or for good with the next one or `forgetRemovedData`. */
export async function removeData(store: AppStore, fingerprint: string): Promise<void> {
  await forgetRemovedData(store);
  const marked = markSet(store, fingerprint, true);
  store.setState({ removedData: fingerprint });
  if (marked) await telling(store, async () => (await dataStore()).mark(marked));
}

export async function bringBackData(store: AppStore): Promise<void> {
  const { removedData } = store.getState();
  const marked = removedData && markSet(store, removedData, false);
  store.setState({ removedData: undefined });
  if (marked) await telling(store, async () => (await dataStore()).mark(marked));
}

export async function forgetRemovedData(store: AppStore): Promise<void> {
  const { removedData } = store.getState();
  if (removedData === undefined) return;
  store.setState({ removedData: undefined });
  forgetSet(store, removedData);
  known.delete(removedData);
  await telling(store, async () => (await dataStore()).remove(removedData));
}

async function telling(store: AppStore, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const message = `${error instanceof Error ? error.message : String(error)} Reload the page, and try again.`;
    store.setState({ notice: { title: "The browser's storage could not be changed", message } });
  }
}

const known = new Map<string, Promise<TaskData>>();

/** The examples of a set, for looking at. Rejects where it is not here. */
export function examplesOf({ fingerprint, name, task }: Pick<DataSummary, "fingerprint" | "name" | "task">) {
  const data = known.get(fingerprint) ?? read(fingerprint, name, task);
  known.set(fingerprint, data);
  data.catch(() => known.delete(fingerprint));
  return data;
}

async function read(fingerprint: string, name: string, task: DataSummary["task"]): Promise<TaskData> {
  const own: OwnData | undefined = await (await dataStore()).read(fingerprint);
  if (!own) throw new Error(`${name}: is not in this browser any more. Add the files again.`);
  return ownData(own, taskById(task));
}
