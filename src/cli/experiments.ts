import type { z } from "zod";
import { defaultExperiment } from "../experiment/defaults.ts";
import { EMBEDDING_POLICIES, type Experiment, experimentSchema } from "../experiment/experiment.ts";
import type { Course } from "../experiment/history.ts";
import { historyField, LinkError } from "../experiment/link-fields.ts";
import { VARIANTS, type VariantId, variantById } from "../graddrop/index.ts";
import { TASK_IDS } from "../tasks/types.ts";
import { UsageError } from "./io.ts";
import { MODEL_VALUE } from "./model.ts";
import {
  type NumberLimits,
  type OptionSpec,
  type OptionSpecs,
  type Options,
  parseChoice,
  parseNumber,
} from "./options.ts";

export const OPTIMIZERS = ["adamw", "sgd"] as const;
export const SEED_LIMITS: NumberLimits = { min: 0, whole: true };

export const HISTORY_OPTION: OptionSpec = {
  value: "V.E[,V.E…]",
  summary: "a fork: what trains up to epoch E before the variant goes on, such as sft.4 or graddrop.4.dropRate.0.3",
};

/** Flags that make experiments. Where no default is shown, it is the task's: the page's too. */
export const EXPERIMENT_OPTIONS: OptionSpecs = {
  task: { value: TASK_IDS.join("|"), summary: "what to learn", default: "nc" },
  variant: { value: "V[,V…]", summary: "how to fine-tune; see the command variants", default: "sft" },
  hyper: {
    value: "NAME=VALUE",
    summary: "a setting of the variants that have it, such as dropRate=0.3; may be repeated",
    multiple: true,
  },
  history: HISTORY_OPTION,
  epochs: { value: "N", summary: "passes over the training set" },
  "train-size": { value: "N", summary: "English training examples, up to 5000" },
  "eval-size": { value: "N", summary: "test examples per language, up to 1000" },
  "batch-size": { value: "N", summary: "examples per step" },
  lr: { value: "X", summary: "peak learning rate" },
  warmup: { value: "SHARE", summary: "share of the steps over which the learning rate rises" },
  "weight-decay": { value: "X", summary: "decoupled weight decay" },
  clip: { value: "X|none", summary: "largest global gradient norm; with --fused-update, of each layer's" },
  optimizer: { value: OPTIMIZERS.join("|"), summary: "the update rule" },
  embeddings: {
    value: EMBEDDING_POLICIES.join("|"),
    summary: "whether the embeddings learn; follow: as the variant treats its lowest layers",
  },
  "label-noise": { value: "SHARE", summary: "share of the training labels replaced by wrong ones" },
  "max-length": { value: "N", summary: "tokens of a row at most; longer texts are cut, and need less memory" },
  recompute: { summary: "less memory: compute activations again in the backward pass; a third slower, same numbers" },
  "fused-update": {
    summary: "less memory: update each layer as soon as its gradients are there; clipping is then per layer",
  },
  seed: { value: "N[,N…]", summary: "decides the new head, the order, dropout and masks", default: "1" },
  model: {
    value: MODEL_VALUE,
    summary: "what to fine-tune: the bundled model, a folder in Hugging Face layout, or a repository of its Hub",
    default: "mini",
  },
};

type Field = Exclude<keyof Experiment, "version" | "variant" | "task" | "hyper" | "model">;

/** Which flag sets which field. */
const NUMBER_FLAGS: Partial<Record<Field, string>> = {
  epochs: "epochs",
  trainSize: "train-size",
  evalSize: "eval-size",
  batchSize: "batch-size",
  learningRate: "lr",
  warmupShare: "warmup",
  weightDecay: "weight-decay",
  labelNoise: "label-noise",
  maxLength: "max-length",
};
const FLAGS: Readonly<Record<string, string>> = { ...NUMBER_FLAGS, clipNorm: "clip", seed: "seed", history: "history" };

/** The experiments that the flags ask for: variants outside, seeds inside. */
export function experimentsFrom(options: Options): Experiment[] {
  const task = options.choice("task", TASK_IDS);
  const variants = variantList(options);
  const hyper = hyperFor(variants, options);
  const seeds = options.list("seed").map((text) => parseNumber("--seed", text, SEED_LIMITS));
  const given = { ...givenFields(options), ...givenHistory(options) };
  return variants.flatMap((variant) =>
    seeds.map((seed) =>
      checked({ ...defaultExperiment(task, variant), ...given, hyper: hyper.get(variant)!, seed }, options),
    ),
  );
}

function givenFields(options: Options): Partial<Experiment> {
  const fields: Record<string, unknown> = { model: options.required("model") };
  for (const [field, flag] of Object.entries(NUMBER_FLAGS)) if (options.has(flag)) fields[field] = options.number(flag);
  if (options.has("clip")) fields.clipNorm = clipNorm(options);
  if (options.has("optimizer")) fields.optimizer = options.choice("optimizer", OPTIMIZERS);
  if (options.has("embeddings")) fields.embeddings = options.choice("embeddings", EMBEDDING_POLICIES);
  fields.memory = { recompute: options.on("recompute"), update: options.on("fused-update") ? "fused" : "after" };
  return fields as Partial<Experiment>;
}

/** What `--history` makes of a variant with its settings; just these where it is not given. */
export function courseFrom(
  variant: VariantId,
  hyper: Readonly<Record<string, number>>,
  epochs: number,
  options: Options,
): Course {
  if (!options.has("history")) return { variant, hyper };
  return checked({ ...defaultExperiment("nc", variant), hyper, epochs, ...givenHistory(options) }, options);
}

/** `--history`, written as in a link; whether it can be, the experiment's schema says. */
function givenHistory(options: Options): Pick<Experiment, "history"> {
  if (!options.has("history")) return {};
  try {
    return { history: historyField.read(options.required("history")) as NonNullable<Experiment["history"]> };
  } catch (error) {
    if (error instanceof LinkError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}

/** `--clip`: "none" and 0 switch clipping off. */
export function clipNorm(options: Options): number | null {
  if (options.required("clip") === "none") return null;
  return options.number("clip", { min: 0 }) || null;
}

export function variantList(options: Options): VariantId[] {
  const ids = VARIANTS.map(({ id }) => id);
  return options.list("variant").map((text) => parseChoice("--variant", text, ids));
}

/** The `--hyper` settings of each variant: those it has. One that no variant has is an error. */
export function hyperFor(variants: readonly VariantId[], options: Options): Map<VariantId, Record<string, number>> {
  const settings = new Map(variants.map((variant): [VariantId, Record<string, number>] => [variant, {}]));
  for (const text of options.all("hyper")) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--hyper: "${text}" is not of the form NAME=VALUE, such as dropRate=0.3.`);
    }
    const owners = variants.filter((variant) => Object.hasOwn(variantById(variant).hyperparameters, name));
    if (owners.length === 0) {
      const known = variants.flatMap((variant) => Object.keys(variantById(variant).hyperparameters));
      const offer = known.length > 0 ? `They have: ${[...new Set(known)].join(", ")}` : "They have none";
      throw new UsageError(`--hyper: no chosen variant has a setting "${name}". ${offer}.`);
    }
    for (const owner of owners) {
      const { min, max } = variantById(owner).hyperparameters[name]!;
      settings.get(owner)![name] = parseNumber(`--hyper ${name}`, value, { min, max });
    }
  }
  return settings;
}

function checked(experiment: Experiment, options: Options): Experiment {
  const result = experimentSchema.safeParse(experiment);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const flag = FLAGS[String(issue.path[0])];
  if (flag === undefined) throw new UsageError(`${issue.path.join(".")}: ${issue.message}.`);
  throw new UsageError(`--${flag}: ${options.required(flag)} ${faultOf(issue)}.`);
}

function faultOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      return issue.inclusive === false
        ? `is too small; it must be more than ${issue.minimum}`
        : `is too small; the least is ${issue.minimum}`;
    case "too_big":
      return `is too large; the most is ${issue.maximum}`;
    case "invalid_type":
      return issue.expected === "int" ? "is not a whole number" : `is not a ${issue.expected}`;
    case "invalid_value":
      return "names a variant that there is not; see the command variants";
    default:
      return `cannot be used: ${issue.message}`;
  }
}
