import {
  CheckpointError,
  type CheckpointSource,
  openWeights,
  parseModelAddress,
  type StoredTensors,
  type Vocabulary,
  WEIGHTS,
} from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { type EncoderConfig, parseConfig } from "../model/config.ts";
import { loadParameters, storedNames } from "../model/load.ts";
import { type Head, tensorSpecs } from "../model/parameters.ts";
import { createOps } from "../ops/index.ts";
import { bundledData } from "../tasks/bundled.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskData } from "../tasks/types.ts";
import { parseTokenizer, type Tokenizer } from "../tokenizer/index.ts";
import { createEngine, type Engine } from "./engine.ts";
import { runExamples, type Tokenising, vocabularyOf } from "./run-examples.ts";
import type { Bundle } from "./trainer.ts";

const CONFIG = "config.json";
export const TOKENIZER = "tokenizer.json";

/** An encoder's checkpoint in Hugging Face layout; of its weights, only the headers have been read. */
export interface Checkpoint {
  /** Where it is from: what is saved later takes small files along. */
  readonly source: CheckpointSource;
  /** For messages. */
  readonly describe: string;
  readonly config: EncoderConfig;
  /** The file itself: what is saved later keeps the fields that are not used here. */
  readonly configJson: string;
  readonly stored: StoredTensors;
}

/** A checkpoint with its tokenizer: what fine-tuning on text needs. */
export interface OpenModel extends Checkpoint {
  readonly tokenizer: Tokenizer;
  readonly tokenizerJson: string;
}

/** @throws CheckpointError */
export async function openCheckpoint(source: CheckpointSource): Promise<Checkpoint> {
  const configJson = await readText(source, CONFIG);
  const config = parseConfig(configJson, nameOf(source, CONFIG));
  return { source, describe: source.describe, config, configJson, stored: await openWeights(source) };
}

/** @throws CheckpointError, TokenizerError */
export async function openTokenizer(
  source: CheckpointSource,
): Promise<{ tokenizer: Tokenizer; tokenizerJson: string }> {
  const tokenizerJson = await readText(source, TOKENIZER);
  return { tokenizer: parseTokenizer(tokenizerJson, nameOf(source, TOKENIZER)), tokenizerJson };
}

/**
 * @param read the tokenizer, where it has been read before
 * @throws CheckpointError, TokenizerError
 */
export async function openModel(source: CheckpointSource, read = openTokenizer(source)): Promise<OpenModel> {
  // Side by side; but what a folder is, its config.json says: of two faults that one is told.
  read.catch(() => undefined);
  const checkpoint = await openCheckpoint(source);
  const tokenizer = await read;
  const fault = misfit(tokenizer.tokenizer, checkpoint.config);
  if (fault) throw new CheckpointError(`${nameOf(source, TOKENIZER)}: ${fault} Do the two files belong together?`);
  return { ...checkpoint, ...tokenizer };
}

/** Why a model cannot take what a tokenizer gives; undefined where it can. */
function misfit({ vocabSize, template, specials }: Tokenizer, config: EncoderConfig): string | undefined {
  if (vocabSize > config.vocabSize) {
    return `has ${vocabSize} tokens, but config.json gives the model ${config.vocabSize}.`;
  }
  if (template.secondType >= config.typeVocabSize) {
    return `marks second texts by a type of token, but config.json has "type_vocab_size" ${config.typeVocabSize}.`;
  }
  // XLM-R counts positions from its padding; of a BERT it does not matter what the config calls padding.
  if (config.architecture === "xlm-roberta" && specials.pad !== config.padId) {
    return `has the id ${specials.pad} for padding, but config.json has "pad_token_id" ${config.padId}.`;
  }
  return undefined;
}

/**
 * Are all the weights there, in the shapes that the config asks for? Reads none of them.
 *
 * @throws CheckpointError for a missing tensor or one of the wrong shape
 */
export function checkWeights(checkpoint: Checkpoint, head: Head): void {
  const { config, stored } = checkpoint;
  blaming(checkpoint, () => storedNames(stored.entries, tensorSpecs(config, head), config));
}

/**
 * The checkpoint's weights under a head; a head that it lacks, or has with other classes, is made new from the seed.
 *
 * @param vocabulary the rows of the word embedding that are read; all where it is not given
 * @throws CheckpointError for a missing tensor or one of the wrong shape
 */
export async function initialWeights(
  checkpoint: Checkpoint,
  head: Head,
  seed: number,
  vocabulary?: Vocabulary,
): Promise<Map<string, Float32Array>> {
  checkWeights(checkpoint, head);
  const { config, stored } = checkpoint;
  return loadParameters(stored, tensorSpecs(config, head), config, seed, vocabulary);
}

/** An engine with those weights, on the current tfjs backend. The caller disposes it. */
export async function createEngineFor(checkpoint: Checkpoint, head: Head, seed: number): Promise<Engine> {
  return createEngine(checkpoint.config, head, await initialWeights(checkpoint, head, seed));
}

export interface BundleOptions extends Tokenising {
  /** `used`: word embeddings of the data's tokens alone; absent: of all tokens for the bundled model, which is small. */
  readonly vocabulary?: "used" | "all";
}

/**
 * What `train` needs, on the current tfjs backend. The caller disposes the engine.
 *
 * @throws CheckpointError, TrainingError, what the data throw, and the signal's reason once it is aborted
 */
export async function createBundle(
  model: OpenModel,
  experiment: Experiment,
  data: TaskData = bundledData(taskById(experiment.task)),
  options: BundleOptions = {},
): Promise<Bundle> {
  const task = taskById(experiment.task);
  checkWeights(model, task.head);
  const { kind } = parseModelAddress(experiment.model);
  const words = options.vocabulary ?? (kind === "bundled" ? "all" : "used");
  const vocabulary =
    words === "used" ? await vocabularyOf(await runExamples(experiment, data, model), model, options) : undefined;
  const weights = await initialWeights(model, task.head, experiment.seed, vocabulary);
  options.signal?.throwIfAborted();
  const bundle = { tokenizer: model.tokenizer, task, data, initialWeights: weights, ...(vocabulary && { vocabulary }) };
  return { ...bundle, engine: engineFor(model, experiment, bundle) };
}

/** Another engine for the same run, with the weights that it began with: on the tfjs backend that there is now. */
export function engineFor(
  { config }: Checkpoint,
  { memory }: Experiment,
  { task, vocabulary, initialWeights }: Pick<Bundle, "task" | "vocabulary" | "initialWeights">,
): Engine {
  const own = vocabulary ? { ...config, vocabSize: vocabulary.size } : config;
  return createEngine(own, task.head, initialWeights, createOps(), memory);
}

/** Names the files in what is wrong with their tensors. */
function blaming(checkpoint: Checkpoint, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new CheckpointError(`${nameOf(checkpoint, WEIGHTS)}: ${error.message}`, { cause: error });
  }
}

async function readText(source: CheckpointSource, file: string): Promise<string> {
  const bytes = await source.read(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CheckpointError(`${nameOf(source, file)}: is not UTF-8 text. Is the download complete?`);
  }
}

function nameOf({ describe }: { describe: string }, file: string): string {
  return describe.endsWith("/") ? `${describe}${file}` : `${describe}/${file}`;
}
