/** Changes to the runs that are kept: naming, noting, going on, and taking in others. */
import { isResumable, MOST_NAME, MOST_NOTE, nextRunId, type Run } from "./runs.ts";
import type { AppState, AppStore } from "./store.ts";

/** Empty text takes the name or the note away. */
export function describeRun(store: AppStore, id: string, { name, note }: { name: string; note: string }): void {
  const given = (text: string, most: number) => text.trim().slice(0, most);
  store.setState(({ runs }) => ({
    runs: runs.map((run) => {
      if (run.id !== id) return run;
      const { name: _name, note: _note, ...rest } = run;
      const [newName, newNote] = [given(name, MOST_NAME), given(note, MOST_NOTE)];
      return { ...rest, ...(newName ? { name: newName } : {}), ...(newNote ? { note: newNote } : {}) };
    }),
  }));
}

/** Puts runs that ended before their time back into the queue, behind those that wait. */
export function queueAgain(store: AppStore, ids: readonly string[]): void {
  store.setState(({ runs }) => {
    const isMeant = (run: Run) => ids.includes(run.id) && isResumable(run);
    const again = runs.filter(isMeant).map(({ message: _, ...run }): Run => ({ ...run, status: "queued" }));
    return { runs: [...runs.filter((run) => !isMeant(run)), ...again] };
  });
}

/** Puts one run that was interrupted at the head of the queue. */
export function queueFirst(store: AppStore, id: string): void {
  store.setState(({ runs }) => {
    const run = runs.find((other) => other.id === id);
    if (!run || !isResumable(run)) return {};
    const { message: _, ...again } = run;
    const others = runs.filter((other) => other !== run);
    const place = others.findIndex(({ status }) => status === "queued");
    others.splice(place < 0 ? others.length : place, 0, { ...again, status: "queued" });
    return { runs: others };
  });
}

/** What has been lived through before: a queued run with it goes on, one without begins. */
export function hasPast({ step, keptStep }: Run): boolean {
  return step > 0 || keptStep !== undefined;
}

/** Takes a run out of the queue; one with a past is interrupted again and stays. */
export function unqueued(run: Run): Run[] {
  if (run.status !== "queued") return [run];
  return hasPast(run) ? [{ ...run, status: "interrupted" }] : [];
}

/** Puts runs from elsewhere beside those that are there, under new ids. Returns how many. */
export function addRuns(store: AppStore, imported: readonly Run[]): number {
  store.setState(({ runs, cleared = [] }) => {
    const all = [...runs];
    // Waiting runs stay last.
    const firstWaiting = all.findIndex(({ status }) => status === "queued");
    const added: Run[] = [];
    for (const run of imported) added.push({ ...run, id: nextRunId([...all, ...cleared, ...added]) });
    all.splice(firstWaiting < 0 ? all.length : firstWaiting, 0, ...added);
    return { runs: all };
  });
  return imported.length;
}

export function resumableRuns({ runs }: Pick<AppState, "runs">): Run[] {
  return runs.filter(isResumable);
}
