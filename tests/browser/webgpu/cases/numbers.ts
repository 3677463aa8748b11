/** Numbers for cases, and how far two lists of them are apart. */
import { fillNormals } from "../../../../src/graddrop/index.ts";

/** Normal numbers, the same for the same site. */
export function normals(size: number, site: number, deviation = 1): Float32Array {
  const values = new Float32Array(size);
  fillNormals({ seed: 5, stream: "data", site, time: 0 }, values);
  return values.map((value) => value * deviation);
}

/** |found - wanted| / |wanted|, by Euclidean norm; NaN when the lengths differ. */
export function relativeError(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length) return Number.NaN;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < wanted.length; i++) {
    difference += (found[i]! - wanted[i]!) ** 2;
    size += wanted[i]! ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(size), 1e-30);
}

/** How many differ, bit for bit; a missing or additional one differs. */
export function differing(found: Float32Array, wanted: Float32Array): number {
  const [a, b] = [found, wanted].map((list) => new Uint32Array(list.buffer, list.byteOffset, list.length)) as [
    Uint32Array,
    Uint32Array,
  ];
  let count = Math.abs(a.length - b.length);
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) count++;
  return count;
}

/** The largest; NaN when one of them is. */
export function worst(measured: readonly number[]): number {
  return Math.max(...measured);
}
