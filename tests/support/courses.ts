/** Runs that were forked, for property tests. */
import * as fc from "fast-check";
import { type Experiment, MOST_EARLIER_STRETCHES, type Stretch } from "../../src/experiment/experiment.ts";
import { VARIANTS, type VariantId, variantById } from "../../src/graddrop/index.ts";

export const VARIANT_IDS = VARIANTS.map(({ id }) => id);

/** Some of a variant's settings, within their bounds. */
export function hyperOf(variant: VariantId): fc.Arbitrary<Record<string, number>> {
  const known = variantById(variant).hyperparameters;
  const values = Object.entries(known).map(([name, { min, max }]) => [name, fc.double({ min, max, noNaN: true })]);
  const record = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<number>>, { requiredKeys: [] });
  return record.map((hyper) => hyper as Record<string, number>);
}

export const methods = fc
  .constantFrom(...VARIANT_IDS)
  .chain((variant) => hyperOf(variant).map((hyper) => ({ variant, hyper })));

/** What may come before a fork, in a run of so many epochs; nothing, too. */
export function histories(epochs: number): fc.Arbitrary<Pick<Experiment, "history">> {
  if (epochs < 2) return fc.constant({});
  const ends = fc.uniqueArray(fc.integer({ min: 1, max: epochs - 1 }), { maxLength: MOST_EARLIER_STRETCHES });
  return ends
    .map((list) => list.sort((a, b) => a - b))
    .chain((list) => fc.tuple(...list.map((until) => methods.map((method): Stretch => ({ ...method, until })))))
    .map((history) => (history.length > 0 ? { history } : {}));
}
