/** Half precision: IEEE binary16 ("F16") and the upper half of a float32 ("BF16"). */

const scratch = new DataView(new ArrayBuffer(4));

/** Largest finite binary16. */
export const F16_MAX = 65504;

let f16Values: Float32Array | undefined;

/** All 65,536 values of binary16, by their bits. */
function f16Table(): Float32Array {
  if (f16Values) return f16Values;
  f16Values = new Float32Array(0x10000);
  for (let bits = 0; bits < 0x10000; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) f16Values[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) f16Values[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else f16Values[bits] = sign * (1024 + fraction) * 2 ** (exponent - 25);
  }
  return f16Values;
}

/** @param bytes little endian, two a value, at any alignment */
export function decodeF16(bytes: Uint8Array, values: Float32Array): void {
  const table = f16Table();
  for (let i = 0; i < values.length; i++) values[i] = table[bytes[2 * i]! | (bytes[2 * i + 1]! << 8)]!;
}

/** @param bytes little endian, two a value, at any alignment */
export function decodeBf16(bytes: Uint8Array, values: Float32Array): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = (bytes[2 * i]! << 16) | (bytes[2 * i + 1]! << 24);
}

/** The bits of the nearest binary16, ties to even; finite values that round beyond 65504 become infinite. */
export function encodeF16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const fraction = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (fraction ? 0x200 : 0);
  // Below 2^-14 the exponent stays at its least and the fraction loses bits instead.
  const shift = exponent < 113 ? 126 - exponent : 13;
  if (shift > 24) return sign;
  const significand = exponent < 113 ? fraction | 0x800000 : ((exponent - 112) << 23) | fraction;
  const dropped = significand & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  let kept = significand >>> shift;
  if (dropped > half || (dropped === half && kept & 1)) kept++; // a carry into the exponent is right
  return sign | Math.min(kept, 0x7c00);
}

/** The bits of the nearest bfloat16, ties to even; a NaN stays one. */
export function encodeBf16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  if ((bits & 0x7fffffff) > 0x7f800000) return (bits >>> 16) | 0x40;
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
