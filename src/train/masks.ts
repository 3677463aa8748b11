import type { Experiment } from "../experiment/experiment.ts";
import { type Course, methodAt } from "../experiment/history.ts";
import { activeShare, type LayerMask, type MaskContext, type Variant } from "../graddrop/index.ts";

/** Where in a run a step is. */
export interface StepPosition {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Over the whole run, from 0. */
  readonly step: number;
}

/** What the variant does to a model in one step. */
export interface StepMasks {
  /** Lowest layer first. */
  readonly layers: readonly LayerMask[];
  readonly embeddings: "train" | "frozen";
}

type MaskSettings = Pick<Experiment, "seed" | "hyper" | "embeddings">;

/** @param layers encoder layers of the model */
export function masksAt(variant: Variant, settings: MaskSettings, position: StepPosition, layers: number): StepMasks {
  const context = (layer: number, count: number): MaskContext => ({
    seed: settings.seed,
    hyper: settings.hyper,
    epoch: position.epoch,
    epochs: position.epochs,
    step: position.step,
    layer,
    layers: count,
  });
  return {
    layers: Array.from({ length: layers }, (_, layer) => variant.layerMask(context(layer, layers))),
    embeddings:
      !variant.freezesEmbeddings &&
      embeddingsLearn(settings.embeddings, () => variant.layerMask(context(0, layers + 1)))
        ? "train"
        : "frozen",
  };
}

/** What a run does in one step: its earlier epochs may be another variant's. */
export function runMasksAt(
  experiment: Course & Pick<Experiment, "seed" | "embeddings">,
  position: StepPosition,
  layers: number,
): StepMasks {
  const { seed, embeddings } = experiment;
  const { variant, hyper } = methodAt(experiment, position.epoch);
  return masksAt(variant, { seed, embeddings, hyper }, position, layers);
}

/** @param asLowestLayer the variant's mask for the embeddings, if they were the layer below the lowest */
function embeddingsLearn(policy: Experiment["embeddings"], asLowestLayer: () => LayerMask): boolean {
  switch (policy) {
    case "train":
      return true;
    case "freeze":
      return false;
    case "follow":
      return anyLearns(asLowestLayer());
  }
}

/** As many weights as a tensor may have. */
const MANY = 2 ** 31;

/** Whether a mask lets any weight of a part of many weights move. */
function anyLearns(mask: LayerMask): boolean {
  switch (mask.kind) {
    case "active":
    case "gaussian":
      return true;
    case "frozen":
      return false;
    case "bernoulli":
      return mask.dropRate < 1;
    case "partition":
      return activeShare(mask, { seed: 0, tensor: 0, epoch: mask.epoch, step: 0 }, MANY) > 0;
  }
}
