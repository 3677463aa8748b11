/** How a test's rows are cut into pieces that are computed at once. */
import type { EncoderConfig } from "../model/config.ts";
import { testingBytes } from "./memory.ts";

/** Rows of a slice. A GPU wants many at once; elsewhere fewer cost the same, and pauses come through sooner. */
const ROWS = { gpu: 64, processor: 16 } as const;

/** Of activations of a slice: with less a GPU would wait, and with more the tests would decide which device a model needs. */
const MOST_BYTES = 2 ** 28;

/**
 * Cuts rows into slices, none empty.
 *
 * @param lengths tokens of each row, ascending
 * @returns where each slice ends, the last at `lengths.length`
 */
export function sliceEnds(lengths: readonly number[], config: EncoderConfig, where: keyof typeof ROWS): number[] {
  const mostTokens = Math.floor(MOST_BYTES / testingBytes(config, 1));
  const ends: number[] = [];
  let first = 0;
  let tokens = 0;
  lengths.forEach((length, row) => {
    if (row > first && (row - first === ROWS[where] || tokens + length > mostTokens)) {
      ends.push(row);
      first = row;
      tokens = 0;
    }
    tokens += length;
  });
  if (lengths.length > 0) ends.push(lengths.length);
  return ends;
}
