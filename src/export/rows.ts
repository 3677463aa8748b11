/** The full word embedding of a model that was trained with a part of its vocabulary. */

/** What the rows of the tokens that were left out come from. */
export interface LeftOut {
  /** Full ids of the trained rows, ascending. */
  readonly ids: Int32Array;
  /** Rows of the full matrix. */
  readonly fullSize: number;
  /**
   * The rows as they were before training.
   *
   * @param ids full ones, ascending
   * @returns [ids.length, width]
   */
  readRows(ids: Int32Array): Promise<Float32Array>;
  /** What training has multiplied them by. */
  readonly factor: number;
}

/** Values at a time: 8 MB. Smaller slices would make a download many more requests, larger ones help nobody. */
const MOST_AT_ONCE = 2 ** 21;

/**
 * Slice by slice, from the first row to the last. While one slice is used, the rows of the next are on their way.
 *
 * @param trained [ids.length, width]
 */
export async function* fullRows(
  trained: Float32Array,
  { ids, fullSize, readRows, factor }: LeftOut,
  mostAtOnce = MOST_AT_ONCE,
): AsyncGenerator<Float32Array> {
  const width = trained.length / ids.length;
  const rowsAtOnce = Math.max(1, Math.floor(mostAtOnce / width));
  let place = 0;
  const begin = (first: number) => {
    const end = Math.min(fullSize, first + rowsAtOnce);
    const slice = sliceOf(ids, place, first, end);
    place += slice.trained.length;
    const reading = slice.leftOut.length > 0 ? readRows(slice.leftOut) : Promise.resolve(new Float32Array(0));
    // Whoever stops in the middle does not wait for it.
    reading.catch(() => {});
    return { ...slice, reading };
  };
  let next = begin(0);
  for (let first = 0; first < fullSize; first += rowsAtOnce) {
    const { trained: rows, firstTrained, leftOut, end, reading } = next;
    const unseen = await reading;
    if (end < fullSize) next = begin(end);
    const values = new Float32Array((end - first) * width);
    for (const [i, id] of rows.entries()) {
      const from = (firstTrained + i) * width;
      values.set(trained.subarray(from, from + width), (id - first) * width);
    }
    for (const [i, id] of leftOut.entries()) {
      const to = (id - first) * width;
      for (let k = 0; k < width; k++) values[to + k] = unseen[i * width + k]! * factor;
    }
    yield values;
  }
}

/** Which of the rows first .. end - 1 were trained, and which were not. */
function sliceOf(ids: Int32Array, place: number, first: number, end: number) {
  let last = place;
  while (last < ids.length && ids[last]! < end) last++;
  const trained = ids.subarray(place, last);
  const leftOut = new Int32Array(end - first - trained.length);
  let at = 0;
  let known = 0;
  for (let id = first; id < end; id++) {
    if (trained[known] === id) known++;
    else leftOut[at++] = id;
  }
  return { trained, firstTrained: place, leftOut, end };
}
