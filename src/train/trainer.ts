import { getBackend } from "@tensorflow/tfjs";
import type { Experiment } from "../experiment/experiment.ts";
import type { EpochRecord, RunRecord, Score, TrainEvent } from "../experiment/record.ts";
import { type Variant, variantById } from "../graddrop/index.ts";
import { maxTokens } from "../model/config.ts";
import type { Task } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { Activity } from "./activity.ts";
import { chunks, epochOrder, makeBatch, type PaddingSettings } from "./batches.ts";
import type { Engine, OptimizerSettings, StepPlan } from "./engine.ts";
import { divergence } from "./error.ts";
import { evaluate } from "./evaluate.ts";
import { type ExampleSet, exampleSet } from "./examples.ts";
import { masksAt } from "./masks.ts";
import { pipelined } from "./pipeline.ts";
import { Progress } from "./progress.ts";
import { learningRateAt } from "./schedule.ts";

/** What a run needs besides its experiment. */
export interface Bundle {
  readonly engine: Engine;
  readonly tokenizer: Tokenizer;
  readonly task: Task;
  /** By Hugging Face's name. The run starts from these, whatever the engine did before. */
  readonly initialWeights: ReadonlyMap<string, Float32Array>;
}

/** PyTorch's. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** Backends that answer at once; on the others, waiting for each step's loss would leave the device idle. */
const SYNCHRONOUS_BACKENDS = ["wasm", "cpu"];
const AHEAD_ON_GPU = 3;

/**
 * Fine-tunes on English and tests on all languages after every epoch. Yields one event after every step, slice of an
 * evaluation, and epoch; whoever drives it pauses by not asking for the next, single-steps by asking once, and stops with
 * `return()`. The engine keeps the weights, fine-tuned so far.
 *
 * @throws TrainingError when the loss is no number any more
 */
export async function* train(experiment: Experiment, bundle: Bundle): AsyncGenerator<TrainEvent, RunRecord> {
  const run = prepare(experiment, bundle);
  const { steps, stepsPerEpoch, progress } = run;
  bundle.engine.load(bundle.initialWeights);
  yield { kind: "started", steps, stepsPerEpoch, layers: bundle.engine.config.layers };
  const epochs: EpochRecord[] = [];
  for (let epoch = 1; epoch <= experiment.epochs; epoch++) {
    const training = yield* trainEpoch(run, epoch);
    const test = yield* evaluateEpoch(run, epoch);
    const { trainLoss, ...activity } = training;
    const record: EpochRecord = { epoch, trainLoss, test, zeroShot: zeroShot(test), ...activity };
    epochs.push(record);
    yield { kind: "epoch", record };
  }
  return { experiment, epochs, stepsPerSecond: progress.stepsPerSecond, backend: run.backend };
}

interface Run {
  readonly experiment: Experiment;
  readonly bundle: Bundle;
  readonly variant: Variant;
  readonly training: ExampleSet;
  readonly padding: PaddingSettings;
  readonly stepsPerEpoch: number;
  readonly steps: number;
  /** Test examples of all languages. */
  readonly evaluationSize: number;
  readonly progress: Progress;
  readonly backend: string;
  /** Pieces of work started before a result is waited for. */
  readonly ahead: number;
}

function prepare(experiment: Experiment, bundle: Bundle): Run {
  const { engine, task, tokenizer } = bundle;
  const { epochs, trainSize, evalSize, batchSize, labelNoise, seed } = experiment;
  const maxLength = Math.min(task.maxLength, maxTokens(engine.config));
  const query = { split: "train", language: "en", size: trainSize, labelNoise, seed } as const;
  const stepsPerEpoch = Math.ceil(trainSize / batchSize);
  const evaluationSize = evalSize * task.languages.length;
  const backend = getBackend();
  return {
    experiment,
    bundle,
    variant: variantById(experiment.variant),
    training: exampleSet(task, query, tokenizer, maxLength),
    padding: { padId: engine.config.padId, maxLength },
    stepsPerEpoch,
    steps: epochs * stepsPerEpoch,
    evaluationSize,
    progress: new Progress({ training: epochs * trainSize, evaluation: epochs * evaluationSize }),
    backend,
    ahead: SYNCHRONOUS_BACKENDS.includes(backend) ? 0 : AHEAD_ON_GPU,
  };
}

type Trained = Pick<EpochRecord, "trainLoss" | "layers" | "embeddings" | "head">;

async function* trainEpoch(run: Run, epoch: number): AsyncGenerator<TrainEvent, Trained> {
  const { experiment, bundle, training, padding, steps, stepsPerEpoch, progress } = run;
  const { engine } = bundle;
  const { layers } = engine.config;
  const activity = new Activity(engine.specs, layers, experiment.seed);
  const order = epochOrder(experiment.seed, epoch, experiment.trainSize);
  const batches = chunks(Array.from(order), experiment.batchSize).map((indices, index) => ({
    indices,
    step: (epoch - 1) * stepsPerEpoch + index,
  }));
  let lossSum = 0;
  let began = performance.now();
  const reports = pipelined(batches, run.ahead, ({ indices, step }) => {
    const position = { epoch, epochs: experiment.epochs, step };
    const masks = masksAt(run.variant, experiment, position, layers);
    activity.add(masks, position);
    const batch = makeBatch(
      indices.map((index) => training.row(index)),
      padding,
    );
    const plan = { ...planOf(run, epoch, step), layerMasks: masks.layers, embeddings: masks.embeddings };
    return engine.step(batch, plan).read();
  });
  for await (const { item, result } of reports) {
    const { loss } = result;
    const step = item.step + 1;
    if (!Number.isFinite(loss)) {
      throw divergence(`Step ${step} of ${steps} (epoch ${epoch})`, `the loss is ${loss}`, experiment.learningRate);
    }
    lossSum += loss * item.indices.length;
    progress.trained(item.indices.length, performance.now() - began);
    const { examplesPerSecond, msLeft } = progress;
    yield { kind: "step", step, steps, epoch, loss, examplesPerSecond, msLeft };
    began = performance.now();
  }
  return { trainLoss: lossSum / experiment.trainSize, ...activity.record() };
}

function planOf(run: Run, epoch: number, step: number): Omit<StepPlan, "layerMasks" | "embeddings"> {
  const { experiment, variant, steps } = run;
  return {
    seed: experiment.seed,
    epoch,
    step,
    learningRate: learningRateAt({ peak: experiment.learningRate, warmupShare: experiment.warmupShare, steps }, step),
    dropout: variant.activationDropout(experiment.hyper),
    optimizer: optimizerOf(experiment),
  };
}

/** The optimizer's settings as the engine takes them. */
export function optimizerOf(settings: Pick<Experiment, "optimizer" | "weightDecay" | "clipNorm">): OptimizerSettings {
  return { kind: settings.optimizer, ...ADAM, weightDecay: settings.weightDecay, clipNorm: settings.clipNorm };
}

async function* evaluateEpoch(run: Run, epoch: number): AsyncGenerator<TrainEvent, Record<string, Score>> {
  const { experiment, bundle, padding, ahead, evaluationSize, progress } = run;
  const slices = evaluate({ ...bundle, size: experiment.evalSize, padding, ahead });
  let done = 0;
  try {
    for (;;) {
      const next = await slices.next();
      if (next.done) return next.value;
      const { rows, ms, finite } = next.value;
      if (!finite) {
        throw divergence(`After epoch ${epoch}`, "the logits are not numbers", experiment.learningRate);
      }
      done += rows;
      progress.evaluated(rows, ms);
      yield { kind: "evaluating", epoch, done, total: evaluationSize, msLeft: progress.msLeft };
    }
  } finally {
    await slices.return({});
  }
}

/** Mean over the languages that training has not seen. */
function zeroShot(test: Readonly<Record<string, Score>>): Score {
  const others = Object.entries(test).filter(([language]) => language !== "en");
  return { accuracy: others.reduce((sum, [, { accuracy }]) => sum + accuracy, 0) / others.length };
}
