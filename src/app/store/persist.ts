/** Form and runs outlive a reload, in localStorage. What is read back is checked; what does not fit is left out. */
import { z } from "zod";
import { type Form, formSchema } from "./form.ts";
import { isOver, type Run, runSchema, thinned } from "./runs.ts";

/** The part of Storage that is used, so that tests can stand in for it. */
export type KeyValueStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const FORM_KEY = "graddrop-playground.form.1";
const RUNS_KEY = "graddrop-playground.runs.1";

/** Enough for the shape of a curve; localStorage holds about 5 MB in all. */
const STORED_LOSSES = 300;

export function loadForm(storage: KeyValueStore): Form | undefined {
  return formSchema.safeParse(readJson(storage, FORM_KEY)).data;
}

export function saveForm(storage: KeyValueStore, form: Form): boolean {
  return write(storage, FORM_KEY, form);
}

/** Runs that cannot be read are skipped, the others kept. Queued runs never began: they are gone. */
export function loadRuns(storage: KeyValueStore): Run[] {
  const list = z.array(z.unknown()).safeParse(readJson(storage, RUNS_KEY)).data ?? [];
  return list
    .map((item) => runSchema.safeParse(item).data)
    .filter((run) => run !== undefined)
    .filter((run) => run.epochs.length > 0 || run.status === "failed");
}

/** When they do not fit, the oldest are left out. Returns false if nothing could be written. */
export function saveRuns(storage: KeyValueStore, runs: readonly Run[]): boolean {
  let kept = runs
    .filter(({ status }) => status !== "queued")
    .map((run) => ({ ...run, losses: thinned(run.losses, STORED_LOSSES).map(rounded) }));
  while (!write(storage, RUNS_KEY, kept)) {
    const oldest = kept.findIndex(isOver);
    if (oldest < 0) return false;
    kept = kept.filter((_, i) => i !== oldest);
  }
  return true;
}

function rounded({ step, loss }: { step: number; loss: number }) {
  return { step, loss: Number(loss.toPrecision(6)) };
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
