/** What the figures of the inside are about: a run or what a variant would do, and the moment shown of it. Pure but for the last. */
import type { Experiment } from "../../experiment/experiment.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import { previewExperiment } from "./form.ts";
import { configOf } from "./models.ts";
import { currentEpoch, isOver, type Run } from "./runs.ts";
import {
  type AppState,
  type AppStore,
  type CellPlace,
  type ChosenCell,
  type ComparedSubject,
  setView,
  subjectRun,
  type View,
} from "./store.ts";
import { type Moment, type Pace, reduceTime, type Span, type TimeEvent } from "./time.ts";

/** A run, or what a variant would do. */
export interface Subject {
  /** Undefined for a preview. */
  readonly runId: string | undefined;
  readonly experiment: Experiment;
  readonly records: readonly EpochRecord[];
  /** The epoch that is under way. */
  readonly now: number | undefined;
}

export function subjectOf(state: Pick<AppState, "form" | "view" | "runs">, which: View["subject"]): Subject {
  const run = runOf(state, which);
  return {
    runId: run?.id,
    experiment: run?.experiment ?? previewExperiment(state.form, previewVariant(state, which)),
    records: run?.epochs ?? [],
    now: run && nowOf(run),
  };
}

export function runOf({ runs, view }: Pick<AppState, "runs" | "view">, which: View["subject"]): Run | undefined {
  return subjectRun({ runs, view: { ...view, subject: which } });
}

export function nowOf(run: Run): number | undefined {
  return isOver(run) || run.status === "queued" ? undefined : currentEpoch(run);
}

export function previewVariant({ form }: Pick<AppState, "form">, which: View["subject"]) {
  return which.kind === "preview" ? which.variant : (form.variants.at(-1) ?? "sft");
}

/** What stands beside the subject in the microscope, as long as it is there. */
export function comparedOf({ view, runs }: Pick<AppState, "view" | "runs">): ComparedSubject | undefined {
  const { compared, microscope } = view;
  if (!microscope || !compared) return undefined;
  return compared.kind === "preview" || runs.some(({ id }) => id === compared.id) ? compared : undefined;
}

/** The chosen cell, or the newest epoch's top layer; both as far as the subject has them. */
export function placeOf(
  { experiment, now, records }: Pick<Subject, "experiment" | "now" | "records">,
  chosen: ChosenCell | undefined,
  layers: number,
): CellPlace {
  const newest = now ?? Math.max(1, Math.min(records.length, experiment.epochs));
  return {
    layer: Math.min(chosen?.layer ?? layers - 1, layers - 1),
    epoch: Math.min(chosen?.epoch ?? newest, experiment.epochs),
  };
}

export function batchesOf({ trainSize, batchSize }: Pick<Experiment, "trainSize" | "batchSize">): number {
  return Math.ceil(trainSize / batchSize);
}

/**
 * The batch shown of an epoch, from 0: the chosen one; else the latest of a live run; else the epoch's first.
 *
 * @param done steps finished in the run, where the epoch is under way; else 0
 */
export function batchOf(experiment: Experiment, epoch: number, chosen: number | undefined, done: number): number {
  const count = batchesOf(experiment);
  const latest = Math.max(0, Math.min(count - 1, done - 1 - (epoch - 1) * count));
  return Math.min(chosen ?? latest, count - 1);
}

/** Time lasts as long as the longer of two experiments. */
export function spanOf(experiments: readonly Experiment[], pace: Pace): Span {
  return {
    epochs: Math.max(...experiments.map(({ epochs }) => epochs)),
    batches: Math.max(...experiments.map(batchesOf)),
    pace,
  };
}

/** Of the first subject; where the second has more epochs, they can be chosen too. */
export function momentOf(
  subject: Subject,
  { cell, stepInEpoch }: Pick<View, "cell" | "stepInEpoch">,
  { epochs }: Span,
  done: number,
): Moment {
  const epoch = Math.min(cell?.epoch ?? placeOf(subject, undefined, 1).epoch, epochs);
  return { epoch, batch: batchOf(subject.experiment, epoch, stepInEpoch, epoch === subject.now ? done : 0) };
}

export function setMicroscope(store: AppStore, isOpen: boolean): void {
  setView(store, isOpen ? { microscope: true, zone: "inside" } : { microscope: false });
}

/** Whether a run is under way whose newest batch is not the one that is shown, or not for long. */
export function canFollow(state: AppState): boolean {
  const { view, playing } = state;
  const run = runOf(state, view.subject);
  const isLive = run !== undefined && nowOf(run) !== undefined;
  return isLive && (playing || view.cell?.epoch !== undefined || view.stepInEpoch !== undefined);
}

/** Shows the newest batch of a run under way, and goes on with it. The layer stays. */
export function follow(store: AppStore): void {
  const { cell } = store.getState().view;
  store.setState({ playing: false });
  setView(store, { cell: cell && { layer: cell.layer, epoch: undefined }, stepInEpoch: undefined });
}

/** Plays, pauses, steps or scrubs. */
export function applyTime(store: AppStore, event: TimeEvent): void {
  const state = store.getState();
  const { view, playing } = state;
  const first = subjectOf(state, view.subject);
  const config = configOf(state, first.experiment.model);
  if (!config) return;
  const compared = comparedOf(state);
  const experiments = [first.experiment, ...(compared ? [subjectOf(state, compared).experiment] : [])];
  const span = spanOf(experiments, view.pace);
  const before = momentOf(first, view, span, runOf(state, view.subject)?.step ?? 0);
  const { moment, playing: goesOn } = reduceTime({ moment: before, playing }, event, span);
  const { layer } = placeOf(first, view.cell, config.layers);
  if (goesOn !== playing) store.setState({ playing: goesOn });
  if (moment.epoch === before.epoch && moment.batch === before.batch) return;
  setView(store, {
    cell: { layer, epoch: moment.epoch },
    stepInEpoch: view.pace === "batches" ? moment.batch : view.stepInEpoch,
  });
}
