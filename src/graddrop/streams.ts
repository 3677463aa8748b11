/**
 * Random numbers by name instead of by order: what is drawn for (seed, stream, site, time, element) is the same
 * whoever asks, in whatever order, on whatever device.
 *
 * Philox's key is the seed: word 0 its low 32 bits, word 1 the bits above.
 * Philox's counter is (element / 4, site, time, stream); element e takes word e & 3 of its block.
 */
import { normalsFromWords } from "./normal.ts";
import { fillPhilox, type Key } from "./philox.ts";

/** Every use of randomness has a number of its own, so that no two ever share a counter. Never renumber: runs depend on it. */
export const STREAMS = {
  /** Bernoulli masks, fresh each step. Site: tensor; time: step. */
  stepMask: 1,
  /** Gaussian factors. Site: tensor; time: step. */
  gaussianMask: 2,
  /** Bernoulli masks kept for an epoch. Site: tensor; time: epoch. */
  epochMask: 3,
  /** Round keys of the permutation that gives each weight its epoch. Site: tensor; time: 0. */
  partition: 4,
  /** Which layers a step freezes. Element: layer; site: 0; time: step. */
  layerMask: 5,
  /** Dropout on activations. Site: place in the model; time: step. */
  dropout: 16,
  /** Order of the training examples. Time: epoch. */
  batchOrder: 17,
  /** Initial values of new parameters. Site: tensor. */
  initialisation: 18,
  /** Choice of examples, label noise. */
  data: 19,
  /** Which weights of a step are looked at. Site: tensor; time: 0. */
  inspection: 20,
} as const;

export type Stream = keyof typeof STREAMS;

/** Where a sequence of random numbers comes from. `site` and `time` are u32; what they stand for is said at STREAMS. */
export interface RandomSource {
  seed: number;
  stream: Stream;
  site: number;
  time: number;
}

const UNIT = 2 ** -24;

/** Splits a seed into Philox's key: low 32 bits, then the 21 above. */
export function seedKey(seed: number): Key {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Seed ${seed} is not a whole number from 0 to ${Number.MAX_SAFE_INTEGER}. Choose one, such as 1.`,
    );
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

/** Fills `out` with the u32 words of elements first, first + 1, ...; `first` is a multiple of 4. */
export function fillWords(source: RandomSource, out: Uint32Array, first = 0): void {
  if (first % 4 !== 0) {
    throw new RangeError(
      `Random words were asked for from element ${first}; start at a multiple of 4, where a block starts.`,
    );
  }
  const [k0, k1] = seedKey(source.seed);
  fillPhilox(out, first / 4, source.site, source.time, STREAMS[source.stream], k0, k1);
}

const block = new Uint32Array(4);

/** The u32 word of one element. */
export function wordAt(source: RandomSource, element: number): number {
  fillWords(source, block, element - (element % 4));
  return block[element % 4]!;
}

/** A number in [0, 1) from 24 bits, exact in f32. */
export function uniformFromWord(word: number): number {
  return (word >>> 8) * UNIT;
}

/** Uniform in [0, 1), from 24 bits, for one element. */
export function uniformAt(source: RandomSource, element: number): number {
  return uniformFromWord(wordAt(source, element));
}

/** Standard normal (f32) for one element. */
export function normalAt(source: RandomSource, element: number): number {
  const numbers = new Float32Array(4);
  fillNormals(source, numbers, element - (element % 4));
  return numbers[element % 4]!;
}

/** Elements handled at once: few enough for the words to stay in the fastest cache, and whole blocks. */
export const CHUNK = 1024;
const chunkWords = new Uint32Array(CHUNK);

/** Fills `out` with uniform numbers in [0, 1); `first` is a multiple of 4. */
export function fillUniforms(source: RandomSource, out: Float32Array, first = 0): void {
  for (let start = 0; start < out.length; start += CHUNK) {
    const size = Math.min(CHUNK, out.length - start);
    fillWords(source, chunkWords.subarray(0, size), first + start);
    for (let i = 0; i < size; i++) out[start + i] = uniformFromWord(chunkWords[i]!);
  }
}

/** Fills `out` with standard normal numbers; `first` is a multiple of 4. */
export function fillNormals(source: RandomSource, out: Float32Array, first = 0): void {
  for (let start = 0; start < out.length; start += CHUNK) {
    const size = Math.min(CHUNK, out.length - start);
    // Box-Muller needs both words of a pair, so a cut last block is drawn whole.
    fillWords(source, chunkWords.subarray(0, (size + 3) & ~3), first + start);
    normalsFromWords(chunkWords, out.subarray(start, start + size));
  }
}

/** What dropping at a rate means on u32 words: a word below `threshold` drops its element, any other gives `kept`. */
export interface DropRule {
  /** u32; the drop rate in units of 2^-32. */
  threshold: number;
  /** f32: 1 / (1 - dropRate) when rescaled, else 1. At drop rate 1 it is 0, so that nothing needs a special case. */
  kept: number;
}

export function dropRule(dropRate: number, rescale: boolean): DropRule {
  if (!(dropRate >= 0 && dropRate <= 1)) {
    throw new RangeError(
      `Drop rate ${dropRate} is not a probability. Choose a number from 0 (keep all) to 1 (drop all).`,
    );
  }
  const threshold = Math.min(Math.round(dropRate * 2 ** 32), 2 ** 32 - 1);
  if (dropRate === 1) return { threshold, kept: 0 };
  return { threshold, kept: rescale ? Math.fround(1 / (1 - dropRate)) : 1 };
}

/**
 * Fills `out` with 0 for each dropped element and `1 / (1 - dropRate)` (or 1) for each kept one; `first` is a multiple
 * of 4. Serves gradient masks and the dropout of activations alike.
 */
export function fillBernoulli(
  source: RandomSource,
  dropRate: number,
  rescale: boolean,
  out: Float32Array,
  first = 0,
): void {
  const { threshold, kept } = dropRule(dropRate, rescale);
  if (threshold === 0 || kept === 0) {
    out.fill(kept);
    return;
  }
  for (let start = 0; start < out.length; start += CHUNK) {
    const size = Math.min(CHUNK, out.length - start);
    fillWords(source, chunkWords.subarray(0, size), first + start);
    for (let i = 0; i < size; i++) out[start + i] = chunkWords[i]! < threshold ? 0 : kept;
  }
}

/** The numbers 0..size-1 in random order (Fisher-Yates; position i is swapped by the word of element i). */
export function shuffledIndices(source: RandomSource, size: number): Uint32Array {
  const words = new Uint32Array(size);
  fillWords(source, words);
  const indices = Uint32Array.from({ length: size }, (_, index) => index);
  for (let i = size - 1; i > 0; i--) {
    const other = Math.floor((words[i]! / 2 ** 32) * (i + 1));
    const moved = indices[i]!;
    indices[i] = indices[other]!;
    indices[other] = moved;
  }
  return indices;
}

/** A copy of `items` in random order. */
export function shuffled<Item>(source: RandomSource, items: readonly Item[]): Item[] {
  return Array.from(shuffledIndices(source, items.length), (index) => items[index]!);
}
