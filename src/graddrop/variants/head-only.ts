import type { Variant } from "../types.ts";

/** Option (1) of the introduction: the pretrained network is frozen and only the new classification head learns. */
export const headOnly: Variant<"head-only"> = {
  id: "head-only",
  label: "Head only",
  summary: "The pretrained layers stay frozen; only the new classification head learns.",
  paper: "I",
  hyperparameters: {},
  activationDropout: () => 0,
  layerMask: () => ({ kind: "frozen" }),
  freezesEmbeddings: true,
};
