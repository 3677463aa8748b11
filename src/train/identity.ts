/** What a run starts from and learns from, in a few hex digits: two runs with the same ones differ in nothing but what they do with it. */
import type { RunIdentity } from "../experiment/record.ts";
import { epochOrder, type Row } from "./batches.ts";

const DIGITS_A_LANE = 6;

/** A 48-bit hash in two lanes: enough to tell runs apart by mistake, not against someone who forges one. */
class Fingerprint {
  // The odd constants are xxHash32's primes.
  #low = 0x9e3779b1;
  #high = 0x85ebca77;

  /** @param words read as u32; their order and number count */
  add(words: Uint32Array | Int32Array | readonly number[]): this {
    let low = this.#low ^ words.length;
    let high = this.#high;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      low = Math.imul(low ^ word, 0xc2b2ae3d);
      low ^= low >>> 15;
      high = Math.imul(high ^ word, 0x27d4eb2f);
      high = (high << 13) | (high >>> 19);
    }
    this.#low = low;
    this.#high = high;
    return this;
  }

  addText(text: string): this {
    return this.add(Array.from(text, (character) => character.codePointAt(0)!));
  }

  get hex(): string {
    return [this.#low, this.#high]
      .map((lane) => finished(lane).toString(16).padStart(8, "0").slice(-DIGITS_A_LANE))
      .join("");
  }
}

/** Spreads every bit over all others (MurmurHash3's finaliser). */
function finished(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

interface Batches {
  readonly seed: number;
  readonly epochs: number;
  readonly trainSize: number;
  readonly batchSize: number;
  /** A training example by its place in the set. */
  readonly row: (index: number) => Row;
}

/**
 * Weights to the last bit, and every epoch's batches: which examples, in which order, with their tokens and labels.
 *
 * @param weights by name, in whatever order
 */
export function identityOf(weights: ReadonlyMap<string, Float32Array>, batches: Batches): RunIdentity {
  const { seed, epochs, trainSize, batchSize, row } = batches;
  const start = new Fingerprint();
  for (const [name, values] of [...weights].sort(([a], [b]) => (a < b ? -1 : 1))) {
    start.addText(name).add(new Uint32Array(values.buffer, values.byteOffset, values.length));
  }
  const order = new Fingerprint().add([epochs, trainSize, batchSize]);
  for (let index = 0; index < trainSize; index++) {
    const { ids, label } = row(index);
    order.add(ids).add([label]);
  }
  for (let epoch = 1; epoch <= epochs; epoch++) order.add(epochOrder(seed, epoch, trainSize));
  return { weights: start.hex, batches: order.hex };
}
