/** Runs to and from files. */
import { addRuns } from "../store/keep.ts";
import { MOST_FILE_BYTES, RunFileError, readRunFile, writeRunFile } from "../store/run-file.ts";
import type { Run } from "../store/runs.ts";
import type { AppStore } from "../store/store.ts";
import { downloadText, pickFile } from "./files.ts";

export function exportRuns(runs: readonly Run[]): void {
  const now = new Date();
  const [only] = runs;
  const what = runs.length === 1 && only ? only.id : "runs";
  downloadText(`graddrop-${what}-${now.toISOString().slice(0, 10)}.json`, writeRunFile(runs, now));
}

/** What went wrong, and how it went well, is a notice. */
export async function importRuns(store: AppStore): Promise<void> {
  const file = await pickFile(".json,application/json");
  if (!file) return;
  try {
    if (file.size > MOST_FILE_BYTES) {
      throw new RunFileError(`${file.name}: is larger than ${MOST_FILE_BYTES / 1e6} MB. Export fewer runs at a time.`);
    }
    const count = addRuns(store, readRunFile(await file.text(), file.name));
    const message = `${file.name}: ${count} run${count === 1 ? "" : "s"} added beside those that are here.`;
    store.setState({ notice: { title: "Runs imported", message, mild: true } });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    store.setState({ notice: { title: "The file was not imported", message } });
  }
}
