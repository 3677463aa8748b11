/** How the learning rate moves over a run. */
export interface LearningRateSchedule {
  readonly peak: number;
  /** Share of all steps over which the rate rises. */
  readonly warmupShare: number;
  /** Steps of the whole run. */
  readonly steps: number;
}

/**
 * Linear warm-up to the peak, then linear decay towards 0. As Hugging Face's `get_linear_schedule_with_warmup`, save that
 * the rise begins one rung above 0: no step is spent at rate 0, which matters where a run has few.
 *
 * @param step from 0
 */
export function learningRateAt({ peak, warmupShare, steps }: LearningRateSchedule, step: number): number {
  const warmup = Math.round(warmupShare * steps);
  if (step < warmup) return (peak * (step + 1)) / (warmup + 1);
  return (peak * (steps - step)) / (steps - warmup);
}
