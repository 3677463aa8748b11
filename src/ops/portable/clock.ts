import type { ParameterState } from "../ops.ts";

type ClockState = Pick<ParameterState, "steps" | "counts">;

/**
 * How many optimizer steps each weight of a parameter has made: AdamW corrects its moments by that number.
 * One number as in PyTorch, until a mask leaves some weights untouched; from then on a number for each weight, so that a
 * weight that joins late starts as a fresh one would (one clock for all would multiply its first hundred steps by up to 6).
 */
export class Clock {
  /** Steps of every weight while `counts` is null. */
  steps: number;
  /** Steps weight by weight. */
  counts: Int32Array | null;

  constructor({ steps, counts }: ClockState = { steps: 0, counts: null }) {
    this.steps = steps;
    this.counts = counts?.slice() ?? null;
  }

  /** A copy, from which a clock can be made that goes on. */
  state(): ClockState {
    return { steps: this.steps, counts: this.counts?.slice() ?? null };
  }

  /** Counts one step, in which the weights of factor 0 are left alone; null: all take part. */
  advance(untouched: Float32Array | null): void {
    if (untouched === null && this.counts === null) {
      this.steps++;
      return;
    }
    this.counts ??= new Int32Array(untouched!.length).fill(this.steps);
    const counts = this.counts;
    if (untouched === null) {
      for (let i = 0; i < counts.length; i++) counts[i]!++;
    } else {
      for (let i = 0; i < counts.length; i++) if (untouched[i] !== 0) counts[i]!++;
    }
    this.steps++;
  }
}

/** 1 - beta^step: what AdamW divides a moment by. */
export function biasCorrection(beta: number, step: number): number {
  return 1 - beta ** step;
}
