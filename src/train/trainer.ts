import { getBackend } from "@tensorflow/tfjs";
import type { Vocabulary } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { methodAt } from "../experiment/history.ts";
import type { EpochRecord, LanguageTest, RunIdentity, RunRecord, Score, TrainEvent } from "../experiment/record.ts";
import type { Task, TaskData } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { Activity } from "./activity.ts";
import { chunks, epochOrder, makeBatch, type PaddingSettings } from "./batches.ts";
import type { Engine, OptimizerSettings, StepPlan, StepReport } from "./engine.ts";
import { divergence } from "./error.ts";
import { evaluate } from "./evaluate.ts";
import type { ExampleSet } from "./examples.ts";
import { identityOf } from "./identity.ts";
import { runMasksAt } from "./masks.ts";
import { isMeasured, Measures, type Tally } from "./measures.ts";
import { pipelined } from "./pipeline.ts";
import { Progress } from "./progress.ts";
import { type Keeper, Lifeline, type Recovery, type RunPoint } from "./recovery.ts";
import { runExamples } from "./run-examples.ts";
import { learningRateAt } from "./schedule.ts";
import type { Tracer } from "./tracer.ts";

/** What a run needs besides its experiment. */
export interface Bundle {
  readonly engine: Engine;
  readonly tokenizer: Tokenizer;
  readonly task: Task;
  /** Where the examples come from. */
  readonly data: TaskData;
  /** Absent: the word embedding has all its rows, and ids are the tokenizer's. */
  readonly vocabulary?: Vocabulary;
  /** By Hugging Face's name. The run starts from these, whatever the engine did before. */
  readonly initialWeights: ReadonlyMap<string, Float32Array>;
  /** Absent: the device cannot be lost, or the run is lost with it. */
  readonly recovery?: Recovery;
  /** Absent: the run ends with its worker. */
  readonly keeper?: Keeper;
  /** Pieces of work started before a result is waited for; absent: what suits the backend. */
  readonly ahead?: number;
  /** Absent: nobody looks at single steps. */
  readonly tracer?: Tracer;
}

/** PyTorch's. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Backends that answer at once; on the others, waiting for each step's loss would leave the device idle. */
const SYNCHRONOUS_BACKENDS = ["wasm", "cpu"];
const AHEAD_ON_GPU = 3;

/**
 * Fine-tunes on English and tests on all languages after every epoch. Yields one event after every step, slice of an
 * evaluation, and epoch; whoever drives it pauses by not asking for the next, single-steps by asking once, and stops with
 * `return()`. The engine keeps the weights, fine-tuned so far; after a loss of the device, the engine that `recovery` gave.
 *
 * @param from a point of the same experiment, on the same op set: the run goes on there, to the last bit
 * @throws TrainingError when the loss is no number any more, the device has too little memory, or is lost again and again
 * @throws what the data throws, before the first event
 */
export async function* train(
  experiment: Experiment,
  bundle: Bundle,
  from?: RunPoint,
): AsyncGenerator<TrainEvent, RunRecord> {
  const run = await prepare(experiment, bundle, from);
  const { steps, stepsPerEpoch, progress, lifeline } = run;
  yield* lifeline.surviving(async function* () {
    lifeline.reset();
    const { layers } = bundle.engine.config;
    const { step = 0, losses = [] } = from ?? {};
    const resumed = { step, epochs: from?.epochs ?? [], losses: Array.from(losses) };
    yield { kind: "started", steps, stepsPerEpoch, layers, identity: identity(run), ...(from ? { resumed } : {}) };
  });
  const { epochs } = run;
  for (let epoch = epochs.length + 1; epoch <= experiment.epochs; epoch++) {
    const state = new EpochState(run, epoch);
    if (from && epoch === from.epochs.length + 1) {
      state.beganMs -= from.epochMs;
      state.tally = from.tally;
    }
    const training = yield* lifeline.surviving(() => trainEpoch(run, state));
    const tests = yield* lifeline.surviving(() => evaluateEpoch(run, state));
    const { trainLoss, ...activity } = training;
    const test = Object.fromEntries(Object.entries(tests).map(([language, { score }]) => [language, score]));
    const record: EpochRecord = { epoch, trainLoss, test, zeroShot: zeroShot(test), ...activity };
    epochs.push(record);
    yield { kind: "epoch", record, tests, timeMs: progress.elapsedMs - state.beganMs };
  }
  return { experiment, epochs, stepsPerSecond: progress.stepsPerSecond, backend: run.backend };
}

interface Run {
  /** Finished and tested. */
  readonly epochs: EpochRecord[];
  /** [steps so far] Mean cross-entropy of each step's batch. */
  readonly losses: number[];
  readonly experiment: Experiment;
  readonly bundle: Bundle;
  readonly training: ExampleSet;
  /** By language. */
  readonly tests: ReadonlyMap<string, ExampleSet>;
  readonly padding: PaddingSettings;
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** Test examples of all languages. */
  readonly evaluationSize: number;
  readonly progress: Progress;
  readonly lifeline: Lifeline;
  readonly backend: string;
  /** Pieces of work started before a result is waited for. */
  readonly ahead: number;
}

async function prepare(experiment: Experiment, bundle: Bundle, from: RunPoint | undefined): Promise<Run> {
  const { engine, tokenizer, data, vocabulary } = bundle;
  const { epochs, trainSize, batchSize } = experiment;
  const { training, tests, maxLength } = await runExamples(experiment, data, { config: engine.config, tokenizer });
  const stepsPerEpoch = Math.ceil(trainSize / batchSize);
  const evaluationSize = [...tests.values()].reduce((sum, { size }) => sum + size, 0);
  const backend = getBackend();
  const tested = from?.epochs ?? [];
  const stepsLeft = epochs * stepsPerEpoch - (from?.step ?? 0);
  return {
    epochs: [...tested],
    losses: Array.from(from?.losses ?? []),
    experiment,
    bundle,
    training,
    tests,
    padding: { maxLength, ...(vocabulary && { vocabulary }) },
    stepsPerEpoch,
    steps: epochs * stepsPerEpoch,
    evaluationSize,
    progress: new Progress({
      training: (trainSize * stepsLeft) / stepsPerEpoch,
      evaluation: (epochs - tested.length) * evaluationSize,
    }),
    lifeline: new Lifeline(experiment, bundle, from),
    backend,
    ahead: bundle.ahead ?? (SYNCHRONOUS_BACKENDS.includes(backend) ? 0 : AHEAD_ON_GPU),
  };
}

function identity({ experiment, bundle, training }: Run): RunIdentity {
  return identityOf(bundle.initialWeights, { ...experiment, rows: (index) => training.rows(index) });
}

type Trained = Pick<EpochRecord, "trainLoss" | "layers" | "embeddings" | "head" | "gradNorm" | "measured">;

interface PlannedBatch {
  readonly indices: readonly number[];
  /** Over the whole run, from 0. */
  readonly step: number;
}

/** What is known of an epoch, whatever becomes of the device. */
class EpochState {
  readonly epoch: number;
  readonly activity: Activity;
  readonly batches: readonly PlannedBatch[];
  /** The run's steps that have been told of, and whose losses are in the sum. */
  reported: number;
  /** The run's steps whose masks are in `activity`. */
  noted: number;
  lossSum = 0;
  /** Test examples that have been told of. */
  tested = 0;
  /** Of the epoch's steps that are in the weights when training begins or begins again; undefined: of none. */
  tally: Tally | undefined;
  /** On the clock of `progress`. */
  beganMs: number;

  constructor({ experiment, bundle, stepsPerEpoch, losses, progress }: Run, epoch: number) {
    const { specs, config } = bundle.engine;
    const first = (epoch - 1) * stepsPerEpoch;
    const order = Array.from(epochOrder(experiment.seed, epoch, experiment.trainSize));
    this.epoch = epoch;
    this.activity = new Activity(specs, config.layers, experiment.seed);
    this.batches = chunks(order, experiment.batchSize).map((indices, index) => ({ indices, step: first + index }));
    // What an earlier life of the run did of this epoch.
    for (const { indices, step } of this.batches.slice(0, losses.length - first)) {
      const position = { epoch, epochs: experiment.epochs, step };
      this.activity.add(runMasksAt(experiment, position, config.layers), position);
      this.lossSum += losses[step]! * indices.length;
    }
    this.beganMs = progress.elapsedMs;
    this.reported = losses.length;
    this.noted = losses.length;
  }
}

/** Begins, or begins again, where the latest snapshot is. */
async function* trainEpoch(run: Run, state: EpochState): AsyncGenerator<TrainEvent, Trained> {
  const { experiment, steps, progress, lifeline } = run;
  const { epoch, batches, activity } = state;
  const { specs, config } = run.bundle.engine;
  const measures = new Measures(specs, config.layers, state.tally);
  let left = batches.filter(({ step }) => step >= lifeline.step);
  while (left.length > 0) {
    let began = performance.now();
    const ahead = () => (run.bundle.tracer?.single ? 0 : run.ahead);
    const begun = pipelined(untilDue(left, lifeline), ahead, stepper(run, state));
    for await (const { item, result, underWay } of begun) {
      const { loss } = result;
      const step = item.step + 1;
      if (!Number.isFinite(loss)) {
        throw divergence(`Step ${step} of ${steps} (epoch ${epoch})`, `the loss is ${loss}`, experiment.learningRate);
      }
      left = left.slice(1);
      measures.add(result);
      if (step > state.reported) {
        state.reported = step;
        state.lossSum += loss * item.indices.length;
        run.losses.push(loss);
        lifeline.progressed();
        progress.trained(item.indices.length, performance.now() - began);
        const { examplesPerSecond, msLeft } = progress;
        yield { kind: "step", step, steps, epoch, loss, underWay, examplesPerSecond, msLeft };
      }
      began = performance.now();
    }
    const next = (batches.at(-1)?.step ?? 0) + 1 - left.length;
    await lifeline.keep({
      step: next,
      epochs: [...run.epochs],
      // After a loss of the device, steps beyond this one may have been told of.
      losses: Float32Array.from(run.losses.slice(0, next)),
      epochMs: progress.elapsedMs - state.beganMs,
      tally: measures.tally(),
    });
    state.tally = measures.tally();
  }
  return { trainLoss: state.lossSum / experiment.trainSize, ...activity.record(), ...measures.record() };
}

/** The batches up to where a snapshot is due, and at least one. */
function* untilDue(batches: readonly PlannedBatch[], lifeline: Lifeline): Generator<PlannedBatch> {
  for (const [i, batch] of batches.entries()) {
    if (i > 0 && lifeline.isDue) return;
    yield batch;
  }
}

/** Starts one step. */
function stepper({ experiment, training, padding, lifeline, ...run }: Run, state: EpochState) {
  const { engine } = lifeline;
  const { layers } = engine.config;
  const { tracer } = run.bundle;
  let ready: Promise<unknown> | undefined;
  let latest: Promise<unknown> | undefined;
  return async ({ indices, step }: PlannedBatch): Promise<StepReport> => {
    const position = { epoch: state.epoch, epochs: experiment.epochs, step };
    const masks = runMasksAt(experiment, position, layers);
    if (step >= state.noted) {
      state.activity.add(masks, position);
      state.noted = step + 1;
    }
    // Of a long text all windows are in the batch of the example.
    const rows = indices.flatMap((index) => training.rows(index));
    const plan = planOf({ experiment, steps: run.steps }, state.epoch, step);
    const learning = { layerMasks: masks.layers, embeddings: masks.embeddings };
    const batch = makeBatch(rows, padding);
    const measured: StepPlan = { ...plan, ...learning, report: "measures" };
    const { report: _, ...plain } = measured;
    const whole = isMeasured(step % run.stepsPerEpoch, run.stepsPerEpoch) ? measured : plain;
    ready ??= engine.prepare(batch, measured);
    const request = tracer?.next(engine.specs);
    if (!request) {
      await ready;
      const reading = engine.step(batch, whole).read();
      latest = reading;
      return reading;
    }
    // It waits for the steps before it, and those behind wait for it.
    const tracing = ready.then(async () => {
      await latest;
      return engine.trace(batch, whole, request);
    });
    ready = tracing;
    const { report, trace } = await tracing;
    tracer?.tell(trace);
    return report;
  };
}

function planOf(
  { experiment, steps }: Pick<Run, "experiment" | "steps">,
  epoch: number,
  step: number,
): Omit<StepPlan, "layerMasks" | "embeddings"> {
  const { variant, hyper } = methodAt(experiment, epoch);
  return {
    seed: experiment.seed,
    epoch,
    step,
    learningRate: learningRateAt({ peak: experiment.learningRate, warmupShare: experiment.warmupShare, steps }, step),
    dropout: variant.activationDropout(hyper),
    optimizer: optimizerOf(experiment),
  };
}

/** The optimizer's settings as the engine takes them. */
export function optimizerOf(settings: Pick<Experiment, "optimizer" | "weightDecay" | "clipNorm">): OptimizerSettings {
  return { kind: settings.optimizer, ...ADAM, weightDecay: settings.weightDecay, clipNorm: settings.clipNorm };
}

async function* evaluateEpoch(run: Run, state: EpochState): AsyncGenerator<TrainEvent, Record<string, LanguageTest>> {
  const { experiment, bundle, tests, padding, ahead, evaluationSize, progress, lifeline } = run;
  const { epoch } = state;
  const slices = evaluate({ task: bundle.task, engine: lifeline.engine, tests, padding, ahead });
  let done = 0;
  try {
    for (;;) {
      const next = await slices.next();
      if (next.done) return next.value;
      const { examples, ms, finite } = next.value;
      if (!finite) {
        throw divergence(`After epoch ${epoch}`, "the logits are not numbers", experiment.learningRate);
      }
      done += examples;
      if (done <= state.tested) continue;
      state.tested = done;
      lifeline.progressed();
      progress.evaluated(examples, ms);
      yield { kind: "evaluating", epoch, done, total: evaluationSize, msLeft: progress.msLeft };
    }
  } finally {
    await slices.return({});
  }
}

/** Mean over the languages that training has not seen; with none but English, that. */
function zeroShot(test: Readonly<Record<string, Score>>): Score {
  const all = Object.entries(test);
  const others = all.filter(([language]) => language !== "en" || all.length === 1).map(([, score]) => score);
  const mean = (value: (score: Score) => number) =>
    others.reduce((sum, score) => sum + value(score), 0) / others.length;
  const names = Object.keys(others[0]?.companions ?? {});
  const companions = names.map((name) => [name, mean((score) => score.companions?.[name] ?? 0)]);
  return { score: mean(({ score }) => score), companions: Object.fromEntries(companions) };
}
