/** Is a variant better than standard fine-tuning, or was it luck? */
import ttest from "@stdlib/stats-ttest";

/**
 * Below this many pairs nothing is tested. Six is the fewest at which even the sharpest test without assumptions can fall below
 * 0.05: if signs were tossed like coins, all six would agree in 2 of 64 cases.
 */
export const FEWEST_PAIRS = 6;

/** One measurement without and with a treatment, everything else being equal. */
export interface Pair {
  readonly before: number;
  readonly after: number;
}

export type PairedTest =
  | {
      readonly kind: "tested";
      readonly pairs: number;
      /** Mean of after - before, in the unit of the pairs. */
      readonly difference: number;
      /** Of that mean. */
      readonly standardError: number;
      readonly t: number;
      readonly degreesOfFreedom: number;
      /** Two-sided: how often chance alone gives a difference at least as large, 0 to 1. */
      readonly p: number;
    }
  /** Fewer than FEWEST_PAIRS. */
  | { readonly kind: "too-few"; readonly pairs: number }
  /** Every pair differs by the same amount: without a spread there is nothing to measure the difference against. */
  | { readonly kind: "no-spread"; readonly pairs: number; readonly difference: number };

/** Scores are shares of whole examples: anything smaller is rounding. */
const SAME = 1e-9;

/** Student's two-sided t-test of paired samples: is the mean of after - before other than 0? */
export function pairedTTest(pairs: readonly Pair[]): PairedTest {
  if (pairs.length < FEWEST_PAIRS) return { kind: "too-few", pairs: pairs.length };
  const differences = pairs.map(({ before, after }) => after - before);
  if (!differences.every(Number.isFinite)) {
    throw new RangeError("A paired t-test got a score that is no number. Leave out pairs without both scores.");
  }
  const first = differences[0]!;
  if (differences.every((difference) => Math.abs(difference - first) < SAME)) {
    return { kind: "no-spread", pairs: pairs.length, difference: first };
  }
  const { mean, sd, statistic, df, pValue } = ttest(
    pairs.map(({ after }) => after),
    pairs.map(({ before }) => before),
  );
  // The library calls the standard error of the mean "sd".
  return {
    kind: "tested",
    pairs: pairs.length,
    difference: mean,
    standardError: sd,
    t: statistic,
    degreesOfFreedom: df,
    p: pValue,
  };
}
