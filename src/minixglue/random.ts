import { philox4x32 } from "../graddrop/philox.ts";

/** A stream of draws that depends on nothing but its seed and its name: the same on every machine, in every order of use. */
export interface Random {
  /** Uniform in [0, 1), 24 bits. */
  uniform(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** An index, drawn with probability proportional to its weight. */
  weighted(weights: readonly number[]): number;
}

/** FNV-1a over UTF-16 units: turns names and meanings into 32-bit numbers. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // FNV's low bits are weak for short texts; one round of murmur3's finaliser mixes them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * @param seed any safe integer from 0
 * @param stream names the purpose, so that two purposes never share draws
 * @param index e.g. the number of the example: examples can be made in any order
 */
export function random(seed: number, stream: string, index = 0): Random {
  const low = seed >>> 0;
  const high = Math.floor(seed / 2 ** 32) >>> 0;
  const name = hash32(stream);
  let block = 0;
  let buffer: ArrayLike<number> = [];
  let used = 4;
  const next = (): number => {
    if (used === 4) {
      buffer = philox4x32([block++, index >>> 0, name, 0x6d696e69], [low, high]);
      used = 0;
    }
    return buffer[used++] ?? 0;
  };
  const uniform = () => (next() >>> 8) / 2 ** 24;
  const below = (bound: number) => Math.floor(uniform() * bound);
  return {
    uniform,
    below,
    chance: (probability) => uniform() < probability,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("random.pick: the list is empty; nothing can be drawn from it.");
      return item;
    },
    weighted: (weights) => {
      let rest = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      for (let index = 0; index < weights.length - 1; index++) {
        rest -= weights[index] ?? 0;
        if (rest < 0) return index;
      }
      return weights.length - 1;
    },
  };
}
