/** The page's state. Components read it through selectors; everything that changes it is here or in services/. */
import { createStore } from "zustand/vanilla";
import { FREE, type Lesson } from "../../experiment/controls.ts";
import type { Experiment } from "../../experiment/experiment.ts";
import type { VariantId } from "../../graddrop/index.ts";
import type { MatrixId } from "../../model/modules.ts";
import type { StepTrace } from "../../train/trace.ts";
import type { GivenFile } from "../../worker/data-protocol.ts";
import type { DataSummary } from "../../worker/data-store.ts";
import type { HubSettings } from "../../worker/model-protocol.ts";
import type { BackendReport, RunEvent } from "../../worker/protocol.ts";
import { type Fitting, NOT_ASKED } from "./fit.ts";
import { defaultForm, type Form } from "./form.ts";
import { unqueued } from "./keep.ts";
import type { Models } from "./models.ts";
import { moved } from "./queue.ts";
import { isLive, isOver, newRun, nextRunId, type Run, reduceRun } from "./runs.ts";
import type { Pace } from "./time.ts";
import { WHOLE, type Zoom } from "./zoom.ts";

/** What Figure 1 shows: whatever was touched last, one run, or what a variant would do. */
export type Subject = { kind: "auto" } | { kind: "run"; id: string } | { kind: "preview"; variant: VariantId };

export type ComparedSubject = Exclude<Subject, { kind: "auto" }>;

/** A weight of a matrix, both from 0. */
export interface WeightPlace {
  /** Which output. */
  readonly row: number;
  /** Which input. */
  readonly column: number;
}

/** A layer in an epoch, of Figure 1. */
export interface CellPlace {
  /** 0 is the lowest. */
  readonly layer: number;
  /** From 1. */
  readonly epoch: number;
}

/** The same, where the epoch may be whichever is current. */
export interface ChosenCell {
  readonly layer: number;
  readonly epoch: number | undefined;
}

/** What the grid of layers and modules shows. */
export const QUANTITIES = ["active", "gradNorm", "updateNorm"] as const;
export type Quantity = (typeof QUANTITIES)[number];

export interface View {
  /** "zero-shot", "all", or a language code. */
  readonly score: string;
  /** Of Figure 2: everything, or close up around the curves. */
  readonly scale: "full" | "close";
  /** What Figure 2 draws: the chosen score, the training loss, or the norm of the gradients. */
  readonly y: "score" | "loss" | "gradient";
  /** Over what: epochs, or seconds of training and testing. */
  readonly x: "epoch" | "seconds";
  /** Share of the past in Figure 2's lines, 0 to 0.9; 0 is as measured. */
  readonly smoothing: number;
  /** In the card below the figures: every run, or the means of each variant. */
  readonly table: "runs" | "means";
  readonly subject: Subject;
  /** Shown beside it in the microscope. */
  readonly compared: ComparedSubject | undefined;
  /** The inside of a run takes the whole page, with room for a second one. */
  readonly microscope: boolean;
  readonly quantity: Quantity;
  /** In what steps time goes by when it is played or scrubbed. */
  readonly pace: Pace;
  /** Undefined: the top layer, and the current epoch, which is followed while a run trains. */
  readonly cell: ChosenCell | undefined;
  readonly matrix: MatrixId;
  /** Step within the epoch, from 0, of masks that change every step; undefined: the latest. */
  readonly stepInEpoch: number | undefined;
  /** What is shown of the matrix's mask. */
  readonly zoom: Zoom;
  /** The weight under the lens; undefined: the one in the middle. */
  readonly weight: WeightPlace | undefined;
  /** The epoch under the pointer, in any figure. */
  readonly hoverEpoch: number | undefined;
  /** On a phone one zone is shown at a time. */
  readonly zone: "setup" | "figures" | "inside" | "paper";
}

export type Readiness =
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly backend: BackendReport }
  | { readonly kind: "failed"; readonly message: string };

export interface Notice {
  readonly title: string;
  readonly message: string;
  /** Something that took care of itself. */
  readonly mild?: true;
}

export interface AppState {
  readonly form: Form;
  readonly runs: readonly Run[];
  /** What was cleared last, until it is brought back or forgotten. */
  readonly cleared: readonly Run[] | undefined;
  readonly view: View;
  /** Time goes by in the figures of the inside. */
  readonly playing: boolean;
  /** Models that the page knows, by what experiments call them: the bundled one, and those taken for runs. */
  readonly models: Models;
  /** Of those from files: which the page has been given since it was opened. */
  readonly givenModels: readonly string[];
  /** How the Hub is reached; the token is nowhere but here. */
  readonly hub: HubSettings;
  /** The dialog for models, with what to begin with: an address, or files that were dropped on the page. */
  readonly choosingModel: { readonly address?: string; readonly files?: readonly GivenFile[] } | undefined;
  /** Whether what the form asks for fits this device. */
  readonly fitting: Fitting;
  readonly readiness: Readiness;
  readonly notice: Notice | undefined;
  /** What the link that opened the page locks and hides. */
  readonly lesson: Lesson;
  /** The form as that link had it. */
  readonly opened: Form | undefined;
  /** The latest step of the live run that was looked at. */
  readonly trace: { readonly runId: string; readonly step: StepTrace } | undefined;
  /** The dialog for sharing is open. */
  readonly sharing: boolean;
  /** Data of one's own that this browser keeps, oldest first; those just taken away, too. */
  readonly data: readonly DataSummary[];
  /** The fingerprint of the set that was taken away last, until it is brought back or forgotten. */
  readonly removedData: string | undefined;
  /** The dialog for data of one's own, with what was dropped on the page. */
  readonly adding: { readonly files: readonly GivenFile[] } | undefined;
  /** The model that is being written to a file: how far, once that is known. */
  readonly takingHome:
    | {
        readonly name: string;
        readonly doneBytes: number;
        readonly totalBytes: number;
        readonly msLeft: number | undefined;
      }
    | undefined;
  /** The run whose name and note are being edited. */
  readonly editing: string | undefined;
  /** The run that is about to be forked, in a dialog. */
  readonly forking: string | undefined;
  /** Where runs outlive a reload: with this tab, with another tab of the page (which this one has been told), or nowhere. */
  readonly keeping: "here" | "elsewhere" | "elsewhere-told" | "nowhere";
}

export const FIRST_VIEW: View = {
  score: "zero-shot",
  scale: "full",
  y: "score",
  x: "epoch",
  smoothing: 0,
  table: "runs",
  subject: { kind: "auto" },
  compared: undefined,
  microscope: false,
  quantity: "active",
  pace: "epochs",
  cell: undefined,
  matrix: "attention.self.query",
  stepInEpoch: undefined,
  zoom: WHOLE,
  weight: undefined,
  hoverEpoch: undefined,
  zone: "setup",
};

export function createAppStore(initial: Partial<AppState> = {}) {
  return createStore<AppState>(() => ({
    form: defaultForm(),
    runs: [],
    cleared: undefined,
    view: FIRST_VIEW,
    playing: false,
    models: {},
    givenModels: [],
    hub: {},
    choosingModel: undefined,
    fitting: NOT_ASKED,
    readiness: { kind: "starting" },
    notice: undefined,
    lesson: FREE,
    opened: undefined,
    trace: undefined,
    sharing: false,
    data: [],
    removedData: undefined,
    adding: undefined,
    takingHome: undefined,
    editing: undefined,
    forking: undefined,
    keeping: "here",
    ...initial,
  }));
}
export type AppStore = ReturnType<typeof createAppStore>;

export function setForm(store: AppStore, change: (form: Form) => Form): void {
  store.setState(({ form }) => ({ form: change(form) }));
}

export function setView(store: AppStore, change: Partial<View>): void {
  store.setState(({ view }) => ({ view: { ...view, ...change } }));
}

/** Puts experiments at the end of the queue, and the figures in view. In one change: each makes the page look for work. */
export function enqueue(store: AppStore, experiments: readonly Experiment[]): void {
  store.setState(({ runs, cleared = [], view }) => {
    const all = [...runs];
    // The numbers of cleared runs stay theirs: their snapshots are about to be removed.
    for (const experiment of experiments) all.push(newRun(nextRunId([...all, ...cleared]), experiment));
    const figures = { subject: { kind: "auto" }, cell: undefined, stepInEpoch: undefined, zone: "figures" } as const;
    return { runs: all, cleared: undefined, notice: undefined, playing: false, view: { ...view, ...figures } };
  });
}

export function applyEvent(store: AppStore, event: RunEvent): void {
  const { runId } = event;
  if (event.kind === "trace") {
    store.setState({ trace: { runId, step: event.trace } });
    return;
  }
  store.setState(({ runs, trace }) => {
    const gone = event.kind === "weightsKept" ? event.removed : [];
    const next = runs.map((run) => (run.id === runId ? reduceRun(run, event) : withoutWeights(run, gone)));
    // What was looked at goes with the run: only the device could tell more of it.
    const ended = trace?.runId === runId && !next.some((run) => run.id === runId && isLive(run));
    return { runs: next, ...(ended ? { trace: undefined } : {}) };
  });
}

/** @param gone runs whose weights are no longer kept */
export function withoutWeights(run: Run, gone: readonly string[]): Run {
  if (run.weightsBytes === undefined || !gone.includes(run.id)) return run;
  const { weightsBytes: _, ...rest } = run;
  return rest;
}

export function dropQueued(store: AppStore): void {
  store.setState(({ runs }) => ({ runs: runs.flatMap(unqueued) }));
}

/** Takes runs that are over from the page; `undoClear` brings them back. */
export function clearRuns(store: AppStore, which: (run: Run) => boolean = () => true): void {
  store.setState(({ runs }) => {
    const cleared = runs.filter((run) => isOver(run) && which(run));
    return cleared.length === 0 ? {} : { runs: runs.filter((run) => !cleared.includes(run)), cleared };
  });
}

export function undoClear(store: AppStore): void {
  store.setState(({ runs, cleared = [] }) => {
    const order = (run: Run) => Number(run.id.replace("run-", ""));
    const waiting = runs.filter(({ status }) => status === "queued");
    const others = runs.filter(({ status }) => status !== "queued");
    // The queue keeps its own order, which a person may have changed.
    const sorted = [...cleared, ...others].sort((a, b) => order(a) - order(b));
    return { runs: [...sorted, ...waiting], cleared: undefined };
  });
}

/** Takes one waiting run out of the queue. */
export function dropRun(store: AppStore, id: string): void {
  store.setState(({ runs }) => ({ runs: runs.flatMap((run) => (run.id === id ? unqueued(run) : [run])) }));
}

export function moveRun(store: AppStore, id: string, by: -1 | 1): void {
  store.setState(({ runs }) => ({ runs: moved(runs, id, by) }));
}

/** Hides these runs, or shows them where all are hidden. */
export function toggleGroup(store: AppStore, ids: readonly string[]): void {
  store.setState(({ runs }) => {
    const hidden = runs.some((run) => ids.includes(run.id) && !run.hidden);
    return { runs: runs.map((run) => (ids.includes(run.id) ? { ...run, hidden } : run)) };
  });
}

export function toggleHidden(store: AppStore, id: string): void {
  store.setState(({ runs }) => ({ runs: runs.map((run) => (run.id === id ? { ...run, hidden: !run.hidden } : run)) }));
}

export function liveRun({ runs }: Pick<AppState, "runs">): Run | undefined {
  return runs.find(isLive);
}

/** The run that Figure 1 is about, if it is about one. */
export function subjectRun(state: Pick<AppState, "runs" | "view">): Run | undefined {
  const { runs, view } = state;
  if (view.subject.kind === "preview") return undefined;
  const { subject } = view;
  const named = subject.kind === "run" ? runs.find(({ id }) => id === subject.id) : undefined;
  return named ?? liveRun(state) ?? runs.findLast(isOver);
}
