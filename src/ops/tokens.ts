/**
 * A batch without its padding. Attention never looks at a pad, so what the encoder would compute there reaches neither
 * logits nor gradients: leaving pads out changes nothing but the time.
 */

/** Token sequences as a caller has them. */
export interface TokenBatch {
  /** [rows * sequence], row by row; what stands behind a row's tokens is not looked at. */
  readonly inputIds: Int32Array;
  readonly rows: number;
  readonly sequence: number;
  /** [rows] Tokens of each row; the rest of it is padding. */
  readonly lengths: Int32Array;
  /** [rows] Each row's first token of type 1, which all that follow share; the row's length where all are of type 0. Absent: all. */
  readonly seconds?: Int32Array;
}

/** The tokens of a batch that are not padding, row by row: the order of the rows of every activation matrix. */
export interface Tokens {
  /** Sequences in the batch. */
  readonly rows: number;
  /** Padded length. */
  readonly sequence: number;
  /** Tokens that are not padding. */
  readonly count: number;
  /** [count] indices into the word table. */
  readonly ids: Int32Array;
  /** The word that never learns, padding or not: PyTorch's padding_idx. Of MiniLM it is `<s>`. */
  readonly padId: number;
  /** [count] indices into the position table. */
  readonly positions: Int32Array;
  /** [count] indices into the table of token types; null: all 0. */
  readonly types: Int32Array | null;
  /** [count] row * sequence + number of the token within its row: names the token in counters of random numbers. */
  readonly places: Int32Array;
  /** [rows] the places of each row's first token. */
  readonly firstPlaces: Int32Array;
  /** [rows + 1]: row r has tokens starts[r] .. starts[r + 1] - 1. */
  readonly starts: Int32Array;
}

/** Sizes that ids and positions must stay within. */
export interface TokenLimits {
  readonly vocabSize: number;
  readonly maxPositions: number;
  readonly padId: number;
  /** The position of a row's first token. */
  readonly firstPosition: number;
  readonly typeVocabSize: number;
}

export function packTokens(batch: TokenBatch, limits: TokenLimits): Tokens {
  const { inputIds, rows, sequence, lengths } = batch;
  const { padId, vocabSize, maxPositions, firstPosition } = limits;
  if (inputIds.length !== rows * sequence || lengths.length !== rows) {
    throw new RangeError(
      `The batch has ${inputIds.length} ids and ${lengths.length} lengths, not ${rows} rows of ${sequence}. ` +
        "Pad every row to one length.",
    );
  }
  const count = lengths.reduce((sum, length) => sum + length, 0);
  const ids = new Int32Array(count);
  const positions = new Int32Array(count);
  const places = new Int32Array(count);
  const starts = new Int32Array(rows + 1);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const length = checkedLength(batch, row, maxPositions - firstPosition);
    let position = firstPosition;
    for (let column = 0; column < length; column++) {
      const id = inputIds[row * sequence + column]!;
      if (id < 0 || id >= vocabSize) {
        throw new RangeError(
          `Row ${row} of the batch has token ${id}, but the vocabulary ends at ${vocabSize - 1}. ` +
            `Is the tokenizer another model's?`,
        );
      }
      ids[at] = id;
      places[at] = row * sequence + column;
      // As in Hugging Face, a pad that a text spells out has padding's position, which is the one before the first.
      positions[at] = id === firstPosition - 1 ? id : position++;
      at++;
    }
    starts[row + 1] = at;
  }
  const firstPlaces = Int32Array.from({ length: rows }, (_, row) => row * sequence);
  const types = typesOf(batch, starts, limits);
  return { rows, sequence, count, ids, padId, positions, types, places, firstPlaces, starts };
}

function checkedLength({ lengths, sequence }: TokenBatch, row: number, most: number): number {
  const length = lengths[row]!;
  if (length < 1 || length > sequence) {
    throw new RangeError(
      `Row ${row} of the batch has ${length} tokens, but rows have 1 to ${sequence}. Pad at the end of each row.`,
    );
  }
  if (length > most) {
    throw new RangeError(
      `Row ${row} of the batch has ${length} tokens, but the model knows positions for ${most}. Cut the texts to that length.`,
    );
  }
  return length;
}

function typesOf({ seconds, lengths }: TokenBatch, starts: Int32Array, limits: TokenLimits): Int32Array | null {
  if (!seconds?.some((second, row) => second < lengths[row]!)) return null;
  if (limits.typeVocabSize < 2) {
    throw new RangeError(
      "The batch has tokens of two types, but the model knows one. Is the tokenizer another model's?",
    );
  }
  const types = new Int32Array(starts.at(-1)!);
  seconds.forEach((second, row) => {
    types.fill(1, Math.min(starts[row]! + second, starts[row + 1]!), starts[row + 1]);
  });
  return types;
}

/** Equal ids brought together: which tokens share an id, without sorting floats or adding in a random order. */
export interface Segments {
  /** Distinct ids, ascending. */
  readonly ids: Int32Array;
  /** [tokens] token numbers, grouped by id, ascending within a group. */
  readonly order: Int32Array;
  /** [ids + 1]: group g is order[starts[g]] .. order[starts[g + 1] - 1]. */
  readonly starts: Int32Array;
}

/** @param without tokens of this id are left out */
export function segmentsOf(ids: Int32Array, without?: number): Segments {
  const order = Int32Array.from(ids, (_, token) => token)
    .filter((token) => ids[token] !== without)
    .sort((a, b) => ids[a]! - ids[b]! || a - b);
  const distinct: number[] = [];
  const starts: number[] = [];
  order.forEach((token, at) => {
    const id = ids[token]!;
    if (distinct[distinct.length - 1] === id) return;
    distinct.push(id);
    starts.push(at);
  });
  starts.push(order.length);
  return { ids: Int32Array.from(distinct), order, starts: Int32Array.from(starts) };
}
