/** The form outlives a reload in localStorage, as runs did once. What is read back is checked; what does not fit is left out. */
import { z } from "zod";
import { type Form, formSchema } from "./form.ts";
import { type Run, runSchema } from "./runs.ts";

/** The part of Storage that is used, so that tests can stand in for it. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const FORM_KEY = "graddrop-playground.form.1";
const OLD_RUNS_KEY = "graddrop-playground.runs.1";

export function loadForm(storage: KeyValueStore): Form | undefined {
  return formSchema.safeParse(readJson(storage, FORM_KEY)).data;
}

export function saveForm(storage: KeyValueStore, form: Form): boolean {
  return write(storage, FORM_KEY, form);
}

/** Runs of a page from before they were kept in IndexedDB. Those that cannot be read are skipped, the others kept. */
export function loadOldRuns(storage: KeyValueStore): Run[] {
  const list = z.array(z.unknown()).safeParse(readJson(storage, OLD_RUNS_KEY)).data ?? [];
  return list
    .map((item) => runSchema.safeParse(item).data)
    .filter((run) => run !== undefined)
    .filter((run) => run.epochs.length > 0 || run.status === "failed");
}

export function forgetOldRuns(storage: KeyValueStore): void {
  storage.removeItem(OLD_RUNS_KEY);
}

function readJson(storage: KeyValueStore, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(storage: KeyValueStore, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    // Full, or forbidden by the browser.
    return false;
  }
}
