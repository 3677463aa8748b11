/** A mean and how far it may be off. */

export interface Mean {
  readonly mean: number;
  /** Standard error of the mean, from the sample's own deviation (n - 1); undefined for a single value. */
  readonly error: number | undefined;
  readonly n: number;
}

/** Undefined for no values at all. */
export function meanOf(values: readonly number[]): Mean | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, error: undefined, n };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n), n };
}
