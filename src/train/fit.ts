/** Whether a run fits, before it is started: memory, download and time, and what would make it smaller. */
import { type Experiment, maxLengthOf } from "../experiment/experiment.ts";
import { methodAt, stretchesOf } from "../experiment/history.ts";
import type { EncoderConfig } from "../model/config.ts";
import { taskById } from "../tasks/registry.ts";
import { runMasksAt } from "./masks.ts";
import { type BatchSize, type MemoryPlan, memoryPlan } from "./memory.ts";
import { type Proposal, proposalsFor } from "./proposals.ts";
import { type RunRows, trainingBatches } from "./run-rows.ts";
import { sliceEnds } from "./slices.ts";
import { type LayerTimes, type Times, timesOf } from "./times.ts";

export type { Proposal } from "./proposals.ts";
export type { Times as FitTimes } from "./times.ts";

/** What the device has. No browser says how much memory a GPU has; what it does say is here. */
export interface DeviceRoom {
  readonly backend: "webgpu" | "wasm" | "cpu";
  /** The largest stretch that a kernel can have bound in one piece; only GPUs have such a limit. */
  readonly largestBindingBytes?: number;
  readonly largestBufferBytes?: number;
  /** More than this the run cannot have: told by the user, by the GPU's driver, or 4 GiB of WebAssembly's addresses. */
  readonly mostBytes?: number;
  readonly mostIs?: "given" | "driver" | "addresses";
  /** The whole computer's memory, rounded down by the browser, which says no more than 8 GiB (newer ones 32 GiB). */
  readonly computerBytes?: number;
}

export interface Fit {
  readonly experiment: Experiment;
  readonly memory: MemoryPlan;
  /** Of the computer, besides the device's: the weights that the run began with, and on a GPU the latest snapshot. */
  readonly hostBytes: number;
  readonly room: DeviceRoom;
  /** Does the plan fit into the room? "unknown" where the device does not say what it has. */
  readonly verdict: "fits" | "tight" | "too-large" | "unknown";
  /** One or two sentences: what the verdict rests on. */
  readonly reason: string;
  /** Still to be fetched. */
  readonly downloadBytes: number;
  /** Of what the run needs, already in this browser. */
  readonly cachedBytes: number;
  /** Tokens of the vocabulary that occur in the run's texts, specials included. */
  readonly vocabulary: { readonly used: number; readonly of: number };
  readonly tokens: {
    /** Of the longest row, after cutting. */
    readonly longest: number;
    /** Of all training rows. */
    readonly mean: number;
    /** Of the largest batch. */
    readonly batch: number;
    /** Training examples with a row of the greatest length: cut there, or just fitting. */
    readonly fullRows: number;
  };
  /** Absent before a calibration. */
  readonly times?: Times;
  /** Best first: what keeps the numbers as they are comes before what changes them. */
  readonly proposals: readonly Proposal[];
}

/** What is known about a run before it is made. */
export interface FitFacts {
  readonly experiment: Experiment;
  /** The model's own: its vocabulary in full. */
  readonly config: EncoderConfig;
  readonly rows: RunRows;
  /** Rows of the word embedding that go to the device. */
  readonly usedWords: number;
  readonly downloadBytes: number;
  readonly cachedBytes: number;
  readonly room: DeviceRoom;
  readonly layerTimes?: LayerTimes;
}

/** A plan this close to all there is may fail for what else is on the device: the plan lies within a tenth of the truth. */
const TIGHT_SHARE = 0.85;

export function fitOf(facts: FitFacts): Fit {
  const { experiment, config, rows, room, usedWords, layerTimes } = facts;
  const memory = memoryFor(experiment, facts);
  const { verdict, reason } = verdictOf(memory, room);
  const batch = largestBatch(experiment, rows);
  return {
    experiment,
    memory,
    hostBytes: hostBytesOf(memory, room),
    room,
    verdict,
    reason,
    downloadBytes: facts.downloadBytes,
    cachedBytes: facts.cachedBytes,
    vocabulary: { used: usedWords, of: config.vocabSize },
    tokens: {
      longest: rows.longest,
      mean: mean(rows.training.tokens) / mean(rows.training.rows),
      batch: batch.tokens,
      fullRows: rows.training.longest.filter((length) => length >= rows.maxLength).length,
    },
    ...(layerTimes && { times: timesOf(experiment, config, rows, layerTimes) }),
    proposals: proposalsFor(experiment, rows, (changed) => {
      const plan = memoryFor(changed, facts);
      const fits = verdictOf(plan, room).verdict;
      return { memoryBytes: plan.total, fits: fits === "fits" || fits === "tight" };
    }),
  };
}

/** Of the experiment's largest batch of all epochs. */
export function memoryFor(experiment: Experiment, facts: Pick<FitFacts, "config" | "rows" | "usedWords" | "room">) {
  const { config, rows, usedWords, room } = facts;
  const { optimizer, memory } = experiment;
  const dropout = stretchesOf(experiment).some(({ until }) => {
    const { variant, hyper } = methodAt(experiment, until);
    return variant.activationDropout(hyper) > 0;
  });
  return memoryPlan(
    { ...config, vocabSize: usedWords },
    taskById(experiment.task).head,
    largestBatch(experiment, rows),
    { ...memory, optimizer, dropout, embeddings: everLearns(experiment, config.layers) ? "train" : "frozen" },
    largestSlice(experiment, rows, config, room.backend),
  );
}

/** Whether the embeddings learn in any epoch; a variant decides about an epoch by its first step. */
function everLearns(experiment: Experiment, layers: number): boolean {
  const { epochs, trainSize, batchSize } = experiment;
  const stepsPerEpoch = Math.ceil(trainSize / batchSize);
  return Array.from({ length: epochs }, (_, i) => {
    const position = { epoch: i + 1, epochs, step: i * stepsPerEpoch };
    return runMasksAt(experiment, position, layers).embeddings === "train";
  }).includes(true);
}

/** The most tokens, rows and tokens a row of any batch. */
function largestBatch(experiment: Experiment, rows: RunRows): Required<BatchSize> {
  const most = { rows: 0, sequence: 0, tokens: 0 };
  for (const batch of trainingBatches(experiment, rows)) {
    most.rows = Math.max(most.rows, batch.rows);
    most.sequence = Math.max(most.sequence, batch.sequence);
    most.tokens = Math.max(most.tokens, batch.tokens);
  }
  return most;
}

function largestSlice(
  experiment: Experiment,
  { tests }: RunRows,
  config: EncoderConfig,
  backend: DeviceRoom["backend"],
): BatchSize {
  const cut = maxLengthOf(experiment);
  const most = { rows: 0, sequence: 0, tokens: 0 };
  for (const lengths of tests) {
    const shorter = lengths.map((length) => Math.min(length, cut));
    let first = 0;
    for (const end of sliceEnds(shorter, config, backend === "webgpu" ? "gpu" : "processor")) {
      const slice = shorter.slice(first, end);
      most.rows = Math.max(most.rows, slice.length);
      most.sequence = Math.max(most.sequence, slice.at(-1) ?? 0);
      most.tokens = Math.max(
        most.tokens,
        slice.reduce((sum, length) => sum + length, 0),
      );
      first = end;
    }
  }
  return most;
}

function hostBytesOf({ weights, embeddings, moments, embeddingMoments }: MemoryPlan, { backend }: DeviceRoom): number {
  const initial = weights + embeddings;
  return backend === "webgpu" ? 2 * initial + moments + embeddingMoments : initial;
}

function verdictOf({ total, largestBinding }: MemoryPlan, room: DeviceRoom): Pick<Fit, "verdict" | "reason"> {
  const { backend, largestBindingBytes = Number.POSITIVE_INFINITY, mostBytes } = room;
  if (largestBinding > largestBindingBytes) {
    return {
      verdict: "too-large",
      reason:
        `One kernel needs ${inGiB(largestBinding)} in one piece; this GPU binds ${inGiB(largestBindingBytes)}. ` +
        "Take smaller batches or shorter sequences.",
    };
  }
  if (mostBytes === undefined) {
    return {
      verdict: "unknown",
      reason:
        `The run needs about ${inGiB(total)} of device memory. ` +
        (backend === "webgpu"
          ? "No browser tells how much memory a GPU has: compare with what you know of yours, less what the screen takes."
          : "The browser does not tell how much memory is free."),
    };
  }
  const share = total / mostBytes;
  const verdict = share <= TIGHT_SHARE ? "fits" : share <= 1 ? "tight" : "too-large";
  const limits = {
    given: "as you say",
    driver: "as its driver says",
    addresses: "the most that WebAssembly can address",
  };
  const comparison = { fits: "fits into", tight: "only just fits into", "too-large": "does not fit into" }[verdict];
  const of = limits[room.mostIs ?? "given"];
  return { verdict, reason: `About ${inGiB(total)} of memory ${comparison} ${inGiB(mostBytes)}, ${of}.` };
}

function inGiB(bytes: number): string {
  const gib = bytes / 2 ** 30;
  return gib < 1 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${gib.toFixed(1)} GiB`;
}

function mean(values: Int32Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
