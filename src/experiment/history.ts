/** A run that was forked: which variant trains which of its epochs. */
import { completeHyperparameters, type Variant, type VariantId, variantById } from "../graddrop/index.ts";
import type { Experiment, Stretch } from "./experiment.ts";

/** What of an experiment says which variant is at work when. */
export type Course = Pick<Experiment, "variant" | "hyper" | "history">;

/** A variant at work, with its own settings. */
export interface Method {
  readonly variant: Variant<VariantId>;
  readonly hyper: Readonly<Record<string, number>>;
}

/** What trains an epoch (from 1). */
export function methodAt(course: Course, epoch: number): Method {
  const { variant, hyper } = course.history?.find(({ until }) => epoch <= until) ?? course;
  return { variant: variantById(variant), hyper };
}

/** All stretches of a run in order, its own last: with `until` the run's last epoch. */
export function stretchesOf({ history = [], variant, hyper, epochs }: Experiment): Stretch[] {
  return [...history, { variant, hyper, until: epochs }];
}

/** The last epoch of a fork that is not its own variant's; 0 where nothing was forked. */
export function forkedAfter({ history }: Pick<Course, "history">): number {
  return history?.at(-1)?.until ?? 0;
}

/**
 * The run that has the same first epochs, then goes on with another variant.
 *
 * @param after the last epoch that both have, from 1
 */
export function forkOf(
  experiment: Experiment,
  after: number,
  { variant, hyper }: { readonly variant: VariantId; readonly hyper: Readonly<Record<string, number>> },
): Experiment {
  const stretches = stretchesOf(experiment);
  const history = stretches
    .filter((_, i) => (stretches[i - 1]?.until ?? 0) < after)
    .map((stretch) => ({ ...stretch, until: Math.min(stretch.until, after) }));
  return { ...experiment, variant, hyper: { ...hyper }, history };
}

/** Whether two variants with their settings do the same: a setting that is left out has its default. */
export function sameMethod(
  a: Pick<Experiment, "variant" | "hyper">,
  b: Pick<Experiment, "variant" | "hyper">,
): boolean {
  return a.variant === b.variant && hyperText(a) === hyperText(b);
}

function hyperText({ variant, hyper }: Pick<Experiment, "variant" | "hyper">): string {
  return JSON.stringify(completeHyperparameters(variantById(variant), hyper));
}

/** Says which runs are of one kind: equal where variants, settings left out or in any order, and epochs of the stretches agree. */
export function courseKey({ variant, hyper, history = [] }: Course): string {
  return JSON.stringify([...history, { variant, hyper, until: null }].map((s) => [s.variant, hyperText(s), s.until]));
}

/** "GradDrop · drop rate 0.3", or of a fork "SFT → GradDrop (drop rate 0.3) from epoch 5". */
export function courseLabel(course: Course): string {
  const { history = [] } = course;
  const own = methodText(course);
  if (history.length === 0) return own.join(" · ");
  const [first = own, ...others] = [...history.map(methodText), own].map(
    ([label, ...settings]) => `${label}${settings.length > 0 ? ` (${settings.join(", ")})` : ""}`,
  );
  return [first, ...others.map((label, i) => `${label} from epoch ${history[i]!.until + 1}`)].join(" → ");
}

/** The variant's name, and the settings that are given. */
function methodText({ variant, hyper }: Pick<Experiment, "variant" | "hyper">): string[] {
  const { label, hyperparameters } = variantById(variant);
  const settings = Object.entries(hyper).map(
    ([name, value]) => `${hyperparameters[name]?.label.toLowerCase() ?? name} ${value}`,
  );
  return [label, ...settings];
}
