import type { Language } from "../minixglue/grammar.ts";
import type { Split } from "../minixglue/meaning.ts";
import type { Head } from "../model/parameters.ts";
import type { Metric } from "./metrics.ts";

/** In the order in which people are shown them. */
export const TASK_IDS = ["nc", "xnli", "pawsx", "qam", "qadsm", "wpr", "ner", "pos", "mlqa"] as const;
export type TaskId = (typeof TASK_IDS)[number];

/** One text, or a pair of texts, with the index of its label in `Task.labels`. */
export interface SequenceExample {
  readonly textA: string;
  /** Empty where there is one text. */
  readonly textB: string;
  readonly label: number;
}

/** A sentence with, for each word, the index of its tag in `Task.labels`. */
export interface TokenExample {
  readonly words: readonly string[];
  readonly tags: readonly number[];
}

/** A question about a text that holds the answer. */
export interface SpanExample {
  /** Of no other example of its language and split. */
  readonly id: string;
  readonly question: string;
  readonly context: string;
  /** All that are right, at least one; training looks at the first. `start` counts code points, as SQuAD does. */
  readonly answers: readonly { readonly text: string; readonly start: number }[];
}

/** Which of them, the task's head says. */
export type Example = SequenceExample | TokenExample | SpanExample;

export interface ExampleQuery {
  readonly split: Split;
  readonly language: string;
  /**
   * The first so many examples; smaller sets are prefixes of larger ones. Where examples belong together, as the pages of one
   * query, a test set has whole groups alone: at most so many examples, but at least one group.
   */
  readonly size: number;
}

/** Where a run's examples come from. */
export interface TaskData {
  /** English first: the training language; the others are tested zero-shot. */
  readonly languages: readonly string[];
  /** May be slow, and fail: files are read when they are asked for. */
  load(query: ExampleQuery): Promise<readonly Example[]>;
}

/** What an experiment's training takes when nothing else is said. */
export interface TaskDefaults {
  readonly trainSize: number;
  readonly evalSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly batchSize: number;
}

/** An XGLUE understanding task, with its bundled data. */
export interface Task {
  readonly id: TaskId;
  readonly label: string;
  readonly summary: string;
  /** English first: the training language; the others are tested zero-shot. */
  readonly languages: readonly Language[];
  /** Names of the classes, which are their indices; none where answers are spans. */
  readonly labels: readonly string[];
  /** What the labels mean, in their order, where their names do not say it. */
  readonly meanings?: readonly string[];
  readonly head: Head;
  readonly metric: Metric;
  /** Score of guessing on the bundled data; absent where guessing has no such simple score. */
  readonly chance?: number;
  /** Tokens, specials included; longer inputs are cut, or seen through several windows. */
  readonly maxLength: number;
  readonly defaults: TaskDefaults;
  /** Of the bundled data. */
  examples(query: ExampleQuery): Example[];
}
