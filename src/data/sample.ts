import { wordAt } from "../graddrop/index.ts";
import type { Located } from "./batch.ts";

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
  /** Makes a row that holds on to nothing else: texts cut out of a file's chunk would keep the chunk. */
  readonly copy?: (row: Row) => Row;
}

interface Group<Row> {
  readonly key: number;
  rows: Located<Row>[];
  /** Its rows are copies. */
  isOwn: boolean;
}

/**
 * A random sample of a file too large to hold, in random order. Which rows are drawn depends on the seed and their places
 * alone, and a smaller sample is the beginning of a larger one.
 */
export class Sampler<Row> {
  /** Rows so far, drawn or not. */
  found = 0;
  readonly #options: SampleOptions<Row>;
  readonly #source;
  #groups: Group<Row>[] = [];
  #held = 0;
  #count = 0;
  #last: Group<Row> | undefined;

  constructor(options: SampleOptions<Row>) {
    this.#options = options;
    this.#source = { seed: options.seed, stream: "data", site: SITE, time: 0 } as const;
  }

  add(rows: readonly Located<Row>[]): void {
    const { size, together = () => false } = this.#options;
    for (const row of rows) {
      const before = this.#last?.rows.at(-1);
      if (this.#last && before && together(before.row, row.row)) {
        // One that does not fit any more is never drawn.
        if (this.#last.rows.length <= size) this.#last.rows.push(row);
        this.#last.isOwn = false;
      } else {
        this.#last = { key: wordAt(this.#source, this.#count++), rows: [row], isOwn: false };
        this.#groups.push(this.#last);
      }
    }
    this.found += rows.length;
    this.#held += rows.length;
    // Now and then, and never in the middle of a group that still grows.
    if (this.#held <= 2 * size + MOST_WAITING) return;
    const kept = smallest(this.#groups.slice(0, -1), size, "and-next");
    this.#own(kept);
    this.#groups = kept.concat(this.#groups.slice(-1));
    this.#held = this.#groups.reduce((sum, group) => sum + group.rows.length, 0);
  }

  /** The rows drawn, those that belong together in one list. */
  drawn(): Located<Row>[][] {
    const drawn = smallest(this.#groups, this.#options.size);
    this.#own(drawn);
    return drawn.map(({ rows }) => rows);
  }

  #own(groups: readonly Group<Row>[]): void {
    const { copy } = this.#options;
    if (!copy) return;
    for (const group of groups) {
      if (!group.isOwn) group.rows = group.rows.map(({ place, row }) => ({ place, row: copy(row) }));
      group.isOwn = true;
    }
  }
}

const MOST_WAITING = 1000;

/**
 * The groups of the smallest keys, up to the first that no longer fits. Where groups are still to come, that one is kept too:
 * without it a smaller one with a larger key would seem to fit.
 */
function smallest<Row>(groups: readonly Group<Row>[], size: number, end?: "and-next"): Group<Row>[] {
  let left = size;
  const sorted = groups.toSorted((a, b) => a.key - b.key);
  const next = sorted.findIndex(({ rows }) => {
    left -= rows.length;
    return left < 0;
  });
  if (next < 0) return sorted;
  return sorted.slice(0, end === "and-next" ? next + 1 : next);
}
