import type { Variant } from "./types.ts";
import { annealGradDrop } from "./variants/anneal-graddrop.ts";
import { annealLayerGradDrop } from "./variants/anneal-layer-graddrop.ts";
import { gradDrop } from "./variants/graddrop.ts";
import { gradDropEpoch } from "./variants/graddrop-epoch.ts";
import { gradDropEpochResample } from "./variants/graddrop-epoch-resample.ts";
import { gradDropEpochToggle } from "./variants/graddrop-epoch-toggle.ts";
import { gradDropGaussian } from "./variants/graddrop-gaussian.ts";
import { gradFreezeBottomUp } from "./variants/gradfreeze-bottomup.ts";
import { gradFreezeToggleTopDown } from "./variants/gradfreeze-toggle-topdown.ts";
import { gradFreezeTopDown } from "./variants/gradfreeze-topdown.ts";
import { headOnly } from "./variants/head-only.ts";
import { layerGradDrop } from "./variants/layer-graddrop.ts";
import { sft } from "./variants/sft.ts";

/** Every variant, in the order in which people are shown them. */
const ALL = [
  sft,
  headOnly,
  gradFreezeTopDown,
  gradFreezeBottomUp,
  gradFreezeToggleTopDown,
  gradDrop,
  gradDropGaussian,
  annealGradDrop,
  layerGradDrop,
  annealLayerGradDrop,
  gradDropEpoch,
  gradDropEpochToggle,
  gradDropEpochResample,
] as const;

export type VariantId = (typeof ALL)[number]["id"];

export const VARIANTS: readonly Variant<VariantId>[] = ALL;

export function variantById(id: string): Variant<VariantId> {
  const variant = VARIANTS.find((candidate) => candidate.id === id);
  if (variant === undefined) {
    throw new RangeError(
      `There is no variant "${id}". Choose one of: ${VARIANTS.map((known) => known.id).join(", ")}.`,
    );
  }
  return variant;
}
