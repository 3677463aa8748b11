/** Saves form and runs shortly after they change. */
import { type KeyValueStore, loadForm, loadRuns, saveForm, saveRuns } from "../store/persist.ts";
import type { AppState, AppStore } from "../store/store.ts";

const DELAY_MS = 400;

export function loadSaved(storage: KeyValueStore): Partial<AppState> {
  const form = loadForm(storage);
  return { runs: loadRuns(storage), ...(form ? { form } : {}) };
}

/** Not at every step: a run is saved when it has finished an epoch or changed its state. */
export function saveChanges(store: AppStore, storage: KeyValueStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let savedRuns = worthSaving(store.getState());
  let savedForm = store.getState().form;

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const state = store.getState();
    savedForm = state.form;
    savedRuns = worthSaving(state);
    const canSave = saveForm(storage, state.form) && saveRuns(storage, state.runs);
    if (canSave !== state.canSave) store.setState({ canSave });
  }

  const unsubscribe = store.subscribe((state) => {
    if (state.form === savedForm && worthSaving(state) === savedRuns) return;
    timer ??= setTimeout(save, DELAY_MS);
  });
  addEventListener("pagehide", save);
  return () => {
    unsubscribe();
    removeEventListener("pagehide", save);
    clearTimeout(timer);
  };
}

function worthSaving({ runs }: AppState): string {
  return runs.map(({ id, status, epochs, hidden }) => `${id} ${status} ${epochs.length} ${hidden}`).join("\n");
}
