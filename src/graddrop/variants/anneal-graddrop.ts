import { hyperValue, START_RATE } from "../hyperparameters.ts";
import { annealedRate } from "../schedules.ts";
import type { Variant } from "../types.ts";

const hyperparameters = { startRate: START_RATE };

/** Anneal-GradDrop (III.C): GradDrop whose drop rate falls linearly from 0.9, and is 0 in the last epoch. */
export const annealGradDrop: Variant<"anneal-graddrop"> = {
  id: "anneal-graddrop",
  label: "Anneal-GradDrop",
  summary: "GradDrop that starts by dropping nearly all gradients and drops fewer each epoch, none in the last.",
  paper: "III.C",
  hyperparameters,
  activationDropout: () => 0,
  layerMask: ({ hyper, epoch, epochs }) => ({
    kind: "bernoulli",
    dropRate: annealedRate(hyperValue(hyper, "startRate", hyperparameters), epoch, epochs),
    rescale: true,
    period: "step",
  }),
};
