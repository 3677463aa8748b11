/** How rates and layers change from epoch to epoch. */
import { dropRule, wordAt } from "./streams.ts";
import type { LayerMask, MaskContext } from "./types.ts";

/**
 * The annealed drop rate (III.C): p(1) = startRate, p(e) = max(0, p(e-1) - 1/T), and p(T) = 0 in the last epoch whatever
 * remains. With a single epoch the first is the last, and nothing is dropped.
 */
export function annealedRate(startRate: number, epoch: number, epochs: number): number {
  checkEpoch(epoch, epochs);
  if (epoch === epochs) return 0;
  return Math.max(0, startRate - (epoch - 1) / epochs);
}

/**
 * How many layers gradual unfreezing has reached in an epoch: ceil(e * L / T), 0 for e = 0. With more epochs than layers
 * some epochs add none.
 */
export function unfrozenLayers(epoch: number, epochs: number, layers: number): number {
  return Math.ceil((epoch * layers) / epochs);
}

/** How many layers lie above this one: 0 for the top layer. */
function depthFromTop({ layer, layers }: MaskContext): number {
  return layers - 1 - layer;
}

/** Is the layer among the top `unfrozenLayers` ones? */
export function isUnfrozenFromTop(context: MaskContext, epoch = context.epoch): boolean {
  checkEpoch(context.epoch, context.epochs);
  return depthFromTop(context) < unfrozenLayers(epoch, context.epochs, context.layers);
}

/** Is the layer among the bottom `unfrozenLayers` ones? */
export function isUnfrozenFromBottom(context: MaskContext): boolean {
  checkEpoch(context.epoch, context.epochs);
  return context.layer < unfrozenLayers(context.epoch, context.epochs, context.layers);
}

/** Layer-GradDrop (III.A): in this step the layer as a whole is frozen with probability `dropRate`, else it learns unscaled. */
export function randomlyFrozenLayer({ seed, step, layer }: MaskContext, dropRate: number): LayerMask {
  const { threshold, kept } = dropRule(dropRate, false);
  const word = wordAt({ seed, stream: "layerMask", site: 0, time: step }, layer);
  return { kind: kept === 0 || word < threshold ? "frozen" : "active" };
}

function checkEpoch(epoch: number, epochs: number): void {
  if (!(Number.isInteger(epoch) && Number.isInteger(epochs) && epoch >= 1 && epoch <= epochs)) {
    throw new RangeError(`Epoch ${epoch} of ${epochs} does not exist. Epochs are whole numbers, counted from 1.`);
  }
}
