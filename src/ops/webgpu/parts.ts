/** How the parts of parameters lie in an arena, and what shaders know of them (mask.wgsl). */
import { bornBy, fillWords } from "../../graddrop/index.ts";
import type { ParameterPart } from "../ops.ts";

/** Elements that one workgroup updates; every parameter starts at a multiple of it. */
export const CHUNK = 1024;
export const CHUNK_BYTES = 4 * CHUNK;
/** Chunks of one binding: WebGPU promises no more than 128 MiB. */
export const MOST_CHUNKS = 2 ** 27 / CHUNK_BYTES;

/** Stretches that a part's squares are summed in, at most. */
export const MOST_STRETCHES = 255;

/** Where a part lies, in elements of the arena. */
export interface PartPlace {
  readonly part: ParameterPart;
  readonly start: number;
  /** The next part's start; behind a parameter's last part there may be a gap. */
  readonly end: number;
}

/** What of a partition the parts' words depend on. */
export interface Partition {
  readonly seed: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly mode: "cumulative" | "toggle";
}

/** Words of a part in the shaders' table (PART_ in mask.wgsl). */
export const PART_WORDS = 16;

export function partWords(
  { part, start, end }: { part: ParameterPart; start: number; end: number },
  partition: Partition | null,
): number[] {
  const { size, index } = part;
  const words = [start, end, size, index];
  if (!partition) return words;
  const { seed, epoch, epochs, mode } = partition;
  if (epoch < 1) throw new RangeError(`Epoch ${epoch} is not within 1 to ${epochs}, the epochs of this training.`);
  const from = mode === "toggle" ? bornBy(epoch - 1, epochs, size) : 0;
  // As keyedPermutation in graddrop/permutation.ts cuts its numbers, and its keys for the births of graddrop/partition.ts.
  const bits = Math.max(2, 32 - Math.clz32(size - 1));
  const lowBits = bits >>> 1;
  const keys = new Uint32Array(8);
  fillWords({ seed, stream: "partition", site: index, time: 0 }, keys);
  return [...words, from, bornBy(epoch, epochs, size) - from, lowBits, 2 ** (bits - lowBits) - 1, ...keys];
}

/** Words of a stretch in the shaders' table (squares.wgsl). */
export const STRETCH_WORDS = 8;

export function stretchCount(size: number, length: number): number {
  return Math.min(MOST_STRETCHES, Math.max(1, Math.ceil(size / length)));
}

/** A part cut into stretches of nearly equal length, each starting at a multiple of four from the part's start. */
export function stretchWords({ part: { size }, start }: PartPlace, number: number, length: number): number[][] {
  const count = stretchCount(size, length);
  const cut = 4 * Math.ceil(size / (4 * count));
  return Array.from({ length: count }, (_, i) => {
    const first = Math.min(size, i * cut);
    return [number, i, count, 0, start + first, Math.min(cut, size - first), 0, 0];
  });
}

/** Words of an item in the shaders' table (mask.wgsl). */
export const ITEM_WORDS = 4;

export function itemCount({ start, end }: PartPlace): number {
  return Math.ceil((end - start) / CHUNK);
}

/** A part, gap included, cut into what one workgroup updates. Parts start at multiples of four here. */
export function itemWords(place: PartPlace, number: number): number[][] {
  const { start, end } = place;
  return Array.from({ length: itemCount(place) }, (_, i) => {
    const first = start + i * CHUNK;
    return [number, i * CHUNK, first / 4, Math.ceil(Math.min(CHUNK, end - first) / 4)];
  });
}
