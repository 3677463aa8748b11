/**
 * Vocabulary compaction: of a large word embedding only the rows of tokens that the data hold are fetched, kept on the device
 * and trained. A token's compact id is its place among them, in the order of the full ids; texts are tokenised and kept with
 * full ids, and only batches have compact ones. A row that no batch names has no gradient, and the order of additions goes by
 * ascending ids: leaving rows out changes no bit of the others. Of the rows left out, a full run would have multiplied the values
 * by its weight decay; and the length of the whole embedding's update, which is only shown, would have counted that in.
 */

/** The tokens that a run may meet. */
export interface Vocabulary {
  /** [size] Full ids, ascending; 0 to padId are always there, so that padding and positions stay what they are. */
  readonly ids: Int32Array;
  readonly size: number;
  /** Rows of the checkpoint's word embedding. */
  readonly fullSize: number;
  /** [fullSize] A full id's compact one, which is its place in `ids`; -1 for tokens that are left out. */
  readonly compact: Int32Array;
}

/** Collects the tokens of texts. */
export class TokensSeen {
  readonly #seen: Uint8Array;

  /**
   * @param fullSize rows of the word embedding
   * @param padId all ids up to this one are kept
   * @param specials are kept too
   */
  constructor({ fullSize, padId }: { fullSize: number; padId: number }, specials: Iterable<number> = []) {
    this.#seen = new Uint8Array(fullSize).fill(1, 0, padId + 1);
    for (const id of specials) this.#note(id);
  }

  add(ids: readonly number[] | Int32Array): void {
    for (let i = 0; i < ids.length; i++) this.#note(ids[i]!);
  }

  vocabulary(): Vocabulary {
    const seen = this.#seen;
    let size = 0;
    for (let id = 0; id < seen.length; id++) size += seen[id]!;
    const ids = new Int32Array(size);
    const compact = new Int32Array(seen.length).fill(-1);
    let place = 0;
    for (let id = 0; id < seen.length; id++) {
      if (seen[id] === 0) continue;
      ids[place] = id;
      compact[id] = place++;
    }
    return { ids, size, fullSize: seen.length, compact };
  }

  #note(id: number): void {
    if (!(id >= 0 && id < this.#seen.length)) {
      throw new RangeError(
        `Token ${id} is outside the model's vocabulary of ${this.#seen.length}. Is the tokenizer another model's?`,
      );
    }
    this.#seen[id] = 1;
  }
}
