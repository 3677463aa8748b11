/** How long a run takes, from what one and two layers took. */
import type { Experiment } from "../experiment/experiment.ts";
import type { EncoderConfig } from "../model/config.ts";
import { runMasksAt, type StepMasks } from "./masks.ts";
import { type RunRows, trainingBatches } from "./run-rows.ts";

/** Of models of the same shape with one layer and with two; all layers but the top one cost the same. */
export interface LayerTimes {
  readonly training: LayerPair;
  readonly testing: LayerPair;
}

export interface LayerPair {
  /** Without padding. */
  readonly tokens: number;
  readonly oneMs: number;
  readonly twoMs: number;
}

/** Times on this device. */
export interface Times {
  /** One training step with a batch of mean size, everything learning. */
  readonly stepMs: number;
  /** An epoch's training, on average over the epochs: where layers are frozen a step takes less. */
  readonly trainingMs: number;
  /** An epoch's tests in all languages. */
  readonly evaluationMs: number;
  /** Both. */
  readonly epochMs: number;
  readonly runMs: number;
}

/** Steps of an epoch whose masks are looked at. */
const SAMPLED_STEPS = 32;

export function timesOf(experiment: Experiment, config: EncoderConfig, rows: RunRows, times: LayerTimes): Times {
  const { epochs } = experiment;
  const { training, testing } = times;
  const batches = Array.from(trainingBatches({ ...experiment, epochs: 1 }, rows));
  const tokens = batches.reduce((sum, batch) => sum + batch.tokens, 0);
  const mean = tokens / batches.length;
  const layerMs = ((training.twoMs - training.oneMs) * mean) / training.tokens;
  const topMs = (training.oneMs * mean) / training.tokens;
  const stepMs = topMs + (config.layers - 1) * layerMs;
  const forward = layerMs > 0 ? (perToken(testing) * mean) / layerMs : 0;
  const share = meanShare(experiment, config.layers, batches.length, Math.min(1 / 2, Math.max(0, forward)));
  const trainingMs = batches.length * (topMs + (config.layers - 1) * layerMs * share);
  const tested = rows.tests.flat().reduce((sum, length) => sum + length, 0);
  const sliceMs = testing.oneMs + (config.layers - 1) * (testing.twoMs - testing.oneMs);
  const evaluationMs = (sliceMs * tested) / testing.tokens;
  const epochMs = trainingMs + evaluationMs;
  return { stepMs, trainingMs, evaluationMs, epochMs, runMs: epochs * epochMs };
}

function perToken({ tokens, oneMs, twoMs }: LayerPair): number {
  return Math.max(0, twoMs - oneMs) / tokens;
}

/**
 * What the layers below the top one take over the whole run, as a share of what they take when all of them learn: below the
 * lowest that learns only the forward pass is made, and one that lets gradients through makes half of the backward one.
 */
function meanShare(experiment: Experiment, layers: number, stepsPerEpoch: number, forward: number): number {
  if (layers < 2) return 1;
  const { epochs } = experiment;
  const sampled = Math.min(SAMPLED_STEPS, stepsPerEpoch);
  let sum = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    for (let i = 0; i < sampled; i++) {
      const inEpoch = Math.floor((i * stepsPerEpoch) / sampled);
      const position = { epoch, epochs, step: (epoch - 1) * stepsPerEpoch + inEpoch };
      sum += shareOf(runMasksAt(experiment, position, layers), layers, forward);
    }
  }
  return sum / (epochs * sampled);
}

function shareOf(masks: StepMasks, layers: number, forward: number): number {
  const learns = masks.layers.map(({ kind }) => kind !== "frozen");
  const lowest = masks.embeddings === "train" ? -1 : learns.indexOf(true);
  const backward = 1 - forward;
  let sum = 0;
  for (let layer = 0; layer < layers - 1; layer++) {
    const reached = lowest !== -1 || masks.embeddings === "train" ? layer >= lowest : false;
    sum += forward + (reached ? (learns[layer] ? backward : backward / 2) : 0);
  }
  return sum / (layers - 1);
}
