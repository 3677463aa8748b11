import { fillWords, type RandomSource } from "./streams.ts";

/** An even number, so that both halves are mixed equally often; 8 keeps even 2-bit domains from favouring anything. */
const ROUNDS = 8;

/** The largest size a permutation can have: its indices fill 31 bits, so no intermediate value leaves u32. */
export const MAX_PERMUTATION_SIZE = 2 ** 31;

/** The last step of MurmurHash3 (A. Appleby, public domain): each input bit flips each output bit half the time. */
function mix(x: number): number {
  let hash = x;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * A random bijection on 0..size-1 that is computed, never stored: shuffling weights without an array of their size.
 *
 * A Feistel network on the smallest number of bits (at least 2) that holds size - 1: the low half has floor(bits / 2)
 * of them, and rounds 0, 2, ... change the high half by a keyed hash of the low one, rounds 1, 3, ... the other way
 * round. An image outside 0..size-1 is sent through again ("cycle walking", Black and Rogaway 2002), under 2 times on average.
 * All of it is u32 arithmetic that a shader repeats bit for bit.
 *
 * @param source the key: its words 0..7 are the round keys
 * @param size   1..2^31
 */
export function keyedPermutation(source: RandomSource, size: number): (index: number) => number {
  if (!Number.isInteger(size) || size < 1 || size > MAX_PERMUTATION_SIZE) {
    throw new RangeError(`A permutation of ${size} elements was asked for; it can have 1 to ${MAX_PERMUTATION_SIZE}.`);
  }
  const keys = new Uint32Array(ROUNDS);
  fillWords(source, keys);
  const [key0, key1, key2, key3] = [keys[0]! | 0, keys[1]! | 0, keys[2]! | 0, keys[3]! | 0];
  const [key4, key5, key6, key7] = [keys[4]! | 0, keys[5]! | 0, keys[6]! | 0, keys[7]! | 0];
  const bits = Math.max(2, 32 - Math.clz32(size - 1));
  const lowBits = bits >>> 1;
  const lowMask = 2 ** lowBits - 1;
  const highMask = 2 ** (bits - lowBits) - 1;
  return (index) => {
    let image = index;
    do {
      let low = image & lowMask;
      let high = image >>> lowBits;
      high ^= mix(low ^ key0) & highMask;
      low ^= mix(high ^ key1) & lowMask;
      high ^= mix(low ^ key2) & highMask;
      low ^= mix(high ^ key3) & lowMask;
      high ^= mix(low ^ key4) & highMask;
      low ^= mix(high ^ key5) & lowMask;
      high ^= mix(low ^ key6) & highMask;
      low ^= mix(high ^ key7) & lowMask;
      image = (high << lowBits) | low;
    } while (image >= size);
    return image;
  };
}
