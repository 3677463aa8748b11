/** A fine-tuned model as Hugging Face's libraries open it: which files, how long, and what is in them, one piece at a time. */
import {
  CheckpointError,
  type SafetensorsFile,
  type StreamedTensor,
  safetensorsFile,
  type Vocabulary,
  type WrittenType,
} from "../checkpoint/index.ts";
import type { RunRecord } from "../experiment/record.ts";
import { storedNames } from "../model/load.ts";
import { type Head, tensorSpecs } from "../model/parameters.ts";
import { taskById } from "../tasks/registry.ts";
import type { Checkpoint } from "../train/session.ts";
import { configFile, tokenizerConfig } from "./config-file.ts";
import { decayOfUnseen } from "./decay.ts";
import { modelCard } from "./model-card.ts";
import { fullRows, type LeftOut } from "./rows.ts";

/** Tensors as they were trained, with Hugging Face's names for the model with its head. */
export interface TrainedTensors {
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** Row-major. One tensor is asked for at a time. */
  read(name: string): Promise<Float32Array>;
}

/** What of a checkpoint goes into the model that was made from it. */
export type Origin = Pick<Checkpoint, "source" | "config" | "configJson" | "stored">;

export interface TrainedModel extends TrainedTensors {
  readonly record: RunRecord;
  /** What the run began from. */
  readonly checkpoint: Origin;
  /** The rows that the word embedding was trained with; absent: all. */
  readonly vocabulary?: Pick<Vocabulary, "ids" | "fullSize"> | undefined;
}

export interface ExportedFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** From the first byte to the last. */
  parts(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

const TOKENIZER = "tokenizer.json";
const TOKENIZER_CONFIG = "tokenizer_config.json";

/** Files of a tokenizer besides tokenizer.json, which not every checkpoint has; taken along as they are. */
const TOKENIZER_FILES = [
  TOKENIZER_CONFIG,
  "special_tokens_map.json",
  "added_tokens.json",
  "sentencepiece.bpe.model",
  "vocab.txt",
] as const;

/** XLM-R's sentencepiece.bpe.model has 5 MB. */
const MOST_SMALL_BYTES = 64e6;

const WORD_EMBEDDINGS = /(^|\.)embeddings\.word_embeddings\.weight$/;

/**
 * The small files are read here, the weights while their file is taken: at most one trained tensor and a few slices of 8 MB are
 * in memory. Tensors have the checkpoint's order, with a head of the run's own at the end.
 *
 * @throws CheckpointError, and what the source throws
 */
export async function exportModel(model: TrainedModel, dtype: WrittenType = "F32"): Promise<ExportedFile[]> {
  const { record, checkpoint, vocabulary } = model;
  const { config, configJson, stored } = checkpoint;
  const task = taskById(record.experiment.task);
  const labels = task.labels.length > 0 ? task.labels : undefined;
  const tensors = inOrderOf(checkpoint, task.head, model.tensors);
  const leftOut = vocabulary && {
    ...vocabulary,
    readRows: rowsOf(stored),
    factor: decayOfUnseen(record.experiment, config.layers),
  };
  return [
    whole("config.json", configFile(configJson, config.architecture, task.head.kind, labels, dtype)),
    ...(await tokenizerFiles(checkpoint)),
    whole("README.md", modelCard(record, config.architecture)),
    // Last: whoever watches the files arrive has the long wait at the end.
    { path: "model.safetensors", ...weightsFile({ tensors, read: model.read }, leftOut, dtype) },
  ];
}

/**
 * The weights alone.
 *
 * @param leftOut what the word embedding was trained without; undefined: nothing
 */
export function weightsFile(
  { tensors, read }: TrainedTensors,
  leftOut?: LeftOut,
  dtype: WrittenType = "F32",
): SafetensorsFile {
  const streamed = tensors.map((tensor): StreamedTensor => {
    if (leftOut && WORD_EMBEDDINGS.test(tensor.name)) return fullEmbedding(tensor, read, leftOut);
    return {
      ...tensor,
      async *values() {
        yield await read(tensor.name);
      },
    };
  });
  return safetensorsFile(streamed, dtype);
}

function fullEmbedding(
  { name, shape: [rows, ...width] }: TrainedTensors["tensors"][number],
  read: TrainedTensors["read"],
  leftOut: LeftOut,
): StreamedTensor {
  if (rows !== leftOut.ids.length) {
    throw new CheckpointError(
      `tensor "${name}" has ${rows} rows, but the run's vocabulary has ${leftOut.ids.length} tokens. Run it again.`,
    );
  }
  return {
    name,
    shape: [leftOut.fullSize, ...width],
    async *values() {
      yield* fullRows(await read(name), leftOut);
    },
  };
}

function rowsOf(stored: Checkpoint["stored"]): LeftOut["readRows"] {
  const name = [...stored.entries.keys()].find((candidate) => WORD_EMBEDDINGS.test(candidate));
  if (name === undefined) {
    throw new CheckpointError("The checkpoint that the run began from has no word embeddings. Is it still the same?");
  }
  return (ids) => stored.rows(name, ids);
}

/** As the checkpoint's file has them, whatever it calls them; what is new comes last. */
function inOrderOf<Tensor extends { readonly name: string }>(
  { stored, config }: Origin,
  head: Head,
  tensors: readonly Tensor[],
): Tensor[] {
  const names = storedNames(stored.entries, tensorSpecs(config, head), config);
  const places = new Map([...stored.entries.keys()].map((name, place) => [name, place]));
  const placeOf = ({ name }: Tensor) => places.get(names.get(name) ?? "") ?? places.size;
  return [...tensors].sort((a, b) => placeOf(a) - placeOf(b));
}

async function tokenizerFiles({ source, config }: Origin): Promise<ExportedFile[]> {
  // Who cannot tell what there is, is not asked for what may not be there: the bundled checkpoint has none of them.
  const listed = (await source.files?.()) ?? [];
  const json = await source.read(TOKENIZER);
  const files = [whole(TOKENIZER, json)];
  if (!listed.some(({ path }) => path === TOKENIZER_CONFIG)) {
    files.push(whole(TOKENIZER_CONFIG, tokenizerConfig(new TextDecoder().decode(json), config)));
  }
  for (const path of TOKENIZER_FILES) {
    const known = listed.find((file) => file.path === path);
    if (known && known.sizeBytes <= MOST_SMALL_BYTES) files.push(whole(path, await source.read(path)));
  }
  return files;
}

function whole(path: string, content: Uint8Array | string): ExportedFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : new Uint8Array(content);
  return {
    path,
    sizeBytes: bytes.length,
    async *parts() {
      yield bytes;
    },
  };
}
