/** The optimizer's loops over one parameter. Arithmetic is double, what is kept is f32. */
import { biasCorrection, type Clock } from "../clock.ts";
import type { Stretch } from "../factors.ts";

export interface AdamWSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** How many steps each weight has made, this one included. */
export type Steps = Pick<Clock, "steps" | "counts">;

export interface Moments {
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** Reciprocals of AdamW's bias corrections by number of steps, made as far as they are asked for. */
export class Corrections {
  first = new Float64Array(0);
  /** Of the root. */
  second = new Float64Array(0);
  private readonly beta1: number;
  private readonly beta2: number;

  constructor(beta1: number, beta2: number) {
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  upTo(steps: number): this {
    if (this.first.length <= steps) {
      const length = 2 * steps + 64;
      this.first = Float64Array.from({ length }, (_, step) => 1 / biasCorrection(this.beta1, step));
      this.second = Float64Array.from({ length }, (_, step) => 1 / Math.sqrt(biasCorrection(this.beta2, step)));
    }
    return this;
  }

  static of(beta1: number, beta2: number): Corrections {
    const key = `${beta1} ${beta2}`;
    let found = Corrections.made.get(key);
    if (!found) {
      found = new Corrections(beta1, beta2);
      Corrections.made.set(key, found);
    }
    return found;
  }

  private static readonly made = new Map<string, Corrections>();
}

/** What an optimizer reads and writes: arrays of one length. */
export interface Weights {
  readonly from: Float32Array;
  /** May be `from`. */
  readonly to: Float32Array;
  readonly gradient: Float32Array;
  /** Multiplies the gradient. */
  readonly scale: number;
}

/**
 * AdamW as PyTorch has it: decoupled weight decay, epsilon outside the root, moments corrected for their start. The
 * gradient is multiplied by `scale`, then by the factors.
 *
 * @param untouched pass over weights of factor 0
 */
export function adamW(
  weights: Weights,
  moments: Moments,
  stretches: Iterable<Stretch>,
  untouched: boolean,
  clock: Steps,
  settings: AdamWSettings,
): void {
  for (const stretch of stretches) {
    if (clock.counts !== null) adamWByWeight(weights, moments, stretch, untouched, clock.counts, clock.steps, settings);
    else adamWStretch(weights, moments, stretch, clock.steps, settings);
  }
}

/** All weights have made the same number of steps, so none is passed over. */
function adamWStretch(
  { from, to, gradient, scale }: Weights,
  { first, second }: Moments,
  { start, end, factors }: Stretch,
  steps: number,
  settings: AdamWSettings,
): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = settings;
  const corrections = Corrections.of(beta1, beta2).upTo(steps);
  const decay = 1 - learningRate * weightDecay;
  const rest1 = 1 - beta1;
  const rest2 = 1 - beta2;
  const rate = learningRate * corrections.first[steps]!;
  const root = corrections.second[steps]!;
  for (let i = start; i < end; i++) {
    const scaled = gradient[i]! * scale;
    const g = factors === null ? scaled : scaled * factors[i - start]!;
    const m = beta1 * first[i]! + rest1 * g;
    const v = beta2 * second[i]! + rest2 * g * g;
    first[i] = m;
    second[i] = v;
    to[i] = from[i]! * decay - (rate * m) / (Math.sqrt(v) * root + epsilon);
  }
}

/** Each weight by its own number of steps. */
function adamWByWeight(
  { from, to, gradient, scale }: Weights,
  { first, second }: Moments,
  { start, end, factors }: Stretch,
  untouched: boolean,
  counts: Int32Array,
  most: number,
  settings: AdamWSettings,
): void {
  const { learningRate, beta1, beta2, epsilon, weightDecay } = settings;
  const corrections = Corrections.of(beta1, beta2).upTo(most);
  const decay = 1 - learningRate * weightDecay;
  const rest1 = 1 - beta1;
  const rest2 = 1 - beta2;
  for (let i = start; i < end; i++) {
    const factor = factors === null ? 1 : factors[i - start]!;
    if (untouched && factor === 0) {
      to[i] = from[i]!;
      continue;
    }
    const g = gradient[i]! * scale * factor;
    const m = beta1 * first[i]! + rest1 * g;
    const v = beta2 * second[i]! + rest2 * g * g;
    first[i] = m;
    second[i] = v;
    const rate = learningRate * corrections.first[counts[i]!]!;
    to[i] = from[i]! * decay - (rate * m) / (Math.sqrt(v) * corrections.second[counts[i]!]! + epsilon);
  }
}

/** A table's gradient: rows of ascending ids. */
export interface Rows {
  readonly ids: Int32Array;
  /** [ids, features] */
  readonly rows: Float32Array;
  readonly features: number;
}

/**
 * AdamW on a table, in place. Rows that no batch has had yet have moments of zero, so all that moves them is the decay:
 * the same numbers as the dense step, in a fraction of the time.
 *
 * @param seen [rows], 1 for rows that have had a gradient; brought up to date here
 */
export function adamWRows(
  table: Float32Array,
  { first, second }: Moments,
  { ids, rows, features }: Rows,
  seen: Uint8Array,
  scale: number,
  clock: Steps,
  settings: AdamWSettings,
): void {
  for (const id of ids) seen[id] = 1;
  const { learningRate, beta1, beta2, epsilon, weightDecay } = settings;
  const corrections = Corrections.of(beta1, beta2).upTo(clock.steps);
  const decay = 1 - learningRate * weightDecay;
  const rest1 = 1 - beta1;
  const rest2 = 1 - beta2;
  const rate = learningRate * corrections.first[clock.steps]!;
  const root = corrections.second[clock.steps]!;
  let next = 0;
  for (let row = 0; row < seen.length; row++) {
    const start = row * features;
    if (seen[row] === 0) {
      if (decay !== 1) for (let i = start; i < start + features; i++) table[i] = table[i]! * decay;
      continue;
    }
    const found = ids[next] === row;
    const source = next * features - start;
    if (found) next++;
    for (let i = start; i < start + features; i++) {
      const g = found ? rows[source + i]! * scale : 0;
      const m = beta1 * first[i]! + rest1 * g;
      const v = beta2 * second[i]! + rest2 * g * g;
      first[i] = m;
      second[i] = v;
      table[i] = table[i]! * decay - (rate * m) / (Math.sqrt(v) * root + epsilon);
    }
  }
}

interface SgdSettings {
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Plain gradient descent (Eq. 3), with weight decay as PyTorch's SGD: added to the masked gradient. */
export function sgd(
  { from, to, gradient, scale }: Weights,
  stretches: Iterable<Stretch>,
  untouched: boolean,
  { learningRate, weightDecay }: SgdSettings,
): void {
  for (const { start, end, factors } of stretches) {
    for (let i = start; i < end; i++) {
      const factor = factors === null ? 1 : factors[i - start]!;
      const w = from[i]!;
      to[i] = untouched && factor === 0 ? w : w - learningRate * (gradient[i]! * scale * factor + weightDecay * w);
    }
  }
}

/** Gradient descent on a table, in place: rows without a gradient only decay. */
export function sgdRows(
  table: Float32Array,
  { ids, rows, features }: Rows,
  scale: number,
  settings: SgdSettings,
): void {
  const { learningRate, weightDecay } = settings;
  let next = 0;
  for (let start = 0, row = 0; start < table.length; start += features, row++) {
    const found = ids[next] === row;
    if (!found && weightDecay === 0) continue;
    const source = next * features - start;
    if (found) next++;
    for (let i = start; i < start + features; i++) {
      const w = table[i]!;
      const g = found ? rows[source + i]! * scale : 0;
      table[i] = w - learningRate * (g + weightDecay * w);
    }
  }
}
