/** Figure 1 before the fact: what a run will freeze, layer by layer and epoch by epoch. Masks are pure functions. */
import type { Experiment } from "../experiment/experiment.ts";
import { bornBy, type LayerMask } from "../graddrop/index.ts";
import { runMasksAt, type StepMasks } from "../train/masks.ts";

/** A part of a layer's weights that has learned without a break since the same epoch. */
export interface Band {
  /** Epochs since it was turned on, by whichever variant; 0: in this epoch. */
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
  const stepsPerEpoch = Math.ceil(experiment.trainSize / experiment.batchSize);
  const born = bornIn(epochs, tensorSizes);
  const rows = Array.from({ length: layers }, () => new Row(born));
  const embeddings = new Row(born);
  const head = new Row(born);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const steps: StepMasks[] = [];
    for (let i = 0; i < stepsPerEpoch; i++) {
      steps.push(runMasksAt(experiment, { epoch, epochs, step: (epoch - 1) * stepsPerEpoch + i }, layers));
    }
    rows.forEach((row, layer) => {
      row.add(
        epoch,
        steps.map((step) => step.layers[layer]!),
      );
    });
    embeddings.add(
      epoch,
      steps.map((step): LayerMask => ({ kind: step.embeddings === "train" ? "active" : "frozen" })),
    );
    head.add(epoch, [{ kind: "active" }]);
  }
  return { epochs, layers: rows.map(({ cells }) => cells), embeddings: embeddings.cells, head: head.cells };
}

/** [birth - 1] How many weights of a layer a partition gives each epoch. */
function bornIn(epochs: number, sizes: readonly number[]): number[] {
  return Array.from({ length: epochs }, (_, i) =>
    sizes.reduce((sum, size) => sum + bornBy(i + 1, epochs, size) - bornBy(i, epochs, size), 0),
  );
}

/**
 * One row of Figure 1, epoch by epoch. All partitions of a run give each weight the same epoch, so that weights of the same birth
 * share their fate, also where a fork goes from one variant to another.
 */
export class Row {
  readonly cells: PlanCell[] = [];
  readonly #born: readonly number[];
  readonly #weights: number;
  /** [birth - 1] The epoch since which these weights have learned without a break; undefined: now they do not. */
  #since: readonly (number | undefined)[];

  constructor(born: readonly number[]) {
    this.#born = born;
    this.#weights = born.reduce((sum, count) => sum + count, 0);
    this.#since = born.map(() => undefined);
  }

  /** [birth - 1] The epoch since which these weights have learned without a break, with gradients as they are; 0: they do not. */
  get since(): number[] {
    return this.#since.map((since) => since ?? 0);
  }

  /** @param masks of the epoch's steps */
  add(epoch: number, masks: readonly LayerMask[]): void {
    const learns = steadily(masks);
    this.#since = this.#since.map((since, i) => (learns?.(i + 1) ? (since ?? epoch) : undefined));
    this.cells.push(learns ? this.#bands(epoch) : unsteadyCell(masks));
  }

  #bands(epoch: number): PlanCell {
    const bySince = new Map<number, number>();
    for (const [i, since] of this.#since.entries()) {
      const count = this.#born[i]!;
      if (since !== undefined && count > 0) bySince.set(since, (bySince.get(since) ?? 0) + count);
    }
    const oldestFirst = [...bySince].sort(([a], [b]) => a - b);
    const bands = oldestFirst.map(([since, count]): Band => ({ age: epoch - since, share: count / this.#weights }));
    const active = oldestFirst.reduce((sum, [, count]) => sum + count, 0) / this.#weights;
    return { kind: "bands", bands, active };
  }
}

/** Which births learn in every step of an epoch, with gradients as they are; undefined where steps or weights take turns. */
function steadily(masks: readonly LayerMask[]): ((birth: number) => boolean) | undefined {
  const [mask] = masks;
  const frozen = masks.filter(({ kind }) => kind === "frozen").length;
  if (frozen === masks.length) return () => false;
  if (!mask || frozen > 0) return undefined;
  switch (mask.kind) {
    case "active":
      return () => true;
    case "bernoulli":
      // A drop rate of 0 drops nothing: nothing is fresh about it.
      return mask.dropRate === 0 ? () => true : undefined;
    case "gaussian":
      return mask.sigma === 0 ? () => true : undefined;
    case "partition":
      return (birth) => (mask.mode === "toggle" ? birth === mask.epoch : birth <= mask.epoch);
    case "frozen":
      return undefined;
  }
}

function unsteadyCell(masks: readonly LayerMask[]): PlanCell {
  const [mask] = masks;
  const frozen = masks.filter(({ kind }) => kind === "frozen").length;
  if (frozen === 0 && mask?.kind === "bernoulli") return { kind: "fresh", per: mask.period, active: 1 - mask.dropRate };
  if (frozen === 0 && mask?.kind === "gaussian") return { kind: "noise", sigma: mask.sigma, active: 1 };
  const count = Math.min(SAMPLES, masks.length);
  const sample = Array.from({ length: count }, (_, i) => {
    return masks[Math.floor((i * masks.length) / count)]!.kind !== "frozen";
  });
  return { kind: "turns", active: 1 - frozen / masks.length, sample };
}
