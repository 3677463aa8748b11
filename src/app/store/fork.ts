/** Forking a run: what has been entered in the dialog, and the experiment that it asks for. */
import { type Experiment, experimentSchema, MOST_EARLIER_STRETCHES } from "../../experiment/experiment.ts";
import { courseKey, courseLabel, forkedAfter, forkOf, methodAt, sameMethod } from "../../experiment/history.ts";
import { VARIANTS, type VariantId, variantById } from "../../graddrop/index.ts";
import { type Entry, type FormErrors, readHyper, toNumber } from "./form.ts";
import { isOver, type Run } from "./runs.ts";

export interface ForkEntry {
  /** The last epoch that both runs have. */
  readonly after: Entry;
  /** What goes on from there. */
  readonly variant: VariantId;
  /** Its settings by name; what is missing takes the paper's value. */
  readonly hyper: Readonly<Record<string, Entry>>;
}

/** Whether a run leaves an epoch to another variant. */
export function isForkable({ experiment }: Pick<Run, "experiment">): boolean {
  return experiment.epochs > 1;
}

/**
 * What the dialog opens with.
 *
 * @param chosen  the epoch that is chosen in Figure 1, if it shows this run
 * @param wished  variants that the person is interested in
 */
export function firstFork(run: Run, chosen: number | undefined, wished: readonly VariantId[]): ForkEntry {
  const { experiment, epochs } = run;
  const last = experiment.epochs - 1;
  // After all but one of its epochs a finished run leaves nothing to see.
  const usual = isOver(run) ? Math.floor(experiment.epochs / 2) : epochs.length;
  const after = Math.max(1, Math.min(last, chosen ?? usual));
  const others = [...wished, ...VARIANTS.map(({ id }) => id)].filter((id) => {
    return id !== methodAt(experiment, after).variant.id && id !== methodAt(experiment, after + 1).variant.id;
  });
  return { after, variant: others[0] ?? "sft", hyper: {} };
}

export interface CheckedFork {
  /** Undefined where anything is wrong. */
  readonly fork: Experiment | undefined;
  /** By what is wrong: "after", "variant", or a setting's name. */
  readonly errors: FormErrors;
}

export function checkFork(source: Experiment, { after: entry, variant, hyper: entries }: ForkEntry): CheckedFork {
  const last = source.epochs - 1;
  const after = toNumber(entry) ?? 0;
  const found: Record<string, string> = {};
  const hyper = readHyper({ hyper: { [variant]: entries } }, variant, found);
  const errors: Record<string, string> = Object.fromEntries(
    Object.entries(found).map(([field, message]) => [field.replace(`${variant}.`, ""), message]),
  );
  if (!Number.isInteger(after) || after < 1 || after > last) {
    errors.after = last === 1 ? "Enter 1." : `Enter a whole number from 1 to ${last}.`;
  }
  if (Object.keys(errors).length > 0) return { fork: undefined, errors };
  const fork = forkOf(source, after, { variant, hyper });
  const fault = faultOf(source, fork, after);
  if (fault) return { fork: undefined, errors: { variant: fault } };
  return { fork: experimentSchema.parse(fork), errors };
}

function faultOf(source: Experiment, fork: Experiment, after: number): string | undefined {
  const { label } = variantById(fork.variant);
  if (courseKey(fork) === courseKey(source)) return `This run goes on with ${label} itself. Choose another variant.`;
  const { variant, hyper } = methodAt(source, after);
  if (sameMethod({ variant: variant.id, hyper: { ...hyper } }, fork)) {
    return `Epoch ${after} is ${label}'s already. Choose another variant, or other settings.`;
  }
  if ((fork.history?.length ?? 0) > MOST_EARLIER_STRETCHES) {
    return `A run can be forked ${MOST_EARLIER_STRETCHES} times in a row. Choose an earlier epoch.`;
  }
  return undefined;
}

/** What a fork will do. */
export function forkText(fork: Experiment): string {
  const { epochs } = fork;
  const after = forkedAfter(fork);
  const { label } = variantById(fork.variant);
  return (
    `The new run trains ${epochRange(1, after)} again as ${earlierLabel(fork)}, to the same numbers. Then ${label} goes on in ` +
    `${epochRange(after + 1, epochs)}, from the weights, moments, learning rate and batches as they are there, ` +
    `and with the masks that it has in ${after + 1 === epochs ? "this epoch" : "these epochs"} anyway.`
  );
}

/** What comes before a fork; of a fork of forks all of it. */
export function earlierLabel({ history = [] }: Pick<Experiment, "history">): string {
  const last = history.at(-1);
  return last ? courseLabel({ ...last, ...(history.length > 1 ? { history: history.slice(0, -1) } : {}) }) : "";
}

export function epochRange(first: number, last: number): string {
  return first === last ? `epoch ${first}` : `epochs ${first} to ${last}`;
}
