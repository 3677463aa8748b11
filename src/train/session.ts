import { CheckpointError, type CheckpointSource, readSafetensors, type StoredTensor } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { parseConfig, type XlmrConfig } from "../model/config.ts";
import { type Head, loadParameters, tensorSpecs } from "../model/parameters.ts";
import { createOps } from "../ops/index.ts";
import { bundledData } from "../tasks/bundled.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskData } from "../tasks/types.ts";
import { parseTokenizer, type Tokenizer } from "../tokenizer/index.ts";
import { createEngine, type Engine } from "./engine.ts";
import type { Bundle } from "./trainer.ts";

const CONFIG = "config.json";
const WEIGHTS = "model.safetensors";
export const TOKENIZER = "tokenizer.json";

/** An encoder's checkpoint in Hugging Face layout, read and checked. */
export interface Checkpoint {
  /** For messages. */
  readonly describe: string;
  readonly config: XlmrConfig;
  /** The file itself: what is saved later keeps the fields that are not used here. */
  readonly configJson: string;
  readonly stored: ReadonlyMap<string, StoredTensor>;
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
  const stored = readSafetensors(await source.read(WEIGHTS), nameOf(source, WEIGHTS));
  return { describe: source.describe, config, configJson, stored };
}

/** @throws CheckpointError, TokenizerError */
export async function openTokenizer(
  source: CheckpointSource,
): Promise<{ tokenizer: Tokenizer; tokenizerJson: string }> {
  const tokenizerJson = await readText(source, TOKENIZER);
  return { tokenizer: parseTokenizer(tokenizerJson, nameOf(source, TOKENIZER)), tokenizerJson };
}

/** @throws CheckpointError, TokenizerError */
export async function openModel(source: CheckpointSource): Promise<OpenModel> {
  const [checkpoint, tokenizer] = await Promise.all([openCheckpoint(source), openTokenizer(source)]);
  const { vocabSize } = tokenizer.tokenizer;
  if (vocabSize > checkpoint.config.vocabSize) {
    throw new CheckpointError(
      `${nameOf(source, TOKENIZER)}: has ${vocabSize} tokens, but config.json gives the model ` +
        `${checkpoint.config.vocabSize}. Do the two files belong together?`,
    );
  }
  return { ...checkpoint, ...tokenizer };
}

/**
 * The checkpoint's weights under a head; a head that it lacks, or has with other classes, is made new from the seed.
 *
 * @throws CheckpointError for a missing tensor or one of the wrong shape
 */
export function initialWeights(checkpoint: Checkpoint, head: Head, seed: number): Map<string, Float32Array> {
  const { config, stored } = checkpoint;
  try {
    return loadParameters(stored, tensorSpecs(config, head), config, seed);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new CheckpointError(`${nameOf(checkpoint, WEIGHTS)}: ${error.message}`, { cause: error });
  }
}

/** An engine with those weights, on the current tfjs backend. The caller disposes it. */
export function createEngineFor(checkpoint: Checkpoint, head: Head, seed: number): Engine {
  return createEngine(checkpoint.config, head, initialWeights(checkpoint, head, seed));
}

/** What `train` needs, on the current tfjs backend. The caller disposes the engine. */
export function createBundle(
  model: OpenModel,
  experiment: Experiment,
  data: TaskData = bundledData(taskById(experiment.task)),
): Bundle {
  const task = taskById(experiment.task);
  const weights = initialWeights(model, task.head, experiment.seed);
  return {
    engine: createEngine(model.config, task.head, weights, createOps(), experiment.memory),
    tokenizer: model.tokenizer,
    task,
    data,
    initialWeights: weights,
  };
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
