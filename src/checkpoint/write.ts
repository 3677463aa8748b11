import { CheckpointError } from "./error.ts";
import { encodeBf16, encodeF16, F16_MAX } from "./half.ts";
import type { FloatType } from "./tensors.ts";

export type WrittenType = FloatType;

export interface WrittenTensor {
  shape: readonly number[];
  /** Row-major. */
  values: Float32Array;
}

/** A tensor whose values come only when it is their turn. */
export interface StreamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major, in as many pieces as the giver likes; each may be reused once the next is asked for. */
  values(): AsyncIterable<Float32Array>;
}

/** A file that is known before it is made. */
export interface SafetensorsFile {
  readonly sizeBytes: number;
  /** From the first byte to the last, in pieces of a few MB; a piece may be a view of what was given. Can be asked for again. */
  parts(): AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** The data starts at a multiple of this; the header is filled up with spaces. */
const ALIGNMENT = 8;
/** Values encoded at a time: 4 MB of float32. */
const MOST_AT_ONCE = 2 ** 20;

const BYTES: Readonly<Record<WrittenType, number>> = { F32: 4, F16: 2, BF16: 2 };
/** transformers loads only files whose metadata says so. */
const PYTORCH: Readonly<Record<string, string>> = { format: "pt" };

/**
 * A safetensors file that is never in memory as a whole: the header is made from names and shapes, then one tensor after
 * another is asked for its values, in the order given. F16 and BF16 round to the nearest, ties to even; a finite value too
 * large for F16 is refused, not cut.
 *
 * @throws CheckpointError here for names and shapes, later for values that do not fit them
 */
export function safetensorsFile(
  tensors: readonly StreamedTensor[],
  dtype: WrittenType,
  metadata: Readonly<Record<string, string>> = PYTORCH,
): SafetensorsFile {
  const { header, dataBytes } = headerOf(tensors, dtype, metadata);
  return {
    sizeBytes: header.length + dataBytes,
    async *parts() {
      yield header;
      for (const { name, shape, values } of tensors) {
        const size = elements(shape);
        let done = 0;
        for await (const some of values()) {
          done += some.length;
          if (done > size) throw wrongCount(name, shape, done);
          for (let at = 0; at < some.length; at += MOST_AT_ONCE) {
            yield encoded(name, some.subarray(at, at + MOST_AT_ONCE), dtype);
          }
        }
        if (done < size) throw wrongCount(name, shape, done);
      }
    },
  };
}

/**
 * The same file at once, for tensors that are all there.
 *
 * @throws CheckpointError
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, WrittenTensor]>,
  dtype: WrittenType,
  metadata: Readonly<Record<string, string>> = PYTORCH,
): Uint8Array<ArrayBuffer> {
  const list = Array.from(tensors, ([name, { shape, values }]) => ({ name, shape, values }));
  const { header, dataBytes } = headerOf(list, dtype, metadata);
  const file = new Uint8Array(header.length + dataBytes);
  file.set(header);
  let at = header.length;
  for (const { name, shape, values } of list) {
    if (elements(shape) !== values.length) throw wrongCount(name, shape, values.length);
    file.set(encoded(name, values, dtype), at);
    at += values.length * BYTES[dtype];
  }
  return file;
}

/** The length and the header, filled up. */
function headerOf(
  tensors: readonly { readonly name: string; readonly shape: readonly number[] }[],
  dtype: WrittenType,
  metadata: Readonly<Record<string, string>>,
): { header: Uint8Array<ArrayBuffer>; dataBytes: number } {
  const entries: [string, unknown][] = [["__metadata__", metadata]];
  const names = new Set(["__metadata__", "__proto__"]);
  let dataBytes = 0;
  for (const { name, shape } of tensors) {
    if (names.has(name)) throw new CheckpointError(`tensor "${name}" is given twice, or its name is not allowed.`);
    names.add(name);
    const end = dataBytes + elements(shape) * BYTES[dtype];
    entries.push([name, { dtype, shape, data_offsets: [dataBytes, end] }]);
    dataBytes = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const jsonBytes = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(8 + jsonBytes).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(jsonBytes), true);
  header.set(json, 8);
  return { header, dataBytes };
}

/** @returns little endian; of float32 a view, where the memory is not one that threads share */
function encoded(name: string, values: Float32Array, dtype: WrittenType): Uint8Array<ArrayBuffer> {
  if (dtype === "F32") {
    const { buffer, byteOffset, byteLength } = values;
    if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
    return new Uint8Array(buffer, byteOffset, byteLength).slice();
  }
  const view = new DataView(new ArrayBuffer(2 * values.length));
  const bitsOf = dtype === "F16" ? (value: number) => halfBits(name, value) : encodeBf16;
  for (let i = 0; i < values.length; i++) view.setUint16(2 * i, bitsOf(values[i]!), true);
  return new Uint8Array(view.buffer);
}

function halfBits(name: string, value: number): number {
  const bits = encodeF16(value);
  if ((bits & 0x7fff) === 0x7c00 && Number.isFinite(value)) {
    throw new CheckpointError(`tensor "${name}" holds ${value}; F16 ends at ${F16_MAX}. Save the model as F32.`);
  }
  return bits;
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function wrongCount(name: string, shape: readonly number[], count: number): CheckpointError {
  return new CheckpointError(`tensor "${name}" has shape [${shape}] but ${count} values.`);
}
