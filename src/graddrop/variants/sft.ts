import { dropRate, hyperValue } from "../hyperparameters.ts";
import type { Variant } from "../types.ts";

const hyperparameters = {
  dropRate: dropRate(
    "Dropout",
    "Share of activations set to zero in each step. The paper uses the rate that GradDrop uses for gradients.",
  ),
};

/** Standard fine-tuning (IV.1): every weight learns, and activations have dropout at GradDrop's rate. */
export const sft: Variant<"sft"> = {
  id: "sft",
  label: "SFT",
  summary: "Standard fine-tuning: every weight learns in every step, with ordinary dropout on the activations.",
  paper: "IV.1",
  hyperparameters,
  activationDropout: (hyper) => hyperValue(hyper, "dropRate", hyperparameters),
  layerMask: () => ({ kind: "active" }),
};
