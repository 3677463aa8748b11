/** A parameter's mask as an array, part by part, kept while it stays the same. */
import { activeShare, fillFactors, type LayerMask } from "../../graddrop/index.ts";
import type { ParameterDescription, UpdatePlan } from "../ops.ts";

/** Does this mask leave every gradient as it is? */
export function changesNothing(mask: LayerMask): boolean {
  switch (mask.kind) {
    case "active":
      return true;
    case "bernoulli":
      return mask.dropRate === 0;
    case "gaussian":
      return mask.sigma === 0;
    case "partition":
      return mask.mode === "cumulative" && mask.epoch >= mask.epochs;
    case "frozen":
      return false;
  }
}

/** Is there another mask of this kind at every step? */
export function freshEachStep(mask: LayerMask): boolean {
  return mask.kind === "gaussian" || (mask.kind === "bernoulli" && mask.period === "step");
}

/** Can any weight of a tensor of this size move under this mask, now? If not, its gradient need not be computed. */
export function anyActive(
  mask: LayerMask,
  size: number,
  key: { seed: number; tensor: number; epoch: number; step: number },
): boolean {
  switch (mask.kind) {
    case "active":
    case "gaussian":
      return true;
    case "frozen":
      return false;
    case "bernoulli":
      // A dropped weight's moments still move it, unless the whole epoch leaves it alone.
      return mask.period === "step" || mask.dropRate < 1;
    case "partition":
      return activeShare(mask, key, size) > 0;
  }
}

/** Elements whose factors are made at once: whole Philox blocks, and few enough to stay in the fastest cache. */
export const STRETCH = 4096;

/** Where factors are made that nobody keeps, and how. */
export interface StretchMaker {
  /** [STRETCH] */
  readonly room: Float32Array;
  readonly fill: typeof fillFactors;
}

export const stretchMaker: StretchMaker = { room: new Float32Array(STRETCH), fill: fillFactors };

/** A run of elements of one part of a parameter, with one source of factors. */
export interface Stretch {
  /** Elements start .. end - 1 of the parameter. */
  readonly start: number;
  readonly end: number;
  /** Factor of element `start + i` at i; null: all 1. Valid until the next stretch. */
  readonly factors: Float32Array | null;
}

/** The factors of one parameter. Those that hold for an epoch are kept; those fresh each step are made as they are read. */
export class Factors {
  private key = "";
  private kept: Float32Array | null = null;

  /** All of them; null where every factor is 1. Valid until the next call. */
  all(parameter: ParameterDescription, plan: UpdatePlan): Float32Array | null {
    const { mask, seed, epoch, step } = plan;
    if (changesNothing(mask)) return null;
    const key = `${seed} ${epoch} ${freshEachStep(mask) ? step : "-"} ${JSON.stringify(mask)}`;
    if (key === this.key && this.kept) return this.kept;
    this.kept ??= new Float32Array(parameter.parts.reduce((sum, part) => sum + part.size, 0));
    let start = 0;
    for (const part of parameter.parts) {
      const out = this.kept.subarray(start, start + part.size);
      fillFactors(mask, { seed, tensor: part.index, epoch, step }, part.size, out);
      start += part.size;
    }
    this.key = key;
    return this.kept;
  }

  /** Walks a parameter from its first element to its last. */
  *stretches(parameter: ParameterDescription, plan: UpdatePlan, { room, fill }: StretchMaker): Generator<Stretch> {
    const { mask, seed, epoch, step } = plan;
    const isFresh = freshEachStep(mask) && !changesNothing(mask);
    const kept = isFresh ? null : this.all(parameter, plan);
    let partStart = 0;
    for (const part of parameter.parts) {
      if (!isFresh) {
        const end = partStart + part.size;
        yield { start: partStart, end, factors: kept?.subarray(partStart, end) ?? null };
        partStart = end;
        continue;
      }
      for (let first = 0; first < part.size; first += STRETCH) {
        const factors = room.subarray(0, Math.min(STRETCH, part.size - first));
        fill(mask, { seed, tensor: part.index, epoch, step }, part.size, factors, first);
        const start = partStart + first;
        yield { start, end: start + factors.length, factors };
      }
      partStart += part.size;
    }
  }
}
