import { wordAt } from "../graddrop/index.ts";
import type { Batch, Located } from "./batch.ts";

/** Keeps these draws apart from other uses of the data stream. */
const SITE = 2;

export interface SampleOptions<Row> {
  /** At most so many rows. */
  readonly size: number;
  readonly seed: number;
  /**
   * Whether a row belongs to the one before it: such rows are drawn together and stay in their order, as the pages of one
   * query must in WPR. Alone each, when not given.
   */
  readonly together?: (before: Row, row: Row) => boolean;
}

interface Group<Row> {
  readonly key: number;
  readonly rows: Located<Row>[];
}

/**
 * A random sample of a file too large to hold, in random order. Which rows are drawn depends on the seed and their places
 * alone, and a smaller sample is the beginning of a larger one. Faults do not matter here.
 */
export async function sample<Row>(
  batches: AsyncIterable<Batch<Row>>,
  { size, seed, together = () => false }: SampleOptions<Row>,
): Promise<Located<Row>[]> {
  const source = { seed, stream: "data", site: SITE, time: 0 } as const;
  let groups: Group<Row>[] = [];
  let held = 0;
  let count = 0;
  let last: Group<Row> | undefined;
  for await (const { rows } of batches) {
    for (const row of rows) {
      const before = last?.rows.at(-1);
      if (last && before && together(before.row, row.row)) last.rows.push(row);
      else {
        last = { key: wordAt(source, count++), rows: [row] };
        groups.push(last);
      }
      held++;
    }
    // Now and then, and never in the middle of a group that still grows.
    if (held > 2 * size + MOST_WAITING) {
      groups = smallest(groups.slice(0, -1), size).concat(groups.slice(-1));
      held = groups.reduce((sum, group) => sum + group.rows.length, 0);
    }
  }
  return smallest(groups, size).flatMap((group) => group.rows);
}

const MOST_WAITING = 1000;

/** The groups of the smallest keys, up to the first that no longer fits. */
function smallest<Row>(groups: readonly Group<Row>[], size: number): Group<Row>[] {
  let left = size;
  const sorted = groups.toSorted((a, b) => a.key - b.key);
  const end = sorted.findIndex(({ rows }) => {
    left -= rows.length;
    return left < 0;
  });
  return end < 0 ? sorted : sorted.slice(0, end);
}
