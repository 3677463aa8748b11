import type { Variant } from "../types.ts";

/**
 * GradDrop-Epoch (III.B, Fig. 1 bottom): every weight is given one epoch, sampled without replacement,
 * and learns from that epoch on. After epoch e exactly floor(e * N / T) of a tensor's N weights are active.
 */
export const gradDropEpoch: Variant<"graddrop-epoch"> = {
  id: "graddrop-epoch",
  label: "GradDrop-Epoch",
  summary: "Each epoch turns on another random share of the weights; by the last epoch all learn.",
  paper: "III.B",
  hyperparameters: {},
  activationDropout: () => 0,
  layerMask: ({ epoch, epochs }) => ({ kind: "partition", epoch, epochs, mode: "cumulative" }),
};
