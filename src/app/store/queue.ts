/** The queue: runs that wait, in the order in which they stand among all runs; and how long all of it will take. */
import type { Experiment } from "../../experiment/experiment.ts";
import { taskById } from "../../tasks/registry.ts";
import { isLive, type Run } from "./runs.ts";

/** A test costs about a third of a training step on the same example. */
const TEST_SHARE = 1 / 3;

/** Changes places with the waiting run before (-1) or after (1) it; whatever does not wait stays where it is. */
export function moved(runs: readonly Run[], id: string, by: -1 | 1): readonly Run[] {
  const from = runs.findIndex((run) => run.id === id);
  if (runs[from]?.status !== "queued") return runs;
  let to = from + by;
  while (runs[to] && runs[to]!.status !== "queued") to += by;
  if (!runs[to]) return runs;
  const changed = [...runs];
  [changed[from], changed[to]] = [changed[to]!, changed[from]!];
  return changed;
}

export interface QueuePlace {
  /** From 1. */
  readonly place: number;
  readonly length: number;
}

export function queuePlace(runs: readonly Run[], id: string): QueuePlace | undefined {
  const waiting = runs.filter(({ status }) => status === "queued");
  const index = waiting.findIndex((run) => run.id === id);
  return index < 0 ? undefined : { place: index + 1, length: waiting.length };
}

/** Training examples that would take as long as the whole experiment. */
export function workOf({ task, epochs, trainSize, evalSize }: Experiment): number {
  return epochs * (trainSize + TEST_SHARE * evalSize * taskById(task).languages.length);
}

/**
 * Milliseconds until the queue is empty; undefined while nothing has been measured. The live run tells its own time; those that
 * wait are reckoned at its pace, or at that of the run before.
 */
export function queueMsLeft(runs: readonly Run[]): number | undefined {
  const live = runs.find(isLive);
  const waiting = runs
    .filter(({ status }) => status === "queued")
    .reduce((sum, run) => sum + workOf(run.experiment), 0);
  if (!live && waiting === 0) return undefined;
  const pace = (live && livePace(live)) ?? finishedPace(runs);
  const current = live ? (live.msLeft ?? (pace === undefined ? undefined : pace * workOf(live.experiment))) : 0;
  if (current === undefined) return undefined;
  if (waiting === 0) return current;
  return pace === undefined ? undefined : current + pace * waiting;
}

/** Milliseconds per training example. */
function livePace({ msLeft, step, steps, epochs, tested = 0, experiment }: Run): number | undefined {
  if (msLeft === undefined || steps === 0) return undefined;
  const { epochs: all, trainSize, evalSize, task } = experiment;
  const testing = TEST_SHARE * evalSize * taskById(task).languages.length;
  const left = (1 - step / steps) * all * trainSize + Math.max(0, all - epochs.length - tested) * testing;
  // Close to its end a run says little about its pace.
  return left < 0.02 * workOf(experiment) ? undefined : msLeft / left;
}

function finishedPace(runs: readonly Run[]): number | undefined {
  const last = runs.findLast(({ epochTimesMs }) => epochTimesMs && epochTimesMs.length > 0);
  if (!last?.epochTimesMs) return undefined;
  const meanMs = last.epochTimesMs.reduce((sum, ms) => sum + ms, 0) / last.epochTimesMs.length;
  return (meanMs * last.experiment.epochs) / workOf(last.experiment);
}
