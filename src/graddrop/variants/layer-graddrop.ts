import { dropRate, hyperValue } from "../hyperparameters.ts";
import { randomlyFrozenLayer } from "../schedules.ts";
import type { Variant } from "../types.ts";

const hyperparameters = {
  dropRate: dropRate("Drop rate", "Chance of each layer to be frozen, drawn anew for each batch."),
};

/** Layer-GradDrop (III.A): in each step every layer as a whole is frozen with probability p; the others learn unscaled. */
export const layerGradDrop: Variant<"layer-graddrop"> = {
  id: "layer-graddrop",
  label: "Layer-GradDrop",
  summary: "Each batch freezes other randomly chosen whole layers; the rest learn as usual.",
  paper: "III.A",
  hyperparameters,
  activationDropout: () => 0,
  layerMask: (context) => randomlyFrozenLayer(context, hyperValue(context.hyper, "dropRate", hyperparameters)),
};
