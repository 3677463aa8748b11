import { z } from "zod";
import { CheckpointError } from "./error.ts";
import { decodeBf16, decodeF16 } from "./half.ts";
import { topLevelKeys } from "./keys.ts";

/** Types that are read; whatever the file has, the values are float32. */
export type FloatType = "F32" | "F16" | "BF16";

export interface StoredTensor {
  shape: number[];
  dtype: FloatType;
  /** Row-major; owned by the reader of the file, no view of its bytes. */
  values: Float32Array;
}

/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;

const decoders: Record<FloatType, { bytes: number; decode(data: Uint8Array): Float32Array }> = {
  F32: { bytes: 4, decode: (data) => new Float32Array(new Uint8Array(data).buffer) },
  F16: { bytes: 2, decode: decodeF16 },
  BF16: { bytes: 2, decode: decodeBf16 },
};

/** Bytes a value of the types that hold no weights (`position_ids` is I64): checked, then left out. */
const ignoredTypes: ReadonlyMap<string, number> = new Map([
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
type Entry = z.infer<typeof entrySchema>;

/**
 * Reads a safetensors file: an 8-byte little-endian header length, a JSON header
 * `{name: {dtype, shape, data_offsets}}`, then the data (https://huggingface.co/docs/safetensors). Nothing in it is
 * trusted. Tensors of whole numbers are left out.
 *
 * @param file what to call the file in messages
 * @throws CheckpointError
 */
export function readSafetensors(bytes: Uint8Array, file: string): Map<string, StoredTensor> {
  const { json, data } = splitFile(bytes, file);
  const entries = readHeader(json, file);
  checkLayout(entries, data.length, file);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, data_offsets }] of entries) {
    if (!isFloatType(dtype)) continue;
    tensors.set(name, { shape, dtype, values: decoders[dtype].decode(data.subarray(...data_offsets)) });
  }
  return tensors;
}

function splitFile(bytes: Uint8Array, file: string): { json: string; data: Uint8Array } {
  if (bytes.length < LENGTH_BYTES) {
    throw new CheckpointError(`${file}: has ${bytes.length} bytes, too few for safetensors. Is the download complete?`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const announced = view.getBigUint64(0, true);
  if (announced > MAX_HEADER_BYTES) {
    throw new CheckpointError(
      `${file}: announces a header of ${announced} bytes; the limit is ${MAX_HEADER_BYTES}. Is it a safetensors file?`,
    );
  }
  const dataStart = LENGTH_BYTES + Number(announced);
  if (dataStart > bytes.length) {
    throw new CheckpointError(
      `${file}: announces a header of ${announced} bytes but has ${bytes.length} in all. Is the download complete?`,
    );
  }
  try {
    const json = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart));
    return { json, data: bytes.subarray(dataStart) };
  } catch {
    throw new CheckpointError(`${file}: its header is not UTF-8. Is it a safetensors file?`);
  }
}

function readHeader(json: string, file: string): [string, Entry][] {
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
  const seen = new Set<string>();
  for (const name of topLevelKeys(json)) {
    if (seen.has(name))
      throw new CheckpointError(`${file}: the tensor "${name}" is listed twice. Save the model again.`);
    seen.add(name);
  }
  return Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, value]) => [name, checkEntry(name, value, file)]);
}

function checkEntry(name: string, value: unknown, file: string): Entry {
  if (name === "__proto__")
    throw new CheckpointError(`${file}: "__proto__" is no name for a tensor. Do not use this file.`);
  const result = entrySchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const where = ["", ...issue.path.map(String)].join(" ");
    throw new CheckpointError(`${file}: the header of tensor "${name}" is broken:${where} ${issue.message}.`);
  }
  return result.data;
}

/** The format allows no gaps, no overlaps and nothing after the last tensor. */
function checkLayout(entries: readonly (readonly [string, Entry])[], dataBytes: number, file: string): void {
  const ordered = [...entries].sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);
  let expected = 0;
  for (const [name, entry] of ordered) {
    const [begin, end] = entry.data_offsets;
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
    const size = entry.shape.reduce((product, extent) => product * extent, bytesPerValue(entry.dtype, thing));
    if (size !== end - begin) {
      throw new CheckpointError(
        `${thing} of type ${entry.dtype} and shape [${entry.shape}] takes ${size} bytes but has ${end - begin}.` +
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
  const bytes = isFloatType(dtype) ? decoders[dtype].bytes : ignoredTypes.get(dtype);
  if (bytes === undefined) {
    throw new CheckpointError(`${thing} has the type ${dtype}, which is not supported. Save the model as F32 or F16.`);
  }
  return bytes;
}

function isFloatType(dtype: string): dtype is FloatType {
  return Object.hasOwn(decoders, dtype);
}
