/**
 * What a LayerMask means: the factor on each weight's gradient (the m of Eq. 3), as a pure function. No mask is stored.
 */
import { activePlaces, birthOrder } from "./partition.ts";
import { CHUNK, fillBernoulli, fillNormals, type RandomSource } from "./streams.ts";
import type { LayerMask } from "./types.ts";

/** Which tensor, and when. */
export interface MaskKey {
  seed: number;
  /** The parameter tensor's stable number. */
  tensor: number;
  /** From 1. Used by Bernoulli masks that hold for an epoch; a partition brings its own. */
  epoch: number;
  /** From 0, counted over the whole training. Used by masks that are fresh each step. */
  step: number;
}

/**
 * The factor on the gradient of one element, an f32.
 *
 * @param element 0..size-1
 * @param size    of the whole tensor: a partition depends on it
 */
export function maskFactor(mask: LayerMask, key: MaskKey, element: number, size: number): number {
  if (!(Number.isInteger(element) && element >= 0 && element < size)) {
    throw new RangeError(`Element ${element} is not in a tensor of ${size}; elements count from 0.`);
  }
  const first = element - (element % 4);
  const out = new Float32Array(element - first + 1);
  fillFactors(mask, key, size, out, first);
  return out[element - first]!;
}

/**
 * Writes the factors of elements first, first + 1, ... to `out`, as many as it holds: all of a tensor, or a stretch of it.
 *
 * @param size  of the whole tensor
 * @param first a multiple of 4
 */
export function fillFactors(mask: LayerMask, key: MaskKey, size: number, out: Float32Array, first = 0): void {
  if (first < 0 || first + out.length > size) {
    throw new RangeError(
      `Factors of elements ${first} to ${first + out.length - 1} were asked for, but the tensor has ${size}. ` +
        `Pass an array no longer than what is left of the tensor.`,
    );
  }
  switch (mask.kind) {
    case "active":
      out.fill(1);
      return;
    case "frozen":
      out.fill(0);
      return;
    case "bernoulli":
      fillBernoulli(bernoulliSource(mask.period, key), mask.dropRate, mask.rescale, out, first);
      return;
    case "gaussian":
      fillGaussian(mask.sigma, key, out, first);
      return;
    case "partition": {
      const { from, to } = activePlaces(mask, size);
      if (out.length === 0) return;
      const placeOf = birthOrder(key.seed, key.tensor, size);
      for (let i = 0; i < out.length; i++) {
        const place = placeOf(first + i);
        out[i] = place >= from && place < to ? 1 : 0;
      }
    }
  }
}

/**
 * What happens to a weight whose factor is 0. "zero-gradient": the optimizer sees a gradient of 0, so its moments and the
 * weight decay. "untouched": the optimizer passes over it. A mask that holds for an epoch, or freezes a layer, leaves alone.
 */
export function droppedMeans(mask: LayerMask): "zero-gradient" | "untouched" {
  switch (mask.kind) {
    case "active":
    case "gaussian":
      return "zero-gradient";
    case "bernoulli":
      return mask.period === "step" ? "zero-gradient" : "untouched";
    case "frozen":
    case "partition":
      return "untouched";
  }
}

/**
 * The exact share (0..1) of a tensor's elements that can move while this mask's epoch lasts. A mask that is fresh each
 * step reaches every element sooner or later: 1, unless it drops all. (A layer that is frozen in some steps has several
 * masks in an epoch: its share is the largest of theirs.)
 */
export function activeShare(mask: LayerMask, key: MaskKey, size: number): number {
  switch (mask.kind) {
    case "active":
    case "gaussian":
      return 1;
    case "frozen":
      return 0;
    case "bernoulli":
      if (mask.period === "step") return mask.dropRate < 1 ? 1 : 0;
      return size === 0 ? 0 : countKept(mask, key, size) / size;
    case "partition": {
      const { from, to } = activePlaces(mask, size);
      return size === 0 ? 0 : (to - from) / size;
    }
  }
}

/** Where the words of a Bernoulli mask come from. */
export function bernoulliSource(period: "step" | "epoch", key: MaskKey): RandomSource {
  return period === "step"
    ? { seed: key.seed, stream: "stepMask", site: key.tensor, time: key.step }
    : { seed: key.seed, stream: "epochMask", site: key.tensor, time: key.epoch };
}

function fillGaussian(sigma: number, key: MaskKey, out: Float32Array, first: number): void {
  if (!(sigma >= 0 && Number.isFinite(sigma))) {
    throw new RangeError(`Sigma ${sigma} is not the width of a normal distribution. Choose a finite number from 0.`);
  }
  if (sigma === 0) {
    out.fill(1);
    return;
  }
  fillNormals({ seed: key.seed, stream: "gaussianMask", site: key.tensor, time: key.step }, out, first);
  const width = Math.fround(sigma);
  for (let i = 0; i < out.length; i++) out[i] = 1 + Math.fround(width * out[i]!);
}

function countKept(mask: LayerMask, key: MaskKey, size: number): number {
  const factors = new Float32Array(CHUNK);
  let kept = 0;
  for (let start = 0; start < size; start += CHUNK) {
    const part = factors.subarray(0, Math.min(CHUNK, size - start));
    fillFactors(mask, key, size, part, start);
    for (const factor of part) if (factor !== 0) kept++;
  }
  return kept;
}
