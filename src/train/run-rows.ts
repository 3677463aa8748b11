/** How many tokens the rows of a run have: what memory and time depend on. */
import type { Experiment } from "../experiment/experiment.ts";
import { maxLengthOf } from "../experiment/experiment.ts";
import { epochOrder } from "./batches.ts";
import type { RunExamples } from "./run-examples.ts";

export interface RunRows {
  /** By example, in the order of the training set. */
  readonly training: {
    /** Rows of the example: of a long text one for each window. */
    readonly rows: Int32Array;
    /** Of all its rows together. */
    readonly tokens: Int32Array;
    /** Of its longest row. */
    readonly longest: Int32Array;
  };
  /** By language: tokens of each row, ascending. */
  readonly tests: readonly (readonly number[])[];
  readonly testExamples: number;
  /** Of all rows of the run. */
  readonly longest: number;
  /** Tokens of a row at most; longer texts were cut. */
  readonly maxLength: number;
}

/** Of examples that have been tokenised, or are now. */
export function runRowsOf({ training, tests, maxLength }: RunExamples): RunRows {
  const facts = {
    rows: new Int32Array(training.size),
    tokens: new Int32Array(training.size),
    longest: new Int32Array(training.size),
  };
  let longest = 0;
  for (let index = 0; index < training.size; index++) {
    const lengths = training.rows(index).map(({ ids }) => ids.length);
    facts.rows[index] = lengths.length;
    facts.tokens[index] = lengths.reduce((sum, length) => sum + length, 0);
    facts.longest[index] = Math.max(0, ...lengths);
    longest = Math.max(longest, facts.longest[index]!);
  }
  const tested = Array.from(tests.values(), (set) =>
    Array.from({ length: set.size }, (_, index) => set.rows(index).map(({ ids }) => ids.length))
      .flat()
      .sort((a, b) => a - b),
  );
  for (const lengths of tested) longest = Math.max(longest, lengths.at(-1) ?? 0);
  const testExamples = Array.from(tests.values(), ({ size }) => size).reduce((sum, size) => sum + size, 0);
  return { training: facts, tests: tested, testExamples, longest, maxLength };
}

export interface BatchTokens {
  readonly rows: number;
  /** Of the longest row. */
  readonly sequence: number;
  /** Without padding. */
  readonly tokens: number;
}

/**
 * Every batch of every epoch, also of an experiment with shorter rows or other batches than the one whose rows these are.
 * Examples of several windows would have more of them; they are taken as they are.
 */
export function* trainingBatches(
  experiment: Pick<Experiment, "seed" | "epochs" | "trainSize" | "batchSize" | "task" | "maxLength">,
  { training }: RunRows,
): Generator<BatchTokens> {
  const { seed, epochs, trainSize, batchSize } = experiment;
  const cut = maxLengthOf(experiment);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = epochOrder(seed, epoch, trainSize);
    for (let first = 0; first < trainSize; first += batchSize) {
      let rows = 0;
      let tokens = 0;
      let sequence = 0;
      for (let i = first; i < Math.min(first + batchSize, trainSize); i++) {
        const example = order[i]!;
        const count = training.rows[example]!;
        rows += count;
        tokens += count === 1 ? Math.min(cut, training.tokens[example]!) : training.tokens[example]!;
        sequence = Math.max(sequence, Math.min(cut, training.longest[example]!));
      }
      yield { rows, sequence, tokens };
    }
  }
}
