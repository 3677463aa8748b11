/** What can be done with one run, wherever it stands: the menu of its row reads this list. */
import { thousands } from "../format.ts";
import { exportRuns } from "../services/run-files.ts";
import { copyLink } from "../services/run-link.ts";
import { isForkable } from "../store/fork.ts";
import { queuePlace } from "../store/queue.ts";
import { isLive, isOver, isResumable, type Run } from "../store/runs.ts";
import { accessOf } from "../store/share.ts";
import { type AppState, clearRuns, dropRun, moveRun } from "../store/store.ts";
import type { ActionContext } from "./actions.ts";

export interface RunAction {
  readonly id: string;
  readonly label: (run: Run) => string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** Whether it makes sense for such a run at all; if not, it is not offered. */
  readonly applies: (run: Run) => boolean;
  /** Whether it is possible now. */
  readonly enabled: (run: Run, state: AppState) => boolean;
  readonly perform: (run: Run, context: ActionContext) => void;
}

const isQueued = ({ status }: Run) => status === "queued";
const always = () => true;

export const RUN_ACTIONS: readonly RunAction[] = [
  {
    id: "up",
    label: () => "Move up",
    summary: "Runs it before the one that waits in front of it.",
    applies: isQueued,
    enabled: ({ id }, { runs }) => (queuePlace(runs, id)?.place ?? 1) > 1,
    perform: ({ id }, { store }) => moveRun(store, id, -1),
  },
  {
    id: "down",
    label: () => "Move down",
    summary: "Runs it after the one that waits behind it.",
    applies: isQueued,
    enabled: ({ id }, { runs }) => {
      const place = queuePlace(runs, id);
      return place !== undefined && place.place < place.length;
    },
    perform: ({ id }, { store }) => moveRun(store, id, 1),
  },
  {
    id: "drop",
    label: () => "Drop from queue",
    summary: "Forgets this waiting run.",
    applies: isQueued,
    enabled: always,
    perform: ({ id }, { store }) => dropRun(store, id),
  },
  {
    id: "pause",
    label: ({ status }) => (status === "paused" ? "Resume" : "Pause"),
    summary: "Holds the training after the current step, or goes on with it.",
    applies: isLive,
    enabled: always,
    perform: ({ status }, { training }) => training.command(status === "paused" ? "resume" : "pause"),
  },
  {
    id: "stopThis",
    label: () => "Stop this run",
    summary: "Ends this run; the queue goes on with the next.",
    applies: isLive,
    enabled: always,
    perform: (_, { training }) => training.command("stop"),
  },
  {
    id: "resume",
    label: ({ keptStep }) => (keptStep ? `Resume from step ${thousands(keptStep)}` : "Resume from the beginning"),
    summary: "Goes on from the latest snapshot, on the same engine to the same figures as if nothing had happened.",
    applies: isResumable,
    enabled: always,
    perform: ({ id }, { training }) => training.resume([id]),
  },
  {
    id: "again",
    label: () => "Run again",
    summary: "Puts the same experiment at the end of the queue. On the same engine it gives the same numbers.",
    applies: isOver,
    enabled: always,
    perform: ({ experiment }, { training }) => training.run([experiment]),
  },
  {
    id: "fork",
    label: () => "Fork …",
    summary: "Makes a run with the same first epochs, which then goes on with another variant.",
    applies: always,
    // Where a link holds the variants fast, another would undo it.
    enabled: (run, { lesson }) => isForkable(run) && accessOf(lesson, "variant") === "free",
    perform: ({ id }, { store }) => store.setState({ forking: id }),
  },
  {
    id: "link",
    label: () => "Copy link",
    summary: "Copies a link to this run's experiment, fork and all. The run itself is not in it.",
    applies: always,
    enabled: always,
    perform: ({ experiment }, { store }) => void copyLink(store, experiment),
  },
  {
    id: "describe",
    label: () => "Name and note …",
    summary: "Gives the run a name of your own, and remarks.",
    applies: always,
    enabled: always,
    perform: ({ id }, { store }) => store.setState({ editing: id }),
  },
  {
    id: "export",
    label: () => "Export as JSON",
    summary: "Saves this run, with its curves, name and note, as a file.",
    applies: isOver,
    enabled: always,
    perform: (run) => exportRuns([run]),
  },
  {
    id: "download",
    label: () => "Download model",
    summary: "Saves the fine-tuned model as a .zip file in Hugging Face's layout, with its tokenizer and a model card.",
    applies: ({ status }) => status === "done",
    enabled: (_, { takingHome }) => takingHome === undefined,
    perform: (run, { home }) => void home.download(run),
  },
  {
    id: "remove",
    label: () => "Remove",
    summary: "Takes the run from the page; undo brings it back.",
    applies: isOver,
    enabled: always,
    perform: ({ id }, { store }) => clearRuns(store, (run) => run.id === id),
  },
];
