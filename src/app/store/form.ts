/** The form: what a person has entered, valid or not, and the experiments that it asks for. */

import { z } from "zod";
import { BUNDLED_MODEL } from "../../checkpoint/address.ts";
import { defaultExperiment, MOST_SEEDS } from "../../experiment/defaults.ts";
import { EMBEDDING_POLICIES, type Experiment, experimentSchema, maxLengthOf } from "../../experiment/experiment.ts";
import { forkedAfter } from "../../experiment/history.ts";
import { VARIANTS, type VariantId, variantById } from "../../graddrop/index.ts";
import { taskById } from "../../tasks/registry.ts";
import { TASK_IDS, type TaskId } from "../../tasks/types.ts";
import { allowed, fromShown, NUMBER_FIELDS, type NumberFieldName, rangeOf, toShown } from "./fields.ts";

/** A number, or what was typed and is none (yet). */
export type Entry = number | string;

export interface Form {
  readonly task: TaskId;
  /** As experiments name it. */
  readonly model: string;
  /** Absent: the bundled data. */
  readonly data?: NonNullable<Experiment["data"]>;
  /** In the registry's order; run one after another. */
  readonly variants: readonly VariantId[];
  /** From a link to forks: what trains the first epochs, before each of the variants goes on. */
  readonly history?: NonNullable<Experiment["history"]>;
  /** By variant, then by name; what is missing takes the paper's value. */
  readonly hyper: Readonly<Record<string, Readonly<Record<string, Entry>>>>;
  /** As shown: percentages, not shares. */
  readonly numbers: Readonly<Record<NumberFieldName, Entry>>;
  /** Runs of each variant, with consecutive seeds from the chosen one. */
  readonly seeds: Entry;
  readonly embeddings: Experiment["embeddings"];
  readonly optimizer: Experiment["optimizer"];
  readonly memory: Experiment["memory"];
}

const FIRST_VARIANTS: readonly VariantId[] = ["sft", "graddrop-epoch"];
const EMPTY = "";

export function defaultForm(task: TaskId = "nc", model: string = BUNDLED_MODEL): Form {
  const { embeddings, optimizer, memory } = defaultExperiment(task, "sft");
  const numbers = defaultNumbers(task, model);
  return { task, model, variants: FIRST_VARIANTS, hyper: {}, numbers, seeds: 1, embeddings, optimizer, memory };
}

type Numbers = Readonly<Record<NumberFieldName, Entry>>;
const numbersOf = new Map<string, Numbers>();

export function defaultNumbers(task: TaskId, model: string = BUNDLED_MODEL): Numbers {
  const key = `${task} ${model}`;
  const known = numbersOf.get(key) ?? readDefaults(task, model);
  numbersOf.set(key, known);
  return known;
}

function readDefaults(task: TaskId, model: string): Numbers {
  const experiment = defaultExperiment(task, "sft", model);
  const entries = NUMBER_FIELDS.map((name) => {
    const value = name === "maxLength" ? maxLengthOf(experiment) : experiment[name];
    return [name, value === null ? EMPTY : toShown(name, value)];
  });
  return Object.fromEntries(entries) as Numbers;
}

/** What the person left at its default follows the new task's defaults; what they changed stays. */
export function withTask(form: Form, task: TaskId): Form {
  const before = defaultNumbers(form.task, form.model);
  const after = defaultNumbers(task, form.model);
  const numbers = { ...form.numbers };
  for (const name of NUMBER_FIELDS) if (numbers[name] === before[name]) numbers[name] = after[name];
  // Data of one's own are one task's.
  const { data, ...rest } = form;
  return { ...rest, ...(data && task === form.task ? { data } : {}), task, numbers };
}

export function withVariant(form: Form, id: VariantId, chosen: boolean): Form {
  const wanted = new Set(form.variants);
  if (chosen) wanted.add(id);
  else wanted.delete(id);
  return { ...form, variants: VARIANTS.map((variant) => variant.id).filter((known) => wanted.has(known)) };
}

/** Message by field: a number field's name, "seeds", "variants", or "variant.hyperparameter". */
export type FormErrors = Readonly<Record<string, string>>;

export interface CheckedForm {
  /** Every variant with the first seed, then with the next: comparisons are whole early. Empty when anything is wrong. */
  readonly experiments: readonly Experiment[];
  readonly errors: FormErrors;
}

const checked = new WeakMap<Form, CheckedForm>();

/** Many parts of the page ask at every change of the state: a form is checked once. */
export function checkForm(form: Form): CheckedForm {
  const known = checked.get(form) ?? check(form);
  checked.set(form, known);
  return known;
}

function check(form: Form): CheckedForm {
  const errors: Record<string, string> = {};
  const numbers: Partial<Record<NumberFieldName, number | null>> = {};
  for (const name of NUMBER_FIELDS) {
    const value = readNumber(name, form.numbers[name]);
    if (value === undefined) errors[name] = `Enter ${allowed(name)}.`;
    else numbers[name] = value;
  }
  const seeds = toNumber(form.seeds) ?? 0;
  if (!Number.isInteger(seeds) || seeds < 1 || seeds > MOST_SEEDS) {
    errors.seeds = `Enter a whole number from 1 to ${MOST_SEEDS}.`;
  } else if ((numbers.seed ?? 0) > Number.MAX_SAFE_INTEGER - (seeds - 1)) {
    errors.seed = `Enter ${allowed("seed")}, with room for ${seeds} seeds.`;
  }
  if (form.variants.length === 0) errors.variants = "Choose at least one variant.";
  const forked = forkedAfter(form);
  if (numbers.epochs && numbers.epochs <= forked) {
    errors.epochs ??= `Enter at least ${forked + 1}: ${forked} ${forked === 1 ? "is" : "are"} trained before the fork.`;
  }
  if (numbers.labelNoise && !hasLabels(form.task)) {
    errors.labelNoise ??= "Enter 0: answers that are parts of a text have no labels to replace.";
  }
  const hyper = form.variants.map((id) => readHyper(form, id, errors));
  if (Object.keys(errors).length > 0) return { experiments: [], errors };
  const { task, embeddings, optimizer, memory } = form;
  const experiments = Array.from({ length: seeds }, (_, nth) =>
    form.variants.map((variant, i) => {
      const seed = (numbers.seed ?? 0) + nth;
      const own = { ...numbers, seed, hyper: hyper[i], embeddings, optimizer, memory };
      return { ...defaultExperiment(task, variant, form.model), ...own, ...historyOf(form), ...dataOf(form) };
    }),
  ).flat();
  return { experiments: experiments.map(parsed), errors };
}

/** The task's own greatest length goes without saying. */
function parsed({ maxLength, ...experiment }: { readonly task: TaskId; readonly maxLength?: unknown }): Experiment {
  const isOwn = maxLength === undefined || maxLength === maxLengthOf(experiment);
  return experimentSchema.parse(isOwn ? experiment : { ...experiment, maxLength });
}

/** Whether there are labels that noise could replace. */
function hasLabels(task: TaskId): boolean {
  return taskById(task).labels.length > 0;
}

function dataOf({ data }: Form): Pick<Experiment, "data"> {
  return data ? { data } : {};
}

function historyOf({ history }: Form): Pick<Experiment, "history"> {
  return history ? { history } : {};
}

/** A valid experiment for a preview, with defaults for whatever is not valid. */
export function previewExperiment(form: Form, variant: VariantId): Experiment {
  const defaults = defaultExperiment(form.task, variant, form.model);
  const numbers = Object.fromEntries(
    NUMBER_FIELDS.filter((name) => name !== "labelNoise" || hasLabels(form.task))
      .map((name) => [name, readNumber(name, form.numbers[name])])
      .filter(([, value]) => value !== undefined),
  );
  const errors: Record<string, string> = {};
  const hyper = readHyper(form, variant, errors);
  const { embeddings, optimizer, memory } = form;
  const usable = Object.keys(errors).length === 0 ? hyper : {};
  const own = { ...numbers, hyper: usable, embeddings, optimizer, memory };
  const history = forkedAfter(form) < (Number(numbers.epochs) || defaults.epochs) ? historyOf(form) : {};
  return parsed({ ...defaults, ...own, ...history, ...dataOf(form) });
}

function readNumber(name: NumberFieldName, entry: Entry): number | null | undefined {
  if (name === "clipNorm" && entry === EMPTY) return null;
  const shown = toNumber(entry);
  if (shown === undefined) return undefined;
  const value = fromShown(name, shown);
  const { min, max, integer } = rangeOf(name);
  if (integer && !Number.isSafeInteger(value)) return undefined;
  const tooSmall = name === "clipNorm" ? value <= 0 : value < min;
  return tooSmall || value > max ? undefined : value;
}

/** @param errors gets a message for each setting that is out of bounds, as "variant.setting" */
export function readHyper(
  form: Pick<Form, "hyper">,
  id: VariantId,
  errors: Record<string, string>,
): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [name, entry] of Object.entries(form.hyper[id] ?? {})) {
    const known = variantById(id).hyperparameters[name];
    if (!known) continue;
    const value = toNumber(entry);
    if (value === undefined || value < known.min || value > known.max) {
      errors[`${id}.${name}`] = `Enter a number from ${known.min} to ${known.max}.`;
    } else if (value !== known.default) {
      values[name] = value;
    }
  }
  return values;
}

export function toNumber(entry: Entry): number | undefined {
  if (typeof entry === "string" && entry.trim() === "") return undefined;
  const value = Number(entry);
  return Number.isFinite(value) ? value : undefined;
}

const entrySchema = z.union([z.number(), z.string()]);
const variantIds = VARIANTS.map(({ id }) => id) as [VariantId, ...VariantId[]];

const storedSchema = z.object({
  task: z.enum(TASK_IDS),
  model: experimentSchema.shape.model.default(BUNDLED_MODEL),
  data: experimentSchema.shape.data,
  variants: z.array(z.enum(variantIds)),
  history: experimentSchema.shape.history,
  hyper: z.record(z.string(), z.record(z.string(), entrySchema)),
  numbers: z.partialRecord(z.enum(NUMBER_FIELDS), entrySchema),
  seeds: entrySchema.default(1),
  embeddings: z.enum(EMBEDDING_POLICIES),
  optimizer: z.enum(["adamw", "sgd"]),
  memory: experimentSchema.shape.memory,
});

/** For a form read from storage, also from before there was a choice of models or about memory, a number of seeds or a greatest length. */
export const formSchema = storedSchema.transform((stored) => ({
  ...stored,
  numbers: { ...defaultNumbers(stored.task, stored.model), ...stored.numbers },
})) satisfies z.ZodType<Form>;
