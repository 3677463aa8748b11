import { isUnfrozenFromBottom } from "../schedules.ts";
import type { Variant } from "../types.ts";

/** Gradual unfreezing from the bottom (IV.1): in epoch e of T the bottom ceil(e * L / T) of L layers learn. */
export const gradFreezeBottomUp: Variant<"gradfreeze-bottomup"> = {
  id: "gradfreeze-bottomup",
  label: "GradFreeze-BottomUp",
  summary: "Gradual unfreezing upside down: the bottom layers learn first, and each epoch adds the next ones above.",
  paper: "IV.1",
  hyperparameters: {},
  activationDropout: () => 0,
  layerMask: (context) => ({ kind: isUnfrozenFromBottom(context) ? "active" : "frozen" }),
};
