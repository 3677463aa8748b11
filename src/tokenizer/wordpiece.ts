import { PieceTrie } from "./pieces.ts";
import type { Segmented } from "./unigram.ts";

/** Words are kept with their pieces; past this many the memory starts over. */
const REMEMBERED_WORDS = 50_000;

export interface WordPieceModel {
  /** By id. */
  readonly vocabulary: readonly string[];
  readonly unknownId: number;
  /** Before each piece of a word that is not its first; "##". */
  readonly continuingPrefix: string;
  /** In code points; a longer word is unknown. */
  readonly longestWord: number;
}

/** BERT's way to cut a word: the longest piece there is, then the longest that continues it, and so on. */
export class WordPiece {
  readonly #model: WordPieceModel;
  readonly #first: PieceTrie;
  readonly #continuing: PieceTrie;
  readonly #remembered = new Map<string, Segmented>();

  constructor(model: WordPieceModel) {
    const { vocabulary, continuingPrefix } = model;
    this.#model = model;
    this.#first = new PieceTrie(vocabulary);
    // A piece's place is its id; what does not continue a word is left empty.
    this.#continuing = new PieceTrie(
      vocabulary.map((piece) => (piece.startsWith(continuingPrefix) ? piece.slice(continuingPrefix.length) : "")),
    );
  }

  /** A word of which a part is in no piece is unknown as a whole. */
  segment(word: string): Segmented {
    const remembered = this.#remembered.get(word);
    if (remembered) return remembered;
    const segmented = this.#cut(word) ?? { ids: [this.#model.unknownId], ends: [word.length] };
    if (this.#remembered.size >= REMEMBERED_WORDS) this.#remembered.clear();
    this.#remembered.set(word, segmented);
    return segmented;
  }

  #cut(word: string): Segmented | undefined {
    const { longestWord } = this.#model;
    if (word.length > longestWord && Array.from(word).length > longestWord) return undefined;
    const ids: number[] = [];
    const ends: number[] = [];
    for (let start = 0; start < word.length; ) {
      let longest = -1;
      let longestEnd = start;
      (start === 0 ? this.#first : this.#continuing).prefixes(word, start, (end, id) => {
        longest = id;
        longestEnd = end;
      });
      if (longest < 0) return undefined;
      ids.push(longest);
      ends.push(longestEnd);
      start = longestEnd;
    }
    return { ids, ends };
  }
}
