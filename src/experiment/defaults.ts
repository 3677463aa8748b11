import type { VariantId } from "../graddrop/index.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskId } from "../tasks/types.ts";
import type { Experiment } from "./experiment.ts";

/** Runs of each variant that the form offers and a link may ask for. */
export const MOST_SEEDS = 5;

/** The experiment that the page opens with and the command line runs when nothing else is said. */
export function defaultExperiment(task: TaskId, variant: VariantId): Experiment {
  return {
    version: 1,
    task,
    variant,
    hyper: {},
    ...taskById(task).defaults,
    warmupShare: 0.06,
    weightDecay: 0.01,
    clipNorm: 1,
    optimizer: "adamw",
    embeddings: "train",
    labelNoise: 0,
    memory: { recompute: false, update: "after" },
    seed: 1,
    model: "mini",
  };
}
