import { decodeBf16, decodeF16 } from "./half.ts";
import type { FloatType } from "./tensors.ts";

/** How values of each type become float32; `values` are as many as the bytes hold. */
export const FLOAT_TYPES: Readonly<
  Record<FloatType, { bytes: number; decode(bytes: Uint8Array, values: Float32Array): void }>
> = {
  F32: {
    bytes: 4,
    // By bytes: nothing in a file is aligned for sure.
    decode: (bytes, { buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength).set(bytes),
  },
  F16: { bytes: 2, decode: decodeF16 },
  BF16: { bytes: 2, decode: decodeBf16 },
};

export function isFloatType(dtype: string): dtype is FloatType {
  return Object.hasOwn(FLOAT_TYPES, dtype);
}
