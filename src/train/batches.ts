import type { Vocabulary } from "../checkpoint/index.ts";
import { shuffledIndices } from "../graddrop/index.ts";
import type { Batch, Targets } from "./engine.ts";

/** Sequence lengths are multiples of this, so that few distinct shapes occur. */
const LENGTH_STEP = 8;

/** What a row is to learn; positions count the row's tokens from 0. */
export type Target =
  | { readonly kind: "sequence"; readonly label: number }
  | {
      readonly kind: "token";
      /** [n] Of the tokens that have a label, ascending. */
      readonly positions: readonly number[];
      /** [n] */
      readonly labels: readonly number[];
    }
  | {
      readonly kind: "span";
      /** The answer's first token; 0, which is <s>, where the row has no answer. */
      readonly start: number;
      /** The answer's last token. */
      readonly end: number;
    };

/** One example, or a window of it, as the model takes it. */
export interface Row {
  readonly ids: readonly number[];
  /** The first token of type 1, of tokenizers that tell two texts apart so; absent: all are of type 0. */
  readonly second?: number;
  readonly target: Target;
}

export interface PaddingSettings {
  /** The longest sequence that the model takes. */
  readonly maxLength: number;
  /** Batches get its compact ids; absent: those of the rows. */
  readonly vocabulary?: Vocabulary;
}

/** Rows side by side, padded to the longest rounded up to a multiple of 8. All have targets of one kind. */
export function makeBatch(rows: readonly Row[], { maxLength, vocabulary }: PaddingSettings): Batch {
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const sequence = Math.max(longest, Math.min(Math.ceil(longest / LENGTH_STEP) * LENGTH_STEP, maxLength));
  const inputIds = new Int32Array(rows.length * sequence);
  rows.forEach(({ ids }, row) => {
    if (vocabulary) putCompact(inputIds, row * sequence, ids, vocabulary);
    else inputIds.set(ids, row * sequence);
  });
  const targets = targetsOf(
    rows.map(({ target }) => target),
    sequence,
  );
  const lengths = Int32Array.from(rows, ({ ids }) => ids.length);
  const seconds = Int32Array.from(rows, ({ ids, second }) => second ?? ids.length);
  return { inputIds, rows: rows.length, sequence, lengths, seconds, targets };
}

function putCompact(inputIds: Int32Array, at: number, ids: readonly number[], { compact }: Vocabulary): void {
  for (let i = 0; i < ids.length; i++) {
    const place = compact[ids[i]!] ?? -1;
    if (place < 0) {
      throw new RangeError(`Token ${ids[i]} is not in the run's vocabulary. Make the vocabulary from all of its rows.`);
    }
    inputIds[at + i] = place;
  }
}

function targetsOf(targets: readonly Target[], sequence: number): Targets {
  const sequences = ofKind(targets, "sequence");
  if (sequences) return { kind: "sequence", labels: Int32Array.from(sequences, ({ label }) => label) };
  const spans = ofKind(targets, "span");
  if (spans) {
    const starts = Int32Array.from(spans, ({ start }) => start);
    return { kind: "span", starts, ends: Int32Array.from(spans, ({ end }) => end) };
  }
  const tokens = ofKind(targets, "token");
  if (!tokens) throw new RangeError("The rows of a batch have targets of several kinds. Batch those of one task.");
  const positions = tokens.flatMap(({ positions }, row) => positions.map((position) => row * sequence + position));
  return {
    kind: "token",
    positions: Int32Array.from(positions),
    labels: Int32Array.from(tokens.flatMap(({ labels }) => labels)),
  };
}

/** All of them, if they are all of that kind. */
function ofKind<Kind extends Target["kind"]>(targets: readonly Target[], kind: Kind) {
  const found = targets.filter((target): target is Extract<Target, { kind: Kind }> => target.kind === kind);
  return found.length === targets.length ? found : undefined;
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
