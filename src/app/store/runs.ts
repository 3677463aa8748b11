/** Runs: experiments with what has become of them, and how the worker's events change them. */
import { z } from "zod";
import { type Experiment, experimentSchema } from "../../experiment/experiment.ts";
import type { EpochRecord, ResumedFrom, RunIdentity } from "../../experiment/record.ts";
import type { ConfusionMatrix } from "../../metrics/index.ts";
import {
  type BackendReport,
  backendReportSchema,
  confusionSchema,
  epochRecordSchema,
  type LossPoint,
  lossPointSchema,
  type RunEvent,
  runIdentitySchema,
} from "../../worker/protocol.ts";
import { type AnswerSample, answerSampleSchema } from "../../worker/samples.ts";

const ENDED = ["done", "stopped", "failed", "interrupted"] as const;
const STATUSES = ["queued", "loading", "training", "testing", "paused", ...ENDED] as const;
/** `interrupted`: the page was closed while it ran. */
export type RunStatus = (typeof STATUSES)[number];

export interface Preparing {
  /** 0 to 1; absent: nobody can say. */
  readonly done?: number;
  readonly msLeft?: number;
  /** Of a model's parts that are being fetched. */
  readonly download?: { readonly bytes: number; readonly totalBytes: number; readonly bytesPerSecond: number };
}

export interface Run {
  readonly id: string;
  readonly experiment: Experiment;
  readonly status: RunStatus;
  /** Why it failed, or what is being loaded. */
  readonly message?: string;
  /** While it is being loaded: how far that is. */
  readonly preparing?: Preparing;
  readonly epochs: readonly EpochRecord[];
  /** Thinned out when there are many. */
  readonly losses: readonly LossPoint[];
  /** Steps finished and to do; 0 until it has started. */
  readonly step: number;
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly examplesPerSecond?: number;
  readonly msLeft?: number;
  /** Of the test after the current epoch, 0 to 1. */
  readonly tested?: number;
  readonly backend?: BackendReport;
  /** What it started and learned from; unknown of runs from before it was told. */
  readonly identity?: RunIdentity;
  /** Of each finished epoch; may be missing where it was not measured. */
  readonly epochTimesMs?: readonly number[];
  /** By language: what was taken for what in the latest test. Absent where answers are no classes, and before it was kept. */
  readonly confusions?: Readonly<Record<string, ConfusionMatrix>>;
  /** By language: some answers of the latest test, where they are no classes. */
  readonly samples?: Readonly<Record<string, readonly AnswerSample[]>>;
  /** Steps finished in the snapshot that it can go on from; absent: there is none. */
  readonly keptStep?: number;
  /** The weights that it ended with, as this browser keeps them; absent: it does not. */
  readonly weightsBytes?: number;
  /** Given by a person, instead of what sets it apart. */
  readonly name?: string;
  /** A person's remarks. */
  readonly note?: string;
  /** Left out of the charts. */
  readonly hidden: boolean;
}

/** Longest name and note, in characters. */
export const MOST_NAME = 80;
export const MOST_NOTE = 2000;

/** More points than a chart has pixels help nobody. */
const MOST_LOSSES = 1200;

export function newRun(id: string, experiment: Experiment): Run {
  const stepsPerEpoch = Math.ceil(experiment.trainSize / experiment.batchSize);
  const steps = stepsPerEpoch * experiment.epochs;
  return { id, experiment, status: "queued", epochs: [], losses: [], step: 0, steps, stepsPerEpoch, hidden: false };
}

/** Ids count up and are never used twice among the runs that are there. */
export function nextRunId(runs: readonly Run[]): string {
  return `run-${1 + Math.max(0, ...runs.map(({ id }) => Number(id.replace("run-", "")) || 0))}`;
}

export function isOver({ status }: Pick<Run, "status">): boolean {
  return (ENDED as readonly RunStatus[]).includes(status);
}

/** It ended before its time and may go on: from its snapshot, or else from the beginning. */
export function isResumable({ status, keptStep }: Pick<Run, "status" | "keptStep">): boolean {
  return status === "interrupted" || (status === "failed" && keptStep !== undefined);
}

/** Under way: the worker has it. */
export function isLive(run: Pick<Run, "status">): boolean {
  return run.status !== "queued" && !isOver(run);
}

/** The epoch a live run is in, from 1. */
export function currentEpoch(run: Run): number {
  return Math.min(run.experiment.epochs, run.epochs.length + 1);
}

export function reduceRun(run: Run, event: RunEvent): Run {
  switch (event.kind) {
    case "loading":
      return prepared(run, event.what, event);
    case "downloading": {
      const { file, bytes, totalBytes, bytesPerSecond, msLeft } = event;
      const done = totalBytes === 0 ? 1 : Math.min(1, bytes / totalBytes);
      return prepared(run, `Fetching ${file}`, { done, msLeft, download: { bytes, totalBytes, bytesPerSecond } });
    }
    case "started": {
      const { message: _, preparing: _preparing, ...rest } = run;
      const { steps, stepsPerEpoch, backend, identity } = event;
      const begun = { ...withPast(rest, event.resumed), ...(identity ? { identity } : {}) };
      return { ...begun, status: "training", steps, stepsPerEpoch, backend };
    }
    case "progress":
      return {
        ...withTimeLeft(run, event.msLeft),
        status: run.status === "paused" ? "paused" : "training",
        step: event.step,
        steps: event.steps,
        losses: thinned([...run.losses, ...event.losses]),
        examplesPerSecond: event.examplesPerSecond,
        tested: 0,
      };
    case "evaluating":
      return {
        ...withTimeLeft(run, event.msLeft),
        status: run.status === "paused" ? "paused" : "testing",
        tested: event.total === 0 ? 1 : event.done / event.total,
      };
    case "epoch":
      return withTests(
        { ...withEpochTime(run, event.timeMs), epochs: [...run.epochs, event.record], tested: 0 },
        event,
      );
    case "paused":
      return { ...run, status: "paused" };
    case "resumed":
      return { ...run, status: run.tested ? "testing" : "training" };
    case "deviceLost":
      return { ...run, status: "loading", message: "taking the GPU anew" };
    case "recovered": {
      const { message: _, ...rest } = run;
      return { ...rest, status: run.tested ? "testing" : "training" };
    }
    case "kept":
      return { ...run, keptStep: event.step };
    case "weightsKept":
      return { ...run, weightsBytes: event.sizeBytes };
    case "weightsNotKept":
    case "notKept":
    case "trace":
      return run;
    case "workerLost":
      return settled({ ...run, status: "interrupted", message: event.message });
    case "stopped":
    case "done": {
      const { keptStep: _, ...rest } = run;
      return settled({ ...rest, status: event.kind });
    }
    case "failed": {
      const { keptStep, ...rest } = run;
      const kept = event.isFinal || keptStep === undefined ? {} : { keptStep };
      return settled({ ...rest, ...kept, status: "failed", message: event.message });
    }
  }
}

type Known<T> = { readonly [name in keyof T]: T[name] | undefined };

function prepared(run: Run, message: string, { done, msLeft, download }: Partial<Known<Preparing>>): Run {
  const preparing = {
    ...(done === undefined ? {} : { done }),
    ...(msLeft === undefined ? {} : { msLeft }),
    ...(download === undefined ? {} : { download }),
  };
  return { ...withTimeLeft(run, undefined), status: "loading", message, preparing };
}

function withTimeLeft(run: Run, msLeft: number | undefined): Run {
  const { msLeft: _, ...rest } = run;
  return msLeft === undefined ? rest : { ...rest, msLeft };
}

/** Of the latest test alone: all of them would be much. */
function withTests(run: Run, { confusions, samples }: Pick<Run, "confusions" | "samples">): Run {
  const { confusions: _confusions, samples: _samples, ...rest } = run;
  return { ...rest, ...(confusions ? { confusions } : {}), ...(samples ? { samples } : {}) };
}

/** Times are kept as long as every epoch has one. */
function withEpochTime(run: Run, timeMs: number | undefined): Run {
  const { epochTimesMs = [], ...rest } = run;
  if (timeMs === undefined || epochTimesMs.length < run.epochs.length) return rest;
  return { ...rest, epochTimesMs: [...epochTimesMs.slice(0, run.epochs.length), timeMs] };
}

/** Sets a run back to the snapshot it goes on from, or to its beginning. */
function withPast(run: Run, from: ResumedFrom = { step: 0, epochs: [], losses: [] }): Run {
  const { step, epochs } = from;
  const losses = from.losses.map((loss, i) => ({ step: i + 1, loss }));
  const past = { ...run, step, epochs, losses: thinned(losses) };
  return epochs.length === run.epochs.length ? past : withTests(past, {});
}

function settled(run: Run): Run {
  const { msLeft: _msLeft, tested: _tested, preparing: _preparing, ...rest } = run;
  return rest;
}

/** Neighbours are merged into their mean, as often as it takes. */
export function thinned(points: readonly LossPoint[], most = MOST_LOSSES): readonly LossPoint[] {
  let kept = points;
  while (kept.length > most) {
    const halved: LossPoint[] = [];
    for (let i = 0; i < kept.length; i += 2) {
      const a = kept[i]!;
      const b = kept[i + 1] ?? a;
      halved.push({ step: b.step, loss: (a.loss + b.loss) / 2 });
    }
    kept = halved;
  }
  return kept;
}

/** For runs read from storage: what was under way when the page closed is over now. */
export const runSchema: z.ZodType<Run> = z
  .object({
    id: z.string().min(1),
    experiment: experimentSchema,
    status: z.enum(STATUSES),
    message: z.string().exactOptional(),
    epochs: z.array(epochRecordSchema),
    losses: z.array(lossPointSchema),
    step: z.int().min(0),
    steps: z.int().min(0),
    stepsPerEpoch: z.int().min(0),
    examplesPerSecond: z.number().exactOptional(),
    backend: backendReportSchema.exactOptional(),
    identity: runIdentitySchema.exactOptional(),
    epochTimesMs: z.array(z.number().min(0)).exactOptional(),
    confusions: z.record(z.string(), confusionSchema).exactOptional(),
    samples: z.record(z.string(), z.array(answerSampleSchema)).exactOptional(),
    keptStep: z.int().min(0).exactOptional(),
    weightsBytes: z.int().min(0).exactOptional(),
    name: z.string().min(1).max(MOST_NAME).exactOptional(),
    note: z.string().min(1).max(MOST_NOTE).exactOptional(),
    hidden: z.boolean(),
  })
  .transform((run) => (isOver(run) ? run : { ...run, status: "interrupted" as const }));
