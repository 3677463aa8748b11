import type { RandomAccess } from "../hub/index.ts";
import { CheckpointError } from "./error.ts";

export interface CheckpointFile {
  /** Relative to the folder that holds config.json, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** 64 hex digits, where the source knows it without reading the file. */
  readonly sha256?: string;
}

/** Where the files of a checkpoint come from. */
export interface CheckpointSource {
  /** For messages: a folder, an address. */
  readonly describe: string;
  /**
   * A small file, whole.
   *
   * @throws CheckpointError (MissingFileError if it is not there), HubError
   */
  read(file: string): Promise<Uint8Array>;
  /**
   * Any part of a large file.
   *
   * @throws CheckpointError (MissingFileError if it is not there), HubError
   */
  access(file: string): Promise<RandomAccess>;
  /** What there is; absent where the source cannot tell. */
  files?(): Promise<readonly CheckpointFile[]>;
}

/** XLM-R's tokenizer.json has 17 MB; no file that is read whole has near as many. */
const MOST_READ_BYTES = 2 ** 28;

/**
 * A file that is read whole.
 *
 * @param name for messages
 * @throws CheckpointError where it is too large for that
 */
export async function readWhole(access: RandomAccess, name: string): Promise<Uint8Array> {
  if (access.sizeBytes <= MOST_READ_BYTES) return new Uint8Array(await access.slice(0));
  throw new CheckpointError(
    `${name}: has ${access.sizeBytes} bytes; at most ${MOST_READ_BYTES} are read of a file of its kind. Is it the right file?`,
  );
}

export class MissingFileError extends CheckpointError {
  override name = "MissingFileError";
}

/** @param others paths of the files that are there, where they are known */
export function missingFile(describe: string, file: string, others: readonly string[] = []): MissingFileError {
  const thing = `${describe}: has no ${file}.`;
  if (/^model.*\.safetensors/.test(file) && !others.some((path) => path.endsWith(".safetensors"))) {
    const old = others.find((path) => /^(pytorch_model.*\.bin|tf_model\.h5|flax_model\.msgpack)$/.test(path));
    if (old !== undefined) {
      return new MissingFileError(
        `${thing} Its weights are only in ${old}, which is not read. Choose a revision with safetensors (on the Hub often ` +
          `@refs/pr/ and a number), or convert it: transformers' save_pretrained writes model.safetensors.`,
      );
    }
  }
  const remedy = others.includes("config.json")
    ? "Is the download complete?"
    : "Is it a model in the layout of Hugging Face, with config.json, tokenizer.json and model.safetensors?";
  return new MissingFileError(`${thing} ${remedy}`);
}
