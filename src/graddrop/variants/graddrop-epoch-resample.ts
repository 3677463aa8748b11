import { dropRate, hyperValue } from "../hyperparameters.ts";
import type { Variant } from "../types.ts";

const hyperparameters = {
  dropRate: dropRate(
    "Drop rate",
    "Share of the weights that stay frozen for a whole epoch, drawn anew for each epoch.",
  ),
};

/** The first mask of III.B, with replacement: Bernoulli(1-p)/(1-p), drawn once an epoch and kept for all its batches. */
export const gradDropEpochResample: Variant<"graddrop-epoch-resample"> = {
  id: "graddrop-epoch-resample",
  label: "GradDrop-Epoch-Resample",
  summary:
    "Each epoch freezes other randomly chosen weights for all its batches and scales up the gradients of the rest.",
  paper: "III.B",
  hyperparameters,
  activationDropout: () => 0,
  layerMask: ({ hyper }) => ({
    kind: "bernoulli",
    dropRate: hyperValue(hyper, "dropRate", hyperparameters),
    rescale: true,
    period: "epoch",
  }),
};
