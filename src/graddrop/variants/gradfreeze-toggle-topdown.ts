import { isUnfrozenFromTop } from "../schedules.ts";
import type { Variant } from "../types.ts";

/**
 * GradFreeze-Tog-TopDown (Table VII): only the layers that top-down unfreezing adds in this epoch learn; earlier ones freeze
 * again. With more epochs than layers some epochs add none: then no layer learns, only the head (and the embeddings, where
 * they are set to).
 */
export const gradFreezeToggleTopDown: Variant<"gradfreeze-toggle-topdown"> = {
  id: "gradfreeze-toggle-topdown",
  label: "GradFreeze-Toggle-TopDown",
  summary:
    "One group of layers at a time, from the top: each epoch frees the next group and freezes the last one again.",
  paper: "Table VII",
  hyperparameters: {},
  activationDropout: () => 0,
  layerMask: (context) => {
    const isNew = isUnfrozenFromTop(context) && !isUnfrozenFromTop(context, context.epoch - 1);
    return { kind: isNew ? "active" : "frozen" };
  },
};
