import { hyperValue, START_RATE } from "../hyperparameters.ts";
import { annealedRate, randomlyFrozenLayer } from "../schedules.ts";
import type { Variant } from "../types.ts";

const hyperparameters = { startRate: START_RATE };

/** Anneal-Layer-GradDrop (III.C): Layer-GradDrop whose drop rate falls linearly from 0.9, and is 0 in the last epoch. */
export const annealLayerGradDrop: Variant<"anneal-layer-graddrop"> = {
  id: "anneal-layer-graddrop",
  label: "Anneal-Layer-GradDrop",
  summary: "Layer-GradDrop that starts by freezing nearly all layers and freezes fewer each epoch, none in the last.",
  paper: "III.C",
  hyperparameters,
  activationDropout: () => 0,
  layerMask: (context) => {
    const startRate = hyperValue(context.hyper, "startRate", hyperparameters);
    return randomlyFrozenLayer(context, annealedRate(startRate, context.epoch, context.epochs));
  },
};
