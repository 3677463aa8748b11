/** The numbers of an experiment that a person sets: how they are called, explained and bounded. */
import { type Experiment, experimentSchema } from "../../experiment/experiment.ts";

export const NUMBER_FIELDS = [
  "epochs",
  "seed",
  "learningRate",
  "batchSize",
  "trainSize",
  "evalSize",
  "labelNoise",
  "warmupShare",
  "weightDecay",
  "clipNorm",
  "maxLength",
] as const satisfies readonly (keyof Experiment)[];
export type NumberFieldName = (typeof NUMBER_FIELDS)[number];

export interface NumberField {
  readonly label: string;
  /** The form shows a percentage, the experiment holds a share. */
  readonly percent?: true;
  /** What an arrow key adds. */
  readonly step: number;
  readonly explain: string;
}

export const FIELDS: Readonly<Record<NumberFieldName, NumberField>> = {
  epochs: {
    label: "Epochs",
    step: 1,
    explain:
      "How often training goes through all its examples. The test follows after each. Schedules stretch over all epochs: with more of them, each turns on less.",
  },
  seed: {
    label: "Seed",
    step: 1,
    explain:
      "Decides everything random: the new head, the order of batches, the masks. Same seed, same numbers. Run again with another seed to see how much is luck.",
  },
  learningRate: {
    label: "Learning rate",
    step: 0.0001,
    explain:
      "Size of the update steps at their peak, after the warm-up; from there it falls to 0. Too high and the loss jumps, too low and nothing happens.",
  },
  batchSize: {
    label: "Batch size",
    step: 8,
    explain: "Examples whose mean gradient makes one training step.",
  },
  trainSize: {
    label: "Training examples",
    step: 100,
    explain:
      "English examples to learn from. Smaller sets are beginnings of larger ones. Small sets overfit sooner, which is where the variants may differ.",
  },
  evalSize: {
    label: "Test examples",
    step: 100,
    explain:
      "Examples in each language, tested after each epoch, never seen in training. More of them make the curve steadier and the test longer.",
  },
  labelNoise: {
    label: "Label noise, %",
    percent: true,
    step: 5,
    explain:
      "Share of training labels replaced by a wrong one. Test labels stay right. Noise makes overfitting visible.",
  },
  warmupShare: {
    label: "Warm-up, % of steps",
    percent: true,
    step: 1,
    explain: "Share of all steps during which the learning rate rises from 0 to its peak.",
  },
  weightDecay: {
    label: "Weight decay",
    step: 0.01,
    explain: "Each update also shrinks every weight that learns by this rate times the learning rate.",
  },
  clipNorm: {
    label: "Clip norm",
    step: 0.5,
    explain:
      "If all gradients together are longer than this, they are scaled down to it, before any mask. With early updates (Memory) this holds for each layer's gradients by themselves. Leave it empty for no clipping.",
  },
  maxLength: {
    label: "Greatest length, tokens",
    step: 16,
    explain:
      "Texts longer than this are cut; passages with questions are looked at in more and shorter windows. Shorter rows need less memory and time, and may lose what decides.",
  },
};

interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** Bounds in the experiment's own units, from the schema that checks them. */
export function rangeOf(name: NumberFieldName): Range {
  if (name === "clipNorm") return { min: 0, max: Number.MAX_VALUE, integer: false };
  const field = experimentSchema.shape[name];
  const { minValue, maxValue, isInt } = "unwrap" in field ? field.unwrap() : field;
  return { min: minValue ?? Number.MIN_SAFE_INTEGER, max: maxValue ?? Number.MAX_SAFE_INTEGER, integer: isInt };
}

/** As the form shows it. */
export function toShown(name: NumberFieldName, value: number): number {
  // 0.06 * 100 is 6.000000000000001
  return FIELDS[name].percent ? Number((value * 100).toPrecision(12)) : value;
}

/** As the experiment holds it. */
export function fromShown(name: NumberFieldName, shown: number): number {
  return FIELDS[name].percent ? Number((shown / 100).toPrecision(12)) : shown;
}

/** "a whole number from 1 to 100", in what the form shows. */
export function allowed(name: NumberFieldName): string {
  const { min, max, integer } = rangeOf(name);
  const kind = integer ? "a whole number" : "a number";
  if (name === "clipNorm") return `${kind} above 0, or nothing for no clipping`;
  if (max >= Number.MAX_SAFE_INTEGER) return `${kind} from ${toShown(name, min)}`;
  return `${kind} from ${toShown(name, min)} to ${toShown(name, max)}`;
}
