/** All examples of a run, and the tokens that occur in them. */
import { TokensSeen, type Vocabulary } from "../checkpoint/index.ts";
import { type Experiment, maxLengthOf } from "../experiment/experiment.ts";
import { type EncoderConfig, maxTokens } from "../model/config.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskData } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { cannotCompare, tooFewExamples } from "./error.ts";
import { type ExampleSet, exampleSet } from "./examples.ts";

export interface RunExamples {
  readonly training: ExampleSet;
  /** By language. */
  readonly tests: ReadonlyMap<string, ExampleSet>;
  /** Of a row, in tokens. */
  readonly maxLength: number;
}

interface TextModel {
  readonly config: EncoderConfig;
  readonly tokenizer: Tokenizer;
}

/**
 * Reads all data, so that what is wrong with them is found before the first step; tokenises nothing yet. Asked again for the
 * same, it gives the same sets, with what has been tokenised.
 *
 * @throws TrainingError, and what the data throws
 */
export async function runExamples(
  experiment: Experiment,
  data: TaskData,
  { config, tokenizer }: TextModel,
): Promise<RunExamples> {
  const { trainSize, evalSize, labelNoise, seed } = experiment;
  const task = taskById(experiment.task);
  const maxLength = Math.min(maxLengthOf(experiment), maxTokens(config));
  const settings = { tokenizer, maxLength };
  const noise = { share: labelNoise, classes: task.labels.length, seed };
  const query = { split: "train", language: "en", size: trainSize, labelNoise: noise } as const;
  const training = await exampleSet(data, query, settings);
  if (training.size < trainSize) throw tooFewExamples(training.size, trainSize);
  const tests = new Map<string, ExampleSet>();
  for (const language of data.languages) {
    if (task.metric.languages?.includes(language) === false) throw cannotCompare(task, language);
    tests.set(language, await exampleSet(data, { split: "test", language, size: evalSize }, settings));
  }
  return { training, tests, maxLength };
}

/** How tokenising goes on, which takes seconds to minutes. */
export interface Tokenising {
  /** Told often. */
  readonly tell?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Between two rests: others may speak at least so often. */
const SLICE_MS = 40;

/**
 * Tokenises all examples and collects their tokens. It rests now and then, so that whoever called can be told to stop.
 *
 * @throws the signal's reason once it is aborted
 */
export async function vocabularyOf(
  { training, tests }: Pick<RunExamples, "training" | "tests">,
  { config, tokenizer }: TextModel,
  { tell, signal }: Tokenising = {},
): Promise<Vocabulary> {
  const { vocabSize: fullSize, padId } = config;
  const seen = new TokensSeen({ fullSize, padId }, Object.values(tokenizer.specials));
  const sets = [training, ...tests.values()];
  const total = sets.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  let restedAt = performance.now();
  for (const set of sets) {
    for (let index = 0; index < set.size; index++) {
      for (const { ids } of set.rows(index)) seen.add(ids);
      done++;
      if (performance.now() - restedAt < SLICE_MS) continue;
      tell?.(done, total);
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      restedAt = performance.now();
    }
  }
  signal?.throwIfAborted();
  tell?.(total, total);
  return seen.vocabulary();
}
