/**
 * What one step did to a few weights, and what it should have done: the mask of Eq. 3-4, then the optimizer, number by
 * number. Without tensors, so that the page can work it out too.
 */
import { type LayerMask, maskFactor } from "../graddrop/index.ts";
import type { OptimizerSettings } from "../ops/ops.ts";

/** Which weights of a step are to be looked at. */
export interface TraceRequest {
  /** Hugging Face's name. */
  readonly tensor: string;
  /** Places in the tensor, counted row by row from 0; at most `MOST_TRACED`. */
  readonly elements: readonly number[];
}

export const MOST_TRACED = 16;

/** A weight between two steps, as the device has it. */
export interface WeightState {
  readonly value: number;
  /** AdamW's moments; 0 before the weight's first step, and always with SGD. */
  readonly first: number;
  readonly second: number;
  /** Optimizer steps that the weight has made. */
  readonly steps: number;
}

export interface WeightTrace {
  readonly element: number;
  /** Before clipping and masking; null where none was computed, since nothing there learned in the step. */
  readonly gradient: number | null;
  readonly before: WeightState;
  readonly after: WeightState;
}

/** All that a step's update of these weights depended on, and what came out. */
export interface StepTrace {
  readonly tensor: { readonly name: string; readonly index: number; readonly shape: readonly number[] };
  readonly seed: number;
  /** From 1. */
  readonly epoch: number;
  /** Over the whole run, from 0. */
  readonly step: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerSettings;
  readonly mask: LayerMask;
  /** What the mask does to a weight whose factor is 0 (graddrop's `droppedMeans`). */
  readonly dropped: "zero-gradient" | "untouched";
  /** What gradients were multiplied with before the mask; null: no clipping. */
  readonly clipScale: number | null;
  readonly weights: readonly WeightTrace[];
}

/** What became of a weight, and why. */
export type Fate =
  /** No gradient was computed: nothing of its part learned in the step. */
  | "frozen"
  /** The mask's factor is 0, and the optimizer passes over the weight. */
  | "untouched"
  /** The mask's factor is 0: the optimizer sees a gradient of 0, so that moments and weight decay go on. */
  | "dropped"
  | "updated";

/** A weight's step in double precision; of SGD the moments are 0. */
export interface ExpectedUpdate {
  readonly fate: Fate;
  /** m of Eq. 3. */
  readonly factor: number;
  /** The gradient after clipping, and after the mask; null where none was computed. */
  readonly clipped: number | null;
  readonly masked: number | null;
  readonly first: number;
  readonly second: number;
  /** The moments corrected for their start. */
  readonly firstCorrected: number;
  readonly secondCorrected: number;
  /** What the optimizer makes of the gradient, before the learning rate: it is taken from the weight `learningRate` times. */
  readonly direction: number;
  /** What weight decay takes from the weight. */
  readonly decay: number;
  readonly steps: number;
  readonly value: number;
}

/** What the step should have done to one of the weights of its trace. */
export function expectedUpdate(trace: StepTrace, { element, gradient, before }: WeightTrace): ExpectedUpdate {
  const { mask, optimizer, learningRate, seed, epoch, step } = trace;
  const { index, shape } = trace.tensor;
  const size = shape.reduce((product, side) => product * side, 1);
  const factor = maskFactor(mask, { seed, tensor: index, epoch, step }, element, size);
  const clipped = gradient === null ? null : gradient * (trace.clipScale ?? 1);
  const masked = clipped === null ? null : clipped * factor;
  const still = { factor, clipped, masked, firstCorrected: 0, secondCorrected: 0, direction: 0, decay: 0, ...before };
  if (masked === null) return { ...still, fate: "frozen" };
  if (factor === 0 && trace.dropped === "untouched") return { ...still, fate: "untouched" };
  const fate = factor === 0 ? "dropped" : "updated";
  const { beta1, beta2, epsilon, weightDecay } = optimizer;
  const decay = learningRate * weightDecay * before.value;
  if (optimizer.kind === "sgd") {
    const value = before.value - decay - learningRate * masked;
    return { ...still, fate, direction: masked, decay, steps: before.steps + 1, value };
  }
  const steps = before.steps + 1;
  const first = beta1 * before.first + (1 - beta1) * masked;
  const second = beta2 * before.second + (1 - beta2) * masked ** 2;
  const firstCorrected = first / (1 - beta1 ** steps);
  const secondCorrected = second / (1 - beta2 ** steps);
  const direction = firstCorrected / (Math.sqrt(secondCorrected) + epsilon);
  const value = before.value - decay - learningRate * direction;
  return { ...still, fate, first, second, firstCorrected, secondCorrected, direction, decay, steps, value };
}

/** A device keeps a weight to 2^-24 of its size, and computes its change to about 1e-5 (WGSL lets roots and noise be off). */
const WEIGHT_ROUNDING = 2 ** -22;
const CHANGE_ROUNDING = 2e-5;

/** How far the device's weight may be from the expected one for no other reason than single precision. */
export function roundingOf({ learningRate }: StepTrace, { value, direction }: ExpectedUpdate): number {
  return WEIGHT_ROUNDING * Math.abs(value) + CHANGE_ROUNDING * learningRate * Math.max(1, Math.abs(direction));
}
