/** Figure 1 before the fact: what a run will freeze, layer by layer and epoch by epoch. Masks are pure functions. */
import type { Experiment } from "../experiment/experiment.ts";
import { activeShare, bornBy, type LayerMask, variantById } from "../graddrop/index.ts";
import { masksAt, type StepMasks } from "../train/masks.ts";

/** A part of a layer's weights that was turned on in the same epoch. */
export interface Band {
  /** Epochs since it was turned on; 0: in this epoch. */
  readonly age: number;
  /** Share of the layer's weights. */
  readonly share: number;
}

/**
 * One layer in one epoch.
 * - `bands`: the same weights learn in every step; the rest is frozen.
 * - `fresh`: a random share learns, drawn anew each step or each epoch.
 * - `noise`: every gradient is multiplied with random noise.
 * - `turns`: the layer as a whole learns in some steps only.
 */
export type PlanCell =
  | { readonly kind: "bands"; readonly bands: readonly Band[]; readonly active: number }
  | { readonly kind: "fresh"; readonly per: "step" | "epoch"; readonly active: number }
  | { readonly kind: "noise"; readonly sigma: number; readonly active: number }
  | {
      readonly kind: "turns";
      /** Share of the steps in which the layer learns. */
      readonly active: number;
      /** Whether it learns in each of some steps, spread evenly over the epoch. */
      readonly sample: readonly boolean[];
    };

export interface Plan {
  readonly epochs: number;
  /** [layer from the lowest][epoch - 1] */
  readonly layers: readonly (readonly PlanCell[])[];
  /** [epoch - 1] */
  readonly embeddings: readonly PlanCell[];
  readonly head: readonly PlanCell[];
}

export interface PlanRequest {
  readonly experiment: Experiment;
  /** Encoder layers. */
  readonly layers: number;
  /** Elements of each tensor of one layer. */
  readonly tensorSizes: readonly number[];
}

/** Steps shown of a layer that takes turns. */
const SAMPLES = 24;

export function planRun({ experiment, layers, tensorSizes }: PlanRequest): Plan {
  const { epochs } = experiment;
  const variant = variantById(experiment.variant);
  const stepsPerEpoch = Math.ceil(experiment.trainSize / experiment.batchSize);
  const rows: PlanCell[][] = Array.from({ length: layers }, () => []);
  const embeddings: PlanCell[] = [];
  const head: PlanCell[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const steps: StepMasks[] = [];
    for (let i = 0; i < stepsPerEpoch; i++) {
      steps.push(masksAt(variant, experiment, { epoch, epochs, step: (epoch - 1) * stepsPerEpoch + i }, layers));
    }
    rows.forEach((row, layer) => {
      row.push(
        cellOf(
          steps.map((step) => step.layers[layer]!),
          row.at(-1),
          tensorSizes,
        ),
      );
    });
    const asMasks = steps.map((step): LayerMask => ({ kind: step.embeddings === "train" ? "active" : "frozen" }));
    embeddings.push(cellOf(asMasks, embeddings.at(-1), tensorSizes));
    head.push(solid(head.at(-1)));
  }
  return { epochs, layers: rows, embeddings, head };
}

function cellOf(masks: readonly LayerMask[], before: PlanCell | undefined, sizes: readonly number[]): PlanCell {
  const frozen = masks.filter(({ kind }) => kind === "frozen").length;
  if (frozen === masks.length) return { kind: "bands", bands: [], active: 0 };
  if (frozen > 0) {
    const sample = Array.from({ length: Math.min(SAMPLES, masks.length) }, (_, i) => {
      const place = Math.floor((i * masks.length) / Math.min(SAMPLES, masks.length));
      return masks[place]!.kind !== "frozen";
    });
    return { kind: "turns", active: 1 - frozen / masks.length, sample };
  }
  const mask = masks[0]!;
  switch (mask.kind) {
    case "active":
    case "frozen":
      return solid(before);
    case "bernoulli":
      // A drop rate of 0 drops nothing: nothing is fresh about it.
      if (mask.dropRate === 0) return solid(before);
      return { kind: "fresh", per: mask.period, active: 1 - mask.dropRate };
    case "gaussian":
      return mask.sigma === 0 ? solid(before) : { kind: "noise", sigma: mask.sigma, active: 1 };
    case "partition":
      return partitioned(mask, sizes);
  }
}

/** Everything learns, since the epoch before or from now on. */
function solid(before: PlanCell | undefined): PlanCell {
  const oldest =
    before?.kind === "bands" && before.active === 1 && before.bands.length === 1 ? before.bands[0] : undefined;
  return { kind: "bands", bands: [{ age: oldest ? oldest.age + 1 : 0, share: 1 }], active: 1 };
}

function partitioned(mask: Extract<LayerMask, { kind: "partition" }>, sizes: readonly number[]): PlanCell {
  const { epoch, epochs, mode } = mask;
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const bornIn = (birth: number) =>
    sizes.reduce((sum, size) => sum + bornBy(birth, epochs, size) - bornBy(birth - 1, epochs, size), 0) / total;
  const first = mode === "toggle" ? epoch : 1;
  const bands: Band[] = [];
  for (let birth = first; birth <= epoch; birth++) {
    const share = bornIn(birth);
    if (share > 0) bands.push({ age: epoch - birth, share });
  }
  const active =
    sizes.reduce((sum, size) => {
      return sum + size * activeShare(mask, { seed: 0, tensor: 0, epoch, step: 0 }, size);
    }, 0) / total;
  return { kind: "bands", bands, active };
}
