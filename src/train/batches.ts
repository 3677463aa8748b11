import { shuffledIndices } from "../graddrop/index.ts";
import type { SequenceExample } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import type { Batch } from "./engine.ts";

/** Sequence lengths are multiples of this, so that few distinct shapes occur. */
const LENGTH_STEP = 8;

/** One example as the model takes it. */
export interface Row {
  readonly ids: readonly number[];
  readonly label: number;
}

export interface RowSettings {
  readonly tokenizer: Tokenizer;
  /** Tokens, specials included; longer inputs are cut. */
  readonly maxLength: number;
}

export function tokenizeExample(example: SequenceExample, { tokenizer, maxLength }: RowSettings): Row {
  return { ids: tokenizer.encodePair(example.textA, example.textB, maxLength).ids, label: example.label };
}

export interface PaddingSettings {
  readonly padId: number;
  /** The longest sequence that the model takes. */
  readonly maxLength: number;
}

/** Rows side by side, padded to the longest rounded up to a multiple of 8. */
export function makeBatch(rows: readonly Row[], { padId, maxLength }: PaddingSettings): Batch {
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const sequence = Math.max(longest, Math.min(Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP, maxLength));
  const inputIds = new Int32Array(rows.length * sequence).fill(padId);
  rows.forEach(({ ids }, row) => {
    inputIds.set(ids, row * sequence);
  });
  return { inputIds, rows: rows.length, sequence, labels: Int32Array.from(rows, ({ label }) => label) };
}

/** The training examples' order in an epoch; it depends on nothing but seed, epoch and size, whatever the variant. */
export function epochOrder(seed: number, epoch: number, size: number): Uint32Array {
  return shuffledIndices({ seed, stream: "batchOrder", site: 0, time: epoch }, size);
}

/** Cuts a list into runs of `size`; the last may be shorter. */
export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) =>
    items.slice(chunk * size, (chunk + 1) * size),
  );
}
