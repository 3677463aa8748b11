import { PieceTrie } from "./pieces.ts";

/** An unknown character costs this much more than the least likely piece (sentencepiece's kUnkPenalty). */
const UNKNOWN_PENALTY = 10;
/** Words are kept with their pieces; past this many the memory starts over. */
const REMEMBERED_WORDS = 50_000;

/** A word's pieces: ids, and where each ends in the word, in UTF-16 units. */
export interface Segmented {
  ids: number[];
  ends: number[];
}

/** A Unigram language model: finds the most likely way to cut a word into pieces (Viterbi). */
export class Unigram {
  readonly #trie: PieceTrie;
  readonly #scores: Float64Array;
  readonly #unknownId: number;
  readonly #unknownScore: number;
  readonly #remembered = new Map<string, Segmented>();

  /** @param vocabulary [piece, log-probability], the id is the position */
  constructor(vocabulary: readonly (readonly [string, number])[], unknownId: number) {
    this.#trie = new PieceTrie(vocabulary.map(([piece]) => piece));
    this.#scores = Float64Array.from(vocabulary, ([, score]) => score);
    this.#unknownId = unknownId;
    this.#unknownScore = this.#scores.reduce((least, score) => Math.min(least, score), Infinity) - UNKNOWN_PENALTY;
  }

  segment(word: string): Segmented {
    const remembered = this.#remembered.get(word);
    if (remembered) return remembered;
    const segmented = this.#backtrack(...this.#bestPaths(word));
    if (this.#remembered.size >= REMEMBERED_WORDS) this.#remembered.clear();
    this.#remembered.set(word, segmented);
    return segmented;
  }

  /** For every end position: the start and id of the last piece on the best path that ends there (start -1: none). */
  #bestPaths(word: string): [Int32Array, Int32Array] {
    const best = new Float64Array(word.length + 1);
    const starts = new Int32Array(word.length + 1).fill(-1);
    const ids = new Int32Array(word.length + 1);
    const offer = (start: number, end: number, id: number, score: number) => {
      const candidate = score + best[start]!;
      if (starts[end] !== -1 && candidate <= best[end]!) return; // on a tie the earlier start stays
      best[end] = candidate;
      starts[end] = start;
      ids[end] = id;
    };
    for (let start = 0; start < word.length; ) {
      const next = start + (word.codePointAt(start)! > 0xffff ? 2 : 1);
      let hasSingle = false;
      this.#trie.prefixes(word, start, (end, id) => {
        offer(start, end, id, this.#scores[id]!);
        if (end === next) hasSingle = true;
      });
      if (!hasSingle) offer(start, next, this.#unknownId, this.#unknownScore);
      start = next;
    }
    return [starts, ids];
  }

  /** Reads the best path from its end; neighbouring unknowns become one. */
  #backtrack(starts: Int32Array, bestIds: Int32Array): Segmented {
    const ids: number[] = [];
    const ends: number[] = [];
    for (let end = starts.length - 1; end > 0; end = starts[end]!) {
      const id = bestIds[end]!;
      if (id === this.#unknownId && ids.at(-1) === id) continue;
      ids.push(id);
      ends.push(end);
    }
    return { ids: ids.reverse(), ends: ends.reverse() };
  }
}
