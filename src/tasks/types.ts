import type { Language } from "../minixglue/grammar.ts";
import type { Split } from "../minixglue/meaning.ts";

export const TASK_IDS = ["nc", "xnli"] as const;
export type TaskId = (typeof TASK_IDS)[number];

/** One text, or a pair of texts, with the index of its label in `Task.labels`. */
export interface SequenceExample {
  readonly textA: string;
  readonly textB: string;
  readonly label: number;
}

export interface ExampleQuery {
  readonly split: Split;
  readonly language: Language;
  /** The first `size` examples; smaller sets are prefixes of larger ones. */
  readonly size: number;
  /** Share of labels replaced by a wrong one, drawn from `seed`; for training sets. */
  readonly labelNoise?: number;
  readonly seed?: number;
}

/** What an experiment's training takes when nothing else is said. */
export interface TaskDefaults {
  readonly trainSize: number;
  readonly evalSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/** An XGLUE understanding task over its bundled data. */
export interface Task {
  readonly id: TaskId;
  readonly label: string;
  readonly summary: string;
  /** English first: the training language; the others are tested zero-shot. */
  readonly languages: readonly Language[];
  readonly labels: readonly string[];
  readonly head: { readonly kind: "sequence"; readonly classes: number };
  readonly metric: "accuracy";
  /** Accuracy of guessing. */
  readonly chance: number;
  /** Tokens, specials included; longer inputs are cut. */
  readonly maxLength: number;
  readonly defaults: TaskDefaults;
  examples(query: ExampleQuery): SequenceExample[];
}
