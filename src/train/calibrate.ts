/** Times steps of small models of a shape: of one layer and of two, from which any number of layers follows (times.ts). */
import type { Vocabulary } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { stretchesOf } from "../experiment/history.ts";
import { fillNormals, type LayerMask, variantById } from "../graddrop/index.ts";
import type { EncoderConfig } from "../model/config.ts";
import { elements, type Head, tensorSpecs } from "../model/parameters.ts";
import { createOps } from "../ops/index.ts";
import { taskById } from "../tasks/registry.ts";
import { makeBatch, type Row } from "./batches.ts";
import { createEngine, type StepPlan } from "./engine.ts";
import { runMasksAt } from "./masks.ts";
import type { LayerPair, LayerTimes } from "./times.ts";
import { optimizerOf } from "./trainer.ts";

export interface Calibration {
  readonly experiment: Experiment;
  readonly config: EncoderConfig;
  /** Absent: all words are on the device. */
  readonly vocabulary?: Vocabulary;
  /** Of a typical batch, with the tokenizer's own ids. */
  readonly training: readonly Row[];
  /** Of a typical slice of the tests. */
  readonly testing: readonly Row[];
  readonly maxLength: number;
  /** Started before a result is waited for, as the run would: 0 where computing is synchronous. */
  readonly ahead: number;
  /** Told how far it is, 0 to 1, between two pieces of work. */
  readonly tell?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Weights such that activations stay near 1; how long a step takes does not depend on them. */
const DEVIATION = 0.02;
const REPEATED = 2 ** 16;
/** So much is timed, if a step is short; at least one step. */
const ENOUGH_MS = 600;
const MOST_STEPS = 8;
/** Timed, and the fastest taken: whatever else the computer does makes steps longer, never shorter. */
const TRIES = 2;

/**
 * On the current tfjs backend. It takes the time of two to twenty steps of two layers.
 *
 * @throws the signal's reason, OutOfMemoryError
 */
export async function calibrate(calibration: Calibration): Promise<LayerTimes> {
  const { experiment, config, vocabulary, training, testing, maxLength, tell, signal } = calibration;
  const { head } = taskById(experiment.task);
  const padding = { maxLength, ...(vocabulary && { vocabulary }) };
  const batch = makeBatch(training, padding);
  const slice = makeBatch(testing, padding);
  const steps: number[] = [];
  const slices: number[] = [];
  for (const layers of [1, 2]) {
    const shape = { ...config, layers, ...(vocabulary && { vocabSize: vocabulary.size }) };
    const engine = createEngine(shape, head, randomWeights(shape, head), createOps(), experiment.memory);
    try {
      const plan = planFor(experiment, layers, config.layers);
      await engine.prepare(batch, plan);
      steps.push(await timed(calibration, (i) => engine.step(batch, { ...plan, step: i }).read()));
      signal?.throwIfAborted();
      tell?.((2 * layers - 1) / 4);
      slices.push(await timed(calibration, () => engine.logits(slice)));
      signal?.throwIfAborted();
      tell?.((2 * layers) / 4);
    } finally {
      engine.dispose();
    }
  }
  return { training: pairOf(training, steps), testing: pairOf(testing, slices) };
}

function pairOf(rows: readonly Row[], [oneMs = 0, twoMs = 0]: readonly number[]): LayerPair {
  return { tokens: rows.reduce((sum, { ids }) => sum + ids.length, 0), oneMs, twoMs: Math.max(oneMs, twoMs) };
}

/** Milliseconds of one piece of work, at best, many being under way at once as in a run. */
async function timed({ ahead, signal }: Calibration, work: (step: number) => Promise<unknown>): Promise<number> {
  let step = 0;
  const run = async (count: number) => {
    const began = performance.now();
    const started: Promise<unknown>[] = [];
    for (let i = 0; i < count; i++) {
      started.push(work(step++));
      if (started.length > ahead) await started.shift();
    }
    await Promise.all(started);
    return (performance.now() - began) / count;
  };
  // The first one also makes buffers and compiles.
  const first = await run(1);
  signal?.throwIfAborted();
  const count = Math.max(1, Math.min(MOST_STEPS, Math.floor(ENOUGH_MS / Math.max(first, 1))));
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES; i++) {
    best = Math.min(best, await run(count));
    signal?.throwIfAborted();
  }
  return best;
}

/** As in the last epoch, in which most variants let most weights learn; a layer that is frozen even then learns here. */
function planFor(experiment: Experiment, layers: number, allLayers: number): StepPlan {
  const { epochs, trainSize, batchSize, seed } = experiment;
  const last = epochs * Math.ceil(trainSize / batchSize) - 1;
  const masks = runMasksAt(experiment, { epoch: epochs, epochs, step: last }, allLayers);
  const mask = masks.layers.find(({ kind }) => kind !== "frozen") ?? ({ kind: "active" } satisfies LayerMask);
  const own = stretchesOf(experiment).at(-1)!;
  return {
    seed,
    epoch: epochs,
    step: 0,
    learningRate: 1e-6,
    dropout: variantById(own.variant).activationDropout(own.hyper),
    layerMasks: Array.from({ length: layers }, () => mask),
    embeddings: masks.embeddings,
    optimizer: optimizerOf(experiment),
  };
}

function randomWeights(config: EncoderConfig, head: Head): Map<string, Float32Array> {
  const block = new Float32Array(REPEATED);
  fillNormals({ seed: 1, stream: "initialisation", site: 0, time: 0 }, block);
  for (let i = 0; i < block.length; i++) block[i]! *= DEVIATION;
  return new Map(
    tensorSpecs(config, head).map(({ name, shape }) => {
      const values = new Float32Array(elements(shape));
      if (name.includes("LayerNorm.weight")) return [name, values.fill(1)];
      for (let at = 0; at < values.length; at += REPEATED) {
        values.set(block.subarray(0, Math.min(REPEATED, values.length - at)), at);
      }
      return [name, values];
    }),
  );
}
