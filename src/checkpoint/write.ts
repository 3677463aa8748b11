import { CheckpointError } from "./error.ts";
import { encodeF16, F16_MAX } from "./half.ts";

export type WrittenType = "F32" | "F16";

export interface WrittenTensor {
  shape: readonly number[];
  /** Row-major. */
  values: Float32Array;
}

/** The data starts at a multiple of this; the header is filled up with spaces. */
const ALIGNMENT = 8;

/**
 * Makes a safetensors file, tensors in the order given. F16 rounds to the nearest, ties to even; a finite value too
 * large for F16 is refused, not cut.
 *
 * @param metadata transformers loads only files whose metadata says `format: "pt"`
 * @throws CheckpointError
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, WrittenTensor]>,
  dtype: WrittenType,
  metadata: Readonly<Record<string, string>> = { format: "pt" },
): Uint8Array<ArrayBuffer> {
  const bytesPerValue = dtype === "F32" ? 4 : 2;
  const list = [...tensors];
  const entries: [string, unknown][] = [["__metadata__", metadata]];
  const names = new Set(["__metadata__", "__proto__"]);
  let dataBytes = 0;
  for (const [name, { shape, values }] of list) {
    if (names.has(name)) throw new CheckpointError(`tensor "${name}" is given twice, or its name is not allowed.`);
    names.add(name);
    const size = shape.reduce((product, extent) => product * extent, 1);
    if (size !== values.length) {
      throw new CheckpointError(`tensor "${name}" has shape [${shape}] but ${values.length} values.`);
    }
    const end = dataBytes + size * bytesPerValue;
    entries.push([name, { dtype, shape, data_offsets: [dataBytes, end] }]);
    dataBytes = end;
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const headerBytes = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(8 + headerBytes + dataBytes).fill(0x20, 8, 8 + headerBytes);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  file.set(header, 8);
  let at = 8 + headerBytes;
  for (const [name, { values }] of list) {
    if (dtype === "F32") file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    else for (let i = 0; i < values.length; i++) view.setUint16(at + 2 * i, halfBits(name, values[i]!), true);
    at += values.length * bytesPerValue;
  }
  return file;
}

function halfBits(name: string, value: number): number {
  const bits = encodeF16(value);
  if ((bits & 0x7fff) === 0x7c00 && Number.isFinite(value)) {
    throw new CheckpointError(`tensor "${name}" holds ${value}; F16 ends at ${F16_MAX}. Save the model as F32.`);
  }
  return bits;
}
