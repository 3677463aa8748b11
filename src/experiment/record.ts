import type { ConfusionMatrix } from "../metrics/index.ts";
import type { ModuleId } from "../model/modules.ts";
import type { Answer } from "../tasks/metrics.ts";
import type { Experiment } from "./experiment.ts";

/** A test result on one language, or averaged over several. */
export interface Score {
  /** By the task's metric, 0 to 1. */
  readonly score: number;
  /** Other measures of the same answers, by name, 0 to 1. Absent in records from before they were kept. */
  readonly companions?: Readonly<Record<string, number>>;
  /** Of one language: words beyond the longest input, which got no tag and count as O. Absent: none. */
  readonly cutWords?: number;
}

/** Everything about the test in one language. */
export interface LanguageTest {
  readonly score: Score;
  /** Absent where answers are no classes. */
  readonly confusion?: ConfusionMatrix;
  /** Every test example with what the model says of it. */
  readonly answers: readonly Answer[];
}

/** What could move in one epoch. */
export interface LayerActivity {
  /** 0 is the lowest encoder layer. */
  readonly layer: number;
  /** Share of the layer's weights that could move in this epoch. */
  readonly active: number;
  /** Share of the epoch's steps in which the layer was not frozen. */
  readonly steps: number;
}

/** What the device did to a part of the model in an epoch. */
export interface Measure {
  /** Share of the part's weights whose gradient the mask let through, mean over the measured steps. */
  readonly active: number;
  /**
   * Norm of the part's gradient before clipping and masking, mean over the steps in which it was computed; null where it never
   * was, since nothing there or below could learn.
   */
  readonly gradNorm: number | null;
  /** Norm of the change of the part's weights, mean over the measured steps; 0 for a step that left them alone. */
  readonly updateNorm: number;
}

/** Read off the device in some of an epoch's steps, evenly spread. */
export interface MeasuredEpoch {
  /** Steps in which updates and active weights were measured. */
  readonly steps: number;
  /** [layer from the lowest] */
  readonly layers: readonly Readonly<Record<ModuleId, Measure>>[];
  readonly embeddings: Measure;
  readonly head: Measure;
}

export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean cross-entropy over the epoch's training examples, in nats. */
  readonly trainLoss: number;
  /** By language code. */
  readonly test: Readonly<Record<string, Score>>;
  /** Mean over the languages other than English; of data in English alone, the score in English. */
  readonly zeroShot: Score;
  readonly layers: readonly LayerActivity[];
  readonly embeddings: { readonly active: number };
  readonly head: { readonly active: number };
  /** Global norm of the gradients before clipping, mean over the epoch's steps. Absent in records from before it was kept. */
  readonly gradNorm?: number;
  /** Absent in records from before it was kept. */
  readonly measured?: MeasuredEpoch;
}

/** Hashes, in hex digits. Runs in which both agree started from the same weights and saw the same batches. */
export interface RunIdentity {
  /** Of all initial weights, the head included. */
  readonly weights: string;
  /** Of the training examples, with labels, in the order of every epoch. */
  readonly batches: string;
}

/** The outcome of an experiment; incomplete when it was stopped. */
export interface RunRecord {
  readonly experiment: Experiment;
  readonly epochs: readonly EpochRecord[];
  /** Training steps per second of training time, without evaluation. */
  readonly stepsPerSecond: number;
  /** What it was computed on, e.g. "wasm". */
  readonly backend: string;
}

/** The part of a run that an earlier life of it made. */
export interface ResumedFrom {
  /** Steps finished. */
  readonly step: number;
  readonly epochs: readonly EpochRecord[];
  /** [step] Mean cross-entropy of each step's batch, in nats. */
  readonly losses: readonly number[];
}

/** What a running experiment reports, in order of occurrence. `train()` yields one at a time. */
export type TrainEvent =
  | {
      readonly kind: "started";
      readonly steps: number;
      readonly stepsPerEpoch: number;
      readonly layers: number;
      readonly identity: RunIdentity;
      /** What was there before: the run goes on from an earlier life's point. */
      readonly resumed?: ResumedFrom;
    }
  | {
      readonly kind: "step";
      /** Steps finished, from 1. */
      readonly step: number;
      readonly steps: number;
      readonly epoch: number;
      readonly loss: number;
      /** Later steps that the device has begun already; absent: none. */
      readonly underWay?: number;
      readonly examplesPerSecond: number;
      /** Estimate for the whole run, evaluation included; undefined until one can be made. */
      readonly msLeft: number | undefined;
    }
  | {
      readonly kind: "evaluating";
      readonly epoch: number;
      readonly done: number;
      readonly total: number;
      readonly msLeft: number | undefined;
    }
  | {
      readonly kind: "epoch";
      readonly record: EpochRecord;
      /** By language; what of the tests is not in the record, which stays small. */
      readonly tests: Readonly<Record<string, LanguageTest>>;
      /** Training and testing of this epoch, pauses left out. Not in the record, which is the same on every machine. */
      readonly timeMs: number;
    }
  /** What the device held is gone; the run asks for a new one. Only where the device's owner can give it. */
  | { readonly kind: "deviceLost"; readonly reason: string }
  /** On a new device. Steps after `step` that were reported before are made again, and not reported again. */
  | { readonly kind: "recovered"; readonly step: number; readonly reason: string };
