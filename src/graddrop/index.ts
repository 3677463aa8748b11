/** The paper, and nothing else: which gradients live, when. This folder imports nothing from outside itself. */
export { completeHyperparameters } from "./hyperparameters.ts";
export { activeShare, bernoulliSource, droppedMeans, fillFactors, type MaskKey, maskFactor } from "./mask.ts";
export { birthEpochs, bornBy } from "./partition.ts";
export { keyedPermutation } from "./permutation.ts";
export { philox4x32 } from "./philox.ts";
export { VARIANTS, type VariantId, variantById } from "./registry.ts";
export { annealedRate, unfrozenLayers } from "./schedules.ts";
export {
  type DropRule,
  dropRule,
  fillBernoulli,
  fillNormals,
  fillUniforms,
  fillWords,
  normalAt,
  type RandomSource,
  STREAMS,
  type Stream,
  seedKey,
  shuffled,
  shuffledIndices,
  uniformAt,
  wordAt,
} from "./streams.ts";
export type { Hyperparameter, LayerMask, MaskContext, Variant } from "./types.ts";
