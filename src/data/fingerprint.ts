const DIGITS_A_LANE = 6;

/** A 48-bit hash in two lanes: enough to tell runs apart by mistake, not against someone who forges one. */
export class Fingerprint {
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
    const units = new Uint32Array(text.length);
    for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i);
    return this.add(units);
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
