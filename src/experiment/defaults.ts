import type { VariantId } from "../graddrop/index.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskId } from "../tasks/types.ts";
import type { Experiment } from "./experiment.ts";

/** Runs of each variant that the form offers and a link may ask for. */
export const MOST_SEEDS = 5;

/**
 * Peak learning rate of models of the usual size: XTREME's for XLM-R and M-BERT. The bundled miniature takes one that is ten
 * times larger.
 */
const FULL_SIZE_LEARNING_RATE = 2e-5;

/** The experiment that the page opens with and the command line runs when nothing else is said. */
export function defaultExperiment(task: TaskId, variant: VariantId, model = "mini"): Experiment {
  return {
    version: 1,
    task,
    variant,
    hyper: {},
    ...taskById(task).defaults,
    ...(model === "mini" ? {} : { learningRate: FULL_SIZE_LEARNING_RATE }),
    warmupShare: 0.06,
    weightDecay: 0.01,
    clipNorm: 1,
    optimizer: "adamw",
    embeddings: "train",
    labelNoise: 0,
    memory: { recompute: false, update: "after" },
    seed: 1,
    model,
  };
}
