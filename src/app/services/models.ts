/** What the page asks about models: what they are, whether runs with them fit, and what is kept of them in this browser. */
import type { TrainingClient } from "../../worker/client.ts";
import type { HubSettings, ModelLook } from "../../worker/model-protocol.ts";
import { type FitQuestion, isCurrent, largestExperiment } from "../store/fit.ts";
import { modelProblem } from "../store/models.ts";
import { type AppStore, liveRun } from "../store/store.ts";

/** What of the training worker's client answers about models. */
export type ModelAsker = Pick<TrainingClient, "hub" | "look" | "giveFiles" | "fit" | "calibrate" | "cancelFit">;

export interface ModelService {
  look(model: string): Promise<ModelLook>;
  giveFiles(files: readonly File[]): Promise<ModelLook>;
  /** From now on; the token lives no longer than the page. */
  setHub(settings: HubSettings): void;
  /** Asks whether the form's largest run fits; what is answered is in the state. */
  ask(question: FitQuestion): Promise<void>;
  cancel(): void;
}

/** A person who types is not done yet. */
const FOLLOW_MS = 800;

export function createModels(store: AppStore, asker: ModelAsker): ModelService {
  /** Numbers the questions: only the latest one's answer counts. */
  let latest = 0;

  const tell = (change: Partial<ReturnType<typeof store.getState>["fitting"]>) =>
    store.setState(({ fitting }) => ({ fitting: { ...fitting, ...change } }));

  async function ask(question: FitQuestion): Promise<void> {
    const state = store.getState();
    const experiment = largestExperiment(state.form);
    if (!experiment || modelProblem(state)) return;
    latest++;
    const mine = latest;
    const { deviceBytes } = state.fitting;
    const request = { experiment, ...(deviceBytes === undefined ? {} : { deviceBytes }) };
    tell({ asked: question, progress: undefined, problem: undefined });
    try {
      const fit = await asker[question](request, (progress) => {
        if (mine === latest) tell({ progress });
      });
      if (mine === latest) tell({ asked: undefined, progress: undefined, fit });
    } catch (error) {
      if (mine !== latest) return;
      const problem = error instanceof Error && error.name === "AbortError" ? undefined : messageOf(error);
      tell({ asked: undefined, progress: undefined, problem });
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined;
  // Once asked, the answer follows the form: without a button for every change.
  store.subscribe(({ form, fitting }, before) => {
    if (form === before.form || !fitting.fit) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const state = store.getState();
      const { fit } = state.fitting;
      const isSameModel = fit?.experiment.model === state.form.model;
      if (fit && isSameModel && !isCurrent(fit, state.form) && !liveRun(state)) void ask("fit");
    }, FOLLOW_MS);
  });

  return {
    look: (model) => asker.look(model),
    giveFiles: (files) => asker.giveFiles(files),
    setHub(hub) {
      store.setState({ hub });
      asker.hub(hub);
    },
    ask,
    cancel() {
      latest++;
      tell({ asked: undefined, progress: undefined });
      asker.cancelFit();
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
