import type { Variant } from "../types.ts";

/** GradDrop-Epoch-Toggle (III.B, Fig. 1 top): every weight is given one epoch, as in GradDrop-Epoch, and learns in that alone. */
export const gradDropEpochToggle: Variant<"graddrop-epoch-toggle"> = {
  id: "graddrop-epoch-toggle",
  label: "GradDrop-Epoch-Toggle",
  summary: "Each epoch turns on another random share of the weights and freezes those of the epoch before again.",
  paper: "III.B",
  hyperparameters: {},
  activationDropout: () => 0,
  layerMask: ({ epoch, epochs }) => ({ kind: "partition", epoch, epochs, mode: "toggle" }),
};
