/** Every command of the page, once: buttons, shortcuts and whatever comes later read this list. */

import { FREE } from "../../experiment/controls.ts";
import { exportCurves } from "../services/curves-file.ts";
import { bringBackData } from "../services/data.ts";
import type { ModelService } from "../services/models.ts";
import { exportRuns, importRuns } from "../services/run-files.ts";
import type { TakeHome } from "../services/take-home.ts";
import type { Training } from "../services/training.ts";
import { dataProblem } from "../store/data.ts";
import { checkForm } from "../store/form.ts";
import { applyTime, canFollow, follow, setMicroscope } from "../store/inside.ts";
import { resumableRuns } from "../store/keep.ts";
import { modelProblem } from "../store/models.ts";
import { isOver } from "../store/runs.ts";
import { accessOf, isLesson, resetForm } from "../store/share.ts";
import { type AppState, type AppStore, clearRuns, liveRun, setForm, undoClear } from "../store/store.ts";

export interface ActionContext {
  readonly store: AppStore;
  readonly training: Training;
  readonly models: ModelService;
  readonly home: TakeHome;
}

export interface Action {
  readonly label: (state: AppState) => string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** In Mantine's notation, e.g. "mod+Enter". */
  readonly shortcut?: string;
  readonly enabled: (state: AppState) => boolean;
  readonly perform: (context: ActionContext) => void;
}

/** Of some model the layers are known: there is something to show. */
const hasModel = ({ models }: AppState) => Object.keys(models).length > 0;
const isPaused = (state: AppState) => liveRun(state)?.status === "paused";

/** Where a link asks for a model that nobody has looked at, the dialog begins with it. */
function beginning(state: AppState): { address?: string } {
  const { model } = state.form;
  return modelProblem(state) && model.startsWith("hub:") ? { address: model.slice("hub:".length) } : {};
}

const canAsk = (state: AppState) =>
  state.fitting.asked === undefined &&
  checkForm(state.form).experiments.length > 0 &&
  dataProblem(state) === undefined &&
  modelProblem(state) === undefined;

export const ACTIONS = {
  run: {
    label: (state) => (liveRun(state) ? "Add to queue" : "Run"),
    summary: "Trains the chosen variants one after another, from the same weights and in the same batch order.",
    shortcut: "mod+Enter",
    enabled: (state) =>
      checkForm(state.form).experiments.length > 0 &&
      dataProblem(state) === undefined &&
      modelProblem(state) === undefined,
    perform: ({ store, training }) => training.run(checkForm(store.getState().form).experiments),
  },
  pause: {
    label: (state) => (isPaused(state) ? "Resume" : "Pause"),
    summary: "Holds the training after the current step, or goes on with it.",
    shortcut: "p",
    enabled: (state) => liveRun(state) !== undefined,
    perform: ({ store, training }) => training.command(isPaused(store.getState()) ? "resume" : "pause"),
  },
  step: {
    label: () => "Step",
    summary: "Makes one training step while the training is paused.",
    shortcut: "n",
    enabled: isPaused,
    perform: ({ training }) => training.command("step"),
  },
  stop: {
    label: () => "Stop",
    summary: "Ends the run and forgets the waiting ones. What it has reached stays.",
    shortcut: "x",
    enabled: ({ runs }) => runs.some((run) => !isOver(run)),
    perform: ({ training }) => training.stop(),
  },
  play: {
    label: ({ playing }) => (playing ? "Pause time" : "Play time"),
    summary: "Lets time go by in Figure 1, the modules and the mask; at the end it stops, played again it begins anew.",
    shortcut: "k",
    enabled: hasModel,
    perform: ({ store }) => applyTime(store, { kind: "toggle" }),
  },
  earlier: {
    label: () => "Go back in time",
    summary: "Shows the epoch or batch before.",
    shortcut: "j",
    enabled: hasModel,
    perform: ({ store }) => applyTime(store, { kind: "move", by: -1 }),
  },
  later: {
    label: () => "Go on in time",
    summary: "Shows the next epoch or batch.",
    shortcut: "l",
    enabled: hasModel,
    perform: ({ store }) => applyTime(store, { kind: "move", by: 1 }),
  },
  follow: {
    label: () => "Follow the run",
    summary: "Shows the newest batch of the run under way, and goes on with it.",
    shortcut: "f",
    enabled: canFollow,
    perform: ({ store }) => follow(store),
  },
  microscope: {
    label: ({ view }) => (view.microscope ? "Back to the page" : "Microscope"),
    summary: "Gives what is inside the whole page, with room for two variants side by side; Escape goes back.",
    shortcut: "m",
    enabled: () => true,
    perform: ({ store }) => setMicroscope(store, !store.getState().view.microscope),
  },
  reset: {
    label: ({ lesson }) => (isLesson(lesson) ? "Reset to the link" : "Reset to defaults"),
    summary:
      "Sets every control of the experiment to its default for the task, or to what the link said that locks some.",
    enabled: () => true,
    perform: ({ store }) => setForm(store, () => resetForm(store.getState())),
  },
  resumeRuns: {
    label: () => "Resume interrupted runs",
    summary: "Goes on with every run that a reload, a crash or a lost device ended, from its latest snapshot.",
    enabled: (state) => resumableRuns(state).length > 0,
    perform: ({ store, training }) => training.resume(resumableRuns(store.getState()).map(({ id }) => id)),
  },
  exportRuns: {
    label: () => "Export runs as JSON",
    summary: "Saves all runs that are over, with their curves, names and notes, as one file.",
    enabled: ({ runs }) => runs.some(isOver),
    perform: ({ store }) => exportRuns(store.getState().runs.filter(isOver)),
  },
  importRuns: {
    label: () => "Import runs …",
    summary: "Adds the runs of an exported file to those that are here; nothing is overwritten.",
    enabled: () => true,
    perform: ({ store }) => void importRuns(store),
  },
  ownData: {
    label: () => "Own data …",
    summary: "Adds data of your own, from files or the Hugging Face Hub, and manages those that this browser keeps.",
    shortcut: "d",
    enabled: ({ lesson }) => accessOf(lesson, "task") === "free",
    perform: ({ store }) => store.setState({ adding: { files: [] } }),
  },
  chooseModel: {
    label: () => "Models …",
    summary: "Takes another model, from the Hugging Face Hub or from this computer, and manages those that are kept.",
    shortcut: "o",
    // Where a link holds fast a model that is not here yet, the way to it stays open.
    enabled: (state) => accessOf(state.lesson, "model") === "free" || modelProblem(state) !== undefined,
    perform: ({ store }) => store.setState({ choosingModel: beginning(store.getState()) }),
  },
  checkFit: {
    label: ({ fitting }) => (fitting.fit ? "Check again" : "Check whether it fits"),
    summary: "Counts the memory that the chosen runs need, and what they have to fetch. No weights are read.",
    enabled: canAsk,
    perform: ({ models }) => void models.ask("fit"),
  },
  calibrate: {
    label: () => "Measure the time",
    summary: "Makes some training steps of one and two layers on this device, and reckons from them.",
    enabled: (state) => canAsk(state) && liveRun(state) === undefined,
    perform: ({ models }) => void models.ask("calibrate"),
  },
  undoRemoveData: {
    label: () => "Undo",
    summary: "Brings the removed data back.",
    enabled: ({ removedData }) => removedData !== undefined,
    perform: ({ store }) => void bringBackData(store),
  },
  share: {
    label: () => "Share",
    summary: "Gives a link to this experiment and view, which can lock or hide controls.",
    enabled: () => true,
    perform: ({ store }) => store.setState({ sharing: true }),
  },
  unlock: {
    label: () => "Unlock all controls",
    summary: "Shows every control again and lets it be changed; what is set stays.",
    enabled: ({ lesson }) => isLesson(lesson),
    perform: ({ store }) => store.setState({ lesson: FREE }),
  },
  exportCurves: {
    label: () => "Export curves as CSV",
    summary: "Saves every run's scores in all languages after each epoch, as a table for spreadsheets and scripts.",
    enabled: ({ runs }) => runs.some(({ epochs }) => epochs.length > 0),
    perform: ({ store }) => exportCurves(store.getState().runs),
  },
  clear: {
    label: () => "Clear runs",
    summary: "Takes all finished runs from the page; undo brings them back.",
    enabled: ({ runs }) => runs.some(isOver),
    perform: ({ store }) => clearRuns(store),
  },
  undoClear: {
    label: () => "Undo",
    summary: "Brings the cleared runs back.",
    enabled: ({ cleared }) => cleared !== undefined,
    perform: ({ store }) => undoClear(store),
  },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;

export function actionById(id: ActionId): Action {
  return ACTIONS[id];
}

/** Does nothing where it is not enabled. */
export function perform(id: ActionId, context: ActionContext): void {
  const action = actionById(id);
  if (action.enabled(context.store.getState())) action.perform(context);
}

/** For the title of a button. */
export function shortcutText({ shortcut }: Action): string {
  return shortcut
    ? ` (${shortcut
        .replace("mod", "Ctrl")
        .replaceAll("+", " + ")
        .replace(/\b[a-z]$/, (key) => key.toUpperCase())})`
    : "";
}
