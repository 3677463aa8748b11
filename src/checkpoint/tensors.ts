import type { RandomAccess } from "../hub/index.ts";

/** Types that are read; whatever the file has, the values are float32. */
export type FloatType = "F32" | "F16" | "BF16";

/** What a file's header says of a tensor. */
export interface TensorEntry {
  readonly shape: readonly number[];
  readonly dtype: FloatType;
}

/** A checkpoint's weights, of which only the headers have been read; tensors of whole numbers are left out. */
export interface StoredTensors {
  /** By the name in the file. */
  readonly entries: ReadonlyMap<string, TensorEntry>;
  /**
   * Row-major, in an array of its own.
   *
   * @throws CheckpointError if there is no such tensor, or its bytes cannot be had
   */
  read(name: string): Promise<Float32Array>;
  /**
   * Reads several tensors with fewer and larger requests than one by one; they come in no particular order, each once.
   *
   * @throws CheckpointError; nothing is taken after that
   */
  readEach(wanted: readonly WantedTensor[], take: (name: string, values: Float32Array) => void): Promise<void>;
  /**
   * Some rows of a matrix [rows, width]; of the others no more is read than lies between two wanted ones.
   *
   * @param ids ascending, none twice
   * @returns [ids.length, width]
   * @throws CheckpointError
   */
  rows(name: string, ids: Int32Array): Promise<Float32Array>;
  /**
   * The parts of files that `readEach` asks for, gaps that are read over included.
   *
   * @throws CheckpointError if there is no such tensor
   */
  parts(wanted: readonly WantedTensor[]): FileParts[];
}

/** A tensor, or some of its rows. */
export interface WantedTensor {
  readonly name: string;
  /** Ascending, none twice; absent: all rows. */
  readonly ids?: Int32Array | undefined;
}

export interface FileParts {
  readonly access: RandomAccess;
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}
