/**
 * A batch without its padding. Attention never looks at a pad, so what the encoder would compute there reaches neither
 * logits nor gradients: leaving pads out changes nothing but the time.
 */

/** Token sequences as a caller has them. */
export interface TokenBatch {
  /** [rows * sequence], row by row, padded with padId. */
  readonly inputIds: Int32Array;
  readonly rows: number;
  readonly sequence: number;
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
  /** [count] indices into the position table: padId + 1 for the first token of a row. */
  readonly positions: Int32Array;
  /** [count] row * sequence + number of the token within its row: names the token in counters of random numbers. */
  readonly places: Int32Array;
  /** [rows] the places of each row's first token. */
  readonly firstPlaces: Int32Array;
  /** [rows + 1]: row r has tokens starts[r] .. starts[r + 1] - 1. */
  readonly starts: Int32Array;
}

/** Sizes that ids and positions must stay within. */
export interface TokenLimits {
  readonly padId: number;
  readonly vocabSize: number;
  readonly maxPositions: number;
}

export function packTokens(batch: TokenBatch, limits: TokenLimits): Tokens {
  const { inputIds, rows, sequence } = batch;
  const { padId, vocabSize, maxPositions } = limits;
  if (inputIds.length !== rows * sequence) {
    throw new RangeError(
      `The batch has ${inputIds.length} ids, not ${rows} rows of ${sequence}. Pad every row to one length.`,
    );
  }
  let count = 0;
  for (const id of inputIds) if (id !== padId) count++;
  const ids = new Int32Array(count);
  const positions = new Int32Array(count);
  const places = new Int32Array(count);
  const starts = new Int32Array(rows + 1);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    if (sequence === 0 || inputIds[row * sequence] === padId) {
      throw new RangeError(`Row ${row} of the batch starts with padding. Start every row with <s> and pad at its end.`);
    }
    let length = 0;
    for (let column = 0; column < sequence; column++) {
      const id = inputIds[row * sequence + column]!;
      if (id === padId) continue;
      if (id < 0 || id >= vocabSize) {
        throw new RangeError(
          `Row ${row} of the batch has token ${id}, but the vocabulary ends at ${vocabSize - 1}. ` +
            `Is the tokenizer another model's?`,
        );
      }
      ids[at] = id;
      places[at] = row * sequence + length;
      length++;
      positions[at] = padId + length;
      at++;
    }
    if (padId + length >= maxPositions) {
      throw new RangeError(
        `Row ${row} of the batch has ${length} tokens, but the model knows positions for ${maxPositions - padId - 1}. ` +
          `Cut the texts to that length.`,
      );
    }
    starts[row + 1] = at;
  }
  const firstPlaces = Int32Array.from({ length: rows }, (_, row) => row * sequence);
  return { rows, sequence, count, ids, positions, places, firstPlaces, starts };
}

/** Equal ids brought together: which tokens share an id, without sorting floats or adding in a random order. */
export interface Segments {
  /** Distinct ids, ascending. */
  readonly ids: Int32Array;
  /** [count] token numbers, grouped by id, ascending within a group. */
  readonly order: Int32Array;
  /** [ids + 1]: group g is order[starts[g]] .. order[starts[g + 1] - 1]. */
  readonly starts: Int32Array;
}

export function segmentsOf(ids: Int32Array): Segments {
  const order = Int32Array.from(ids, (_, token) => token).sort((a, b) => ids[a]! - ids[b]! || a - b);
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
