/**
 * The header of a safetensors file: an 8-byte little-endian length, JSON `{name: {dtype, shape, data_offsets}}`, then the data
 * (https://huggingface.co/docs/safetensors). Nothing in it is trusted, and nothing but it is read.
 */
import { z } from "zod";
import type { RandomAccess } from "../hub/index.ts";
import { CheckpointError } from "./error.ts";
import { FLOAT_TYPES, isFloatType } from "./float-types.ts";
import { keysAt } from "./keys.ts";

/** A tensor of a file, whatever its type. */
export interface PlacedTensor {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Of its first byte, from the start of the file. */
  readonly begin: number;
  /** Behind its last byte. */
  readonly end: number;
}

/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
/** Asked for at once, to spare a second request: XLM-R's headers have 20 to 60 kB. */
const FIRST_BYTES = 2 ** 17;

/** Bytes a value of the types that hold no weights (`position_ids` is I64): their places are checked like all others. */
const WHOLE_TYPES: ReadonlyMap<string, number> = new Map([
  ["BOOL", 1],
  ["U8", 1],
  ["I8", 1],
  ["U16", 2],
  ["I16", 2],
  ["U32", 4],
  ["I32", 4],
  ["U64", 8],
  ["I64", 8],
]);

const count = z.number().int().min(0);
const entrySchema = z.object({ dtype: z.string(), shape: z.array(count), data_offsets: z.tuple([count, count]) });

/**
 * Every tensor's place, each within the file and none over another.
 *
 * @param file what to call the file in messages
 * @throws CheckpointError
 */
export async function readHeader(access: RandomAccess, file: string): Promise<Map<string, PlacedTensor>> {
  const { json, dataStart } = await readJson(access, file);
  const tensors = placesIn(json, dataStart, file);
  checkLayout(tensors, dataStart, access.sizeBytes, file);
  return tensors;
}

/** @throws CheckpointError where the file ends earlier than it said */
export async function bytesBetween(access: RandomAccess, begin: number, end: number, file: string) {
  const bytes = new Uint8Array(await access.slice(begin, end));
  if (bytes.length === end - begin) return bytes;
  throw new CheckpointError(
    `${file}: of the bytes ${begin} to ${end} only ${bytes.length} came. Is the file complete, and unchanged?`,
  );
}

async function readJson(access: RandomAccess, file: string): Promise<{ json: string; dataStart: number }> {
  const { sizeBytes } = access;
  if (sizeBytes < LENGTH_BYTES) {
    throw new CheckpointError(`${file}: has ${sizeBytes} bytes, too few for safetensors. Is the download complete?`);
  }
  const first = await bytesBetween(access, 0, Math.min(FIRST_BYTES, sizeBytes), file);
  const announced = new DataView(first.buffer, first.byteOffset).getBigUint64(0, true);
  if (announced > MAX_HEADER_BYTES) {
    throw new CheckpointError(
      `${file}: announces a header of ${announced} bytes; the limit is ${MAX_HEADER_BYTES}. Is it a safetensors file?`,
    );
  }
  const dataStart = LENGTH_BYTES + Number(announced);
  if (dataStart > sizeBytes) {
    throw new CheckpointError(
      `${file}: announces a header of ${announced} bytes but has ${sizeBytes} in all. Is the download complete?`,
    );
  }
  const bytes =
    dataStart <= first.length
      ? first.subarray(LENGTH_BYTES, dataStart)
      : await bytesBetween(access, LENGTH_BYTES, dataStart, file);
  try {
    return { json: new TextDecoder("utf-8", { fatal: true }).decode(bytes), dataStart };
  } catch {
    throw new CheckpointError(`${file}: its header is not UTF-8. Is it a safetensors file?`);
  }
}

function placesIn(json: string, dataStart: number, file: string): Map<string, PlacedTensor> {
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CheckpointError(`${file}: its header is not JSON (${reason}). Is it a safetensors file?`);
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw new CheckpointError(`${file}: its header is not a JSON object. Is it a safetensors file?`);
  }
  checkNames(keysAt(json), file);
  const tensors = Object.entries(header).filter(([name]) => name !== "__metadata__");
  return new Map(tensors.map(([name, value]) => [name, placeOf(name, value, dataStart, file)]));
}

/**
 * @param names of tensors, as they are written
 * @throws CheckpointError for one that is there twice, or cannot be a name
 */
export function checkNames(names: readonly string[], file: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (name === "__proto__")
      throw new CheckpointError(`${file}: "__proto__" is no name for a tensor. Do not use this file.`);
    if (seen.has(name))
      throw new CheckpointError(`${file}: the tensor "${name}" is listed twice. Save the model again.`);
    seen.add(name);
  }
}

function placeOf(name: string, value: unknown, dataStart: number, file: string): PlacedTensor {
  const result = entrySchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const where = ["", ...issue.path.map(String)].join(" ");
    throw new CheckpointError(`${file}: the header of tensor "${name}" is broken:${where} ${issue.message}.`);
  }
  const { dtype, shape, data_offsets } = result.data;
  return { dtype, shape, begin: dataStart + data_offsets[0], end: dataStart + data_offsets[1] };
}

/** The format allows no gaps, no overlaps and nothing after the last tensor. */
function checkLayout(tensors: ReadonlyMap<string, PlacedTensor>, dataStart: number, size: number, file: string): void {
  const ordered = [...tensors].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  const dataBytes = size - dataStart;
  let expected = 0;
  for (const [name, tensor] of ordered) {
    const [begin, end] = [tensor.begin - dataStart, tensor.end - dataStart];
    const thing = `${file}: tensor "${name}"`;
    if (begin > end || end > dataBytes) {
      throw new CheckpointError(
        `${thing} lies at bytes ${begin} to ${end}, but there are ${dataBytes} bytes of data. Is the download complete?`,
      );
    }
    if (begin !== expected) {
      const fault = begin < expected ? "overlaps the tensor before it" : "leaves a gap after the tensor before it";
      throw new CheckpointError(
        `${thing} ${fault} (it starts at byte ${begin}, not ${expected}). Save the model again.`,
      );
    }
    expected = end;
    const needed = tensor.shape.reduce((product, extent) => product * extent, bytesPerValue(tensor.dtype, thing));
    if (needed !== end - begin) {
      throw new CheckpointError(
        `${thing} of type ${tensor.dtype} and shape [${tensor.shape}] takes ${needed} bytes but has ${end - begin}.` +
          " Save the model again.",
      );
    }
  }
  if (expected !== dataBytes) {
    throw new CheckpointError(
      `${file}: the tensors take ${expected} bytes, but there are ${dataBytes} bytes of data. Save the model again.`,
    );
  }
}

function bytesPerValue(dtype: string, thing: string): number {
  const bytes = isFloatType(dtype) ? FLOAT_TYPES[dtype].bytes : WHOLE_TYPES.get(dtype);
  if (bytes === undefined) {
    throw new CheckpointError(`${thing} has the type ${dtype}, which is not supported. Save the model as F32 or F16.`);
  }
  return bytes;
}
