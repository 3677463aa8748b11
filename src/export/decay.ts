/** What a run's weight decay does to weights that never have a gradient. */
import type { Experiment } from "../experiment/experiment.ts";
import { runMasksAt } from "../train/masks.ts";
import { learningRateAt } from "../train/schedule.ts";

/**
 * Of a row of the word embedding that no batch of the run names: what its values were multiplied by. In each step in which
 * embeddings learn, AdamW takes learningRate * weightDecay of the weight away, and nothing else, since the row's moments are 0;
 * SGD does the same with decay as a part of its gradient. Clipping and masks touch gradients alone, and a row has none, whether
 * updates come after the backward pass or within it.
 *
 * A device rounds to float32 after every step, what this product gives is rounded once.
 *
 * @param layers of the encoder: where embeddings follow the variant, they are one more below the lowest
 */
export function decayOfUnseen(experiment: Experiment, layers: number): number {
  const { epochs, trainSize, batchSize, learningRate: peak, warmupShare, weightDecay } = experiment;
  const stepsPerEpoch = Math.ceil(trainSize / batchSize);
  const schedule = { peak, warmupShare, steps: epochs * stepsPerEpoch };
  let factor = 1;
  for (let step = 0; step < schedule.steps; step++) {
    const epoch = 1 + Math.floor(step / stepsPerEpoch);
    const { embeddings } = runMasksAt(experiment, { epoch, epochs, step }, layers);
    if (embeddings === "train") factor *= 1 - learningRateAt(schedule, step) * weightDecay;
  }
  return factor;
}
