import { dropRate, hyperValue } from "../hyperparameters.ts";
import type { Variant } from "../types.ts";

const hyperparameters = {
  dropRate: dropRate("Drop rate", "Share of the weights whose gradient is set to zero, drawn anew for each batch."),
};

/** GradDrop (III.A, Eq. 3-4): in each step every weight's gradient is multiplied with Bernoulli(1-p)/(1-p). */
export const gradDrop: Variant<"graddrop"> = {
  id: "graddrop",
  label: "GradDrop",
  summary: "Each batch drops the gradients of other randomly chosen weights and scales up the rest to make up for it.",
  paper: "III.A, Eq. 3-4",
  hyperparameters,
  activationDropout: () => 0,
  layerMask: ({ hyper }) => ({
    kind: "bernoulli",
    dropRate: hyperValue(hyper, "dropRate", hyperparameters),
    rescale: true,
    period: "step",
  }),
};
