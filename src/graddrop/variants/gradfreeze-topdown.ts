import { isUnfrozenFromTop } from "../schedules.ts";
import type { Variant } from "../types.ts";

/** Gradual unfreezing from the top (IV.1; Howard and Ruder 2018): in epoch e of T the top ceil(e * L / T) of L layers learn. */
export const gradFreezeTopDown: Variant<"gradfreeze-topdown"> = {
  id: "gradfreeze-topdown",
  label: "GradFreeze-TopDown",
  summary: "Gradual unfreezing: the top layers learn first, and each epoch adds the next ones below.",
  paper: "IV.1, [7]",
  hyperparameters: {},
  activationDropout: () => 0,
  layerMask: (context) => ({ kind: isUnfrozenFromTop(context) ? "active" : "frozen" }),
};
