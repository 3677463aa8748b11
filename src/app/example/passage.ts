/** A text with the answers in it, in pieces that can be drawn. Pure. */

export interface Piece {
  readonly text: string;
  /** Part of an answer. */
  readonly isMarked: boolean;
}

/** @param answers where each begins, in code points as SQuAD counts; those that overlap are marked as one */
export function markedPieces(
  context: string,
  answers: readonly { readonly text: string; readonly start: number }[],
): Piece[] {
  const characters = [...context];
  const marked = new Uint8Array(characters.length);
  for (const { text, start } of answers) marked.fill(1, start, start + [...text].length);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = 1; at <= characters.length; at++) {
    if (at < characters.length && marked[at] === marked[from]) continue;
    pieces.push({ text: characters.slice(from, at).join(""), isMarked: marked[from] === 1 });
    from = at;
  }
  return pieces;
}
