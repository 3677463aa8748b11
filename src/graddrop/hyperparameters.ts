import type { Hyperparameter, Variant } from "./types.ts";

/** The paper's drop rate (IV.2); what is dropped differs from variant to variant, and so does the summary. */
const DROP_RATE = { default: 0.2, min: 0, max: 0.95, step: 0.05 };

export function dropRate(label: string, summary: string): Hyperparameter {
  return { label, summary, ...DROP_RATE };
}

/** The annealed schedule's first drop rate (III.C). */
export const START_RATE: Hyperparameter = {
  label: "Start rate",
  summary: "Drop rate in the first epoch. It falls by 1/epochs after each, and the last epoch drops nothing.",
  default: 0.9,
  min: 0,
  max: 0.95,
  step: 0.05,
};

/** The value of a variant's hyperparameter: the given one, else the default. */
export function hyperValue(
  hyper: Readonly<Record<string, number>>,
  name: string,
  hyperparameters: Readonly<Record<string, Hyperparameter>>,
): number {
  const value = hyper[name] ?? hyperparameters[name]?.default;
  if (value === undefined) throw new RangeError(`"${name}" is no hyperparameter of this variant.`);
  return value;
}

/** All hyperparameters of a variant by name: the given values, checked, and defaults for the rest. */
export function completeHyperparameters(
  variant: Variant,
  given: Readonly<Record<string, number>>,
): Record<string, number> {
  const known = Object.entries(variant.hyperparameters);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(variant.hyperparameters, name)) continue;
    const offer = known.length === 0 ? "It has none" : `It has: ${known.map(([id]) => id).join(", ")}`;
    throw new RangeError(`Variant "${variant.id}" has no hyperparameter "${name}". ${offer}.`);
  }
  return Object.fromEntries(
    known.map(([name, { default: fallback, min, max }]) => {
      const value = given[name] ?? fallback;
      if (!(value >= min && value <= max)) {
        throw new RangeError(`Variant "${variant.id}": ${name} is ${value}. Choose a number from ${min} to ${max}.`);
      }
      return [name, value];
    }),
  );
}
