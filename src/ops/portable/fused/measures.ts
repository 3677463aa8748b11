/** What an update does to a parameter, read off while it is made: see UpdateMeasures.sums. */
import type { ParameterPart } from "../../ops.ts";
import type { Stretch } from "../factors.ts";
import type { Loops } from "./loops.ts";

/** Adds how many factors are not 0 to the sums of their part, as the optimizer walks along. */
export function* counted(
  stretches: Iterable<Stretch>,
  parts: readonly ParameterPart[],
  sums: Float32Array,
  { countNonZero }: Loops,
): Generator<Stretch> {
  let part = 0;
  let partEnd = parts[0]!.size;
  for (const stretch of stretches) {
    const { start, end, factors } = stretch;
    while (start >= partEnd) partEnd += parts[++part]!.size;
    sums[2 * part]! += factors ? countNonZero(factors) : end - start;
    yield stretch;
  }
}

/** Sets each part's sum of squared changes. */
export function noteChanges(
  before: Float32Array,
  after: Float32Array,
  parts: readonly ParameterPart[],
  sums: Float32Array,
  { sumOfSquaredChanges }: Loops,
): void {
  let start = 0;
  parts.forEach(({ size }, part) => {
    sums[2 * part + 1] = sumOfSquaredChanges(before, after, start, start + size);
    start += size;
  });
}
