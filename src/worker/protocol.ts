/** What the page and the training worker say to each other. Everything is checked where it crosses over. */
import { z } from "zod";
import { experimentSchema } from "../experiment/experiment.ts";
import type { EpochRecord, MeasuredEpoch, ResumedFrom, RunIdentity, Score } from "../experiment/record.ts";
import type { ConfusionMatrix } from "../metrics/index.ts";
import { MODULES } from "../model/modules.ts";
import { MOST_TRACED, type StepTrace, type TraceRequest } from "../train/trace.ts";
import type { ModelApi } from "./model-protocol.ts";
import { answerSampleSchema } from "./samples.ts";
import type { TakeHomeApi } from "./take-home-protocol.ts";

/** "auto": the best that is really there. The others are asked for by name, and may be a software WebGPU. */
export const BACKEND_WISHES = ["auto", "webgpu", "wasm", "cpu"] as const;
export type BackendWish = (typeof BACKEND_WISHES)[number];

/** What computes, and why that. */
export const backendReportSchema = z.object({
  backend: z.enum(["webgpu", "wasm", "cpu"]),
  /** The device in words: a GPU adapter, or the processor. */
  adapter: z.string(),
  /** A GPU that is only emulated by the processor. */
  software: z.boolean(),
  /** Threads that compute; 1 for a GPU. */
  threads: z.int().min(1),
  /** One sentence: why this one and not a faster one. */
  reason: z.string(),
});
export type BackendReport = z.infer<typeof backendReportSchema>;

export const startRequestSchema = z.object({
  /** Names the run in every event about it. */
  runId: z.string().min(1),
  experiment: experimentSchema,
  /** Snapshots in this browser's storage: none, from the run's beginning, or going on from the latest one if there is any. */
  snapshots: z.enum(["none", "fresh", "resume"]).default("none"),
});
export type StartRequest = z.input<typeof startRequestSchema>;

export const setupRequestSchema = z.object({
  wish: z.enum(BACKEND_WISHES),
  /** Absolute address of the folder that holds config.json, tokenizer.json and model.safetensors. */
  modelUrl: z.url(),
  /** A Web Lock that the worker holds as long as it lives: whoever gets it knows that the worker is gone. */
  lifeLock: z.string().exactOptional(),
});
export type SetupRequest = z.infer<typeof setupRequestSchema>;

const share = z.number().min(0).max(1);
const count = z.int().min(0);
const epochNumber = z.int().min(1);
const msLeft = z.number().min(0).optional();
const scoreSchema: z.ZodType<Score> = z.union([
  z.object({
    score: share,
    companions: z.record(z.string(), share).exactOptional(),
    cutWords: z.int().min(1).exactOptional(),
  }),
  // So it was written while every task had this one score.
  z.object({ accuracy: share }).transform(({ accuracy }) => ({ score: accuracy })),
]);

const norm = z.number().min(0);
const measureSchema = z.object({ active: share, gradNorm: norm.nullable(), updateNorm: norm });
const moduleIds = MODULES.map(({ id }) => id);
const measuredSchema: z.ZodType<MeasuredEpoch> = z.object({
  steps: count,
  layers: z.array(z.record(z.enum(moduleIds), measureSchema)),
  embeddings: measureSchema,
  head: measureSchema,
});

export const epochRecordSchema: z.ZodType<EpochRecord> = z.object({
  epoch: epochNumber,
  trainLoss: z.number(),
  test: z.record(z.string(), scoreSchema),
  zeroShot: scoreSchema,
  layers: z.array(z.object({ layer: count, active: share, steps: share })),
  embeddings: z.object({ active: share }),
  head: z.object({ active: share }),
  gradNorm: norm.exactOptional(),
  measured: measuredSchema.exactOptional(),
});

const digest = z.string().regex(/^[0-9a-f]{1,64}$/, "must be hex digits");
export const runIdentitySchema: z.ZodType<RunIdentity> = z.object({ weights: digest, batches: digest });

/** More labels than any task has, and a file of runs that asks for more is none of this page's. */
const MOST_LABELS = 200;
export const confusionSchema: z.ZodType<ConfusionMatrix> = z
  .object({ labels: z.array(z.string()).min(1).max(MOST_LABELS), counts: z.array(z.array(count)) })
  .refine(
    ({ labels, counts }) => [counts, ...counts].every(({ length }) => length === labels.length),
    "must have a row and a column for each label",
  );

export const lossPointSchema = z.object({
  /** Steps finished, from 1. */
  step: z.int().min(1),
  /** Mean cross-entropy of the step's batch, in nats. */
  loss: z.number(),
});
export type LossPoint = z.infer<typeof lossPointSchema>;

const resumedSchema: z.ZodType<ResumedFrom> = z.object({
  step: count,
  epochs: z.array(epochRecordSchema),
  losses: z.array(z.number()),
});

const element = z.int().min(0);
/** Which weights of a step are to be looked at; null: none. */
export const traceRequestSchema = z
  .object({ tensor: z.string().min(1), elements: z.array(element).min(1).max(MOST_TRACED) })
  .nullable();

const maskSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("active") }),
  z.object({ kind: z.literal("frozen") }),
  z.object({
    kind: z.literal("bernoulli"),
    dropRate: share,
    rescale: z.boolean(),
    period: z.enum(["step", "epoch"]),
  }),
  z.object({ kind: z.literal("gaussian"), sigma: norm }),
  z.object({
    kind: z.literal("partition"),
    epoch: epochNumber,
    epochs: epochNumber,
    mode: z.enum(["cumulative", "toggle"]),
  }),
]);
const weightStateSchema = z.object({ value: z.number(), first: z.number(), second: norm, steps: count });
export const stepTraceSchema: z.ZodType<StepTrace> = z.object({
  tensor: z.object({ name: z.string(), index: count, shape: z.array(z.int().min(1)).min(1) }),
  seed: count,
  epoch: epochNumber,
  step: count,
  learningRate: norm,
  optimizer: z.object({
    kind: z.enum(["adamw", "sgd"]),
    beta1: share,
    beta2: share,
    epsilon: norm,
    weightDecay: norm,
    clipNorm: norm.nullable(),
  }),
  mask: maskSchema,
  dropped: z.enum(["zero-gradient", "untouched"]),
  clipScale: share.nullable(),
  weights: z
    .array(z.object({ element, gradient: z.number().nullable(), before: weightStateSchema, after: weightStateSchema }))
    .max(MOST_TRACED),
});

/** About one run, in order of occurrence. */
export const runEventSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("loading"),
    runId: z.string(),
    what: z.string(),
    /** Of what is being done. */
    done: share.exactOptional(),
    msLeft: z.number().min(0).exactOptional(),
  }),
  /** Parts of a model that are not kept here yet are being fetched. */
  z.object({
    kind: z.literal("downloading"),
    runId: z.string(),
    file: z.string(),
    /** Fetched, of all that this run still has to fetch. */
    bytes: count,
    totalBytes: count,
    bytesPerSecond: z.number().min(0),
    msLeft,
  }),
  z.object({
    kind: z.literal("started"),
    runId: z.string(),
    steps: count,
    stepsPerEpoch: count,
    layers: count,
    backend: backendReportSchema,
    identity: runIdentitySchema.exactOptional(),
    /** What was there before, where the run goes on from a snapshot. */
    resumed: resumedSchema.exactOptional(),
  }),
  z.object({
    kind: z.literal("progress"),
    runId: z.string(),
    /** Steps finished. */
    step: count,
    steps: count,
    epoch: epochNumber,
    /** Of every step since the last progress: reports are thinned out, losses are not. */
    losses: z.array(lossPointSchema),
    examplesPerSecond: z.number().min(0),
    msLeft,
  }),
  z.object({
    kind: z.literal("evaluating"),
    runId: z.string(),
    epoch: epochNumber,
    done: count,
    total: count,
    msLeft,
  }),
  z.object({
    kind: z.literal("epoch"),
    runId: z.string(),
    record: epochRecordSchema,
    /** By language: of classes, what was taken for what in this epoch's tests. */
    confusions: z.record(z.string(), confusionSchema).exactOptional(),
    /** By language: of answers in texts, the first ones. */
    samples: z.record(z.string(), z.array(answerSampleSchema)).exactOptional(),
    timeMs: z.number().min(0).exactOptional(),
  }),
  /** What a step did to the weights that were asked for; it comes before the step's progress. */
  z.object({ kind: z.literal("trace"), runId: z.string(), trace: stepTraceSchema }),
  z.object({ kind: z.literal("paused"), runId: z.string() }),
  z.object({ kind: z.literal("resumed"), runId: z.string() }),
  /** What the GPU held is gone; the run takes a new one. */
  z.object({ kind: z.literal("deviceLost"), runId: z.string(), reason: z.string() }),
  z.object({
    kind: z.literal("recovered"),
    runId: z.string(),
    /** Steps finished that the run goes on from; later ones that were told of are made again in silence. */
    step: count,
    reason: z.string(),
  }),
  /** A snapshot of the run was written: after a reload or a crash it goes on from there. */
  z.object({ kind: z.literal("kept"), runId: z.string(), step: count }),
  /** A snapshot of the run could not be written. */
  z.object({ kind: z.literal("notKept"), runId: z.string(), message: z.string() }),
  /** The weights that the run ended with can be taken home; those of older runs had to go for them. */
  z.object({ kind: z.literal("weightsKept"), runId: z.string(), sizeBytes: count, removed: z.array(z.string()) }),
  z.object({ kind: z.literal("weightsNotKept"), runId: z.string(), message: z.string() }),
  /** The worker is gone, and with it what it had not kept. */
  z.object({ kind: z.literal("workerLost"), runId: z.string(), message: z.string() }),
  z.object({ kind: z.literal("stopped"), runId: z.string() }),
  z.object({ kind: z.literal("done"), runId: z.string(), stepsPerSecond: z.number().min(0) }),
  z.object({
    kind: z.literal("failed"),
    runId: z.string(),
    message: z.string(),
    /** Going on would end the same way. */
    isFinal: z.literal(true).exactOptional(),
  }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;

/** A run's event without the run's name: what the driver makes. */
export type Unnamed<Event extends { runId: string }> = Event extends unknown ? Omit<Event, "runId"> : never;

/** What the training worker offers. */
export interface TrainingApi extends ModelApi, TakeHomeApi {
  /** Chooses and starts a backend and reads the model, so that the first run starts at once. Repeating it costs nothing. */
  setup(request: SetupRequest): Promise<BackendReport>;
  /** Resolves when the run has ended, whichever way, and the listener has heard all of it; the events tell how. */
  start(request: StartRequest, listener: (event: RunEvent) => void | Promise<void>): Promise<void>;
  pause(): void;
  resume(): void;
  /** One training step of a paused run. */
  step(): void;
  stop(): void;
  /** Which weights are looked at from now on, in this run and the next: in every single step, else about once a second. */
  trace(request: TraceRequest | null): void;
}
