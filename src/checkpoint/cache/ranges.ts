/** Bytes of a file from `start` up to, not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export const lengthOf = (ranges: readonly ByteRange[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** The same bytes in ascending ranges that neither touch nor overlap, none empty. */
export function united(ranges: readonly ByteRange[]): ByteRange[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start >= end) continue;
    const last = found.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/**
 * What is in `ranges` and not in `taken`, ascending.
 *
 * @param ranges as `united` gives them
 * @param taken as `united` gives them
 */
export function without(ranges: readonly ByteRange[], taken: readonly ByteRange[]): ByteRange[] {
  const left: ByteRange[] = [];
  let next = 0;
  for (const { start, end } of ranges) {
    let at = start;
    while (next < taken.length && taken[next]!.end <= start) next++;
    for (let i = next; i < taken.length && taken[i]!.start < end; i++) {
      if (taken[i]!.start > at) left.push({ start: at, end: taken[i]!.start });
      at = Math.max(at, taken[i]!.end);
    }
    if (at < end) left.push({ start: at, end });
  }
  return left;
}

/** The same bytes in ranges of at most so many. */
export function cut(ranges: readonly ByteRange[], mostBytes: number): ByteRange[] {
  return ranges.flatMap(({ start, end }) =>
    Array.from({ length: Math.ceil((end - start) / mostBytes) }, (_, i) => {
      const from = start + i * mostBytes;
      return { start: from, end: Math.min(end, from + mostBytes) };
    }),
  );
}
