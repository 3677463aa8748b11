import { dropRate, hyperValue } from "../hyperparameters.ts";
import type { Variant } from "../types.ts";

const hyperparameters = {
  dropRate: dropRate("Drop rate", "Rate p of the GradDrop whose noise has the same strength: the variance is p/(1-p)."),
};

/**
 * GradDrop with a Gaussian mask (III.A names it beside the binary one): in each step every weight's gradient is multiplied
 * with N(1, p/(1-p)), which has the mean and the variance of GradDrop's Bernoulli(1-p)/(1-p).
 */
export const gradDropGaussian: Variant<"graddrop-gaussian"> = {
  id: "graddrop-gaussian",
  label: "GradDrop-Gaussian",
  summary: "Each batch multiplies every gradient with random noise around 1 instead of dropping some outright.",
  paper: "III.A",
  hyperparameters,
  activationDropout: () => 0,
  layerMask: ({ hyper }) => {
    const rate = hyperValue(hyper, "dropRate", hyperparameters);
    return { kind: "gaussian", sigma: Math.sqrt(rate / (1 - rate)) };
  },
};
