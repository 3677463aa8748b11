/** Fetches many stretches of large files with few requests: neighbours in one, several at a time, none very large. */
import type { RandomAccess } from "../hub/index.ts";
import { bytesBetween } from "./header.ts";
import type { FileParts } from "./tensors.ts";

export interface OpenFile {
  /** For messages. */
  readonly name: string;
  readonly access: RandomAccess;
}

/** A stretch of a file that becomes something. */
export interface Span {
  readonly file: OpenFile;
  readonly begin: number;
  /** Not included. */
  readonly end: number;
  /** @param bytes [end - begin], read before this returns */
  take(bytes: Uint8Array): void;
}

/** A request carries no more, unless one span alone has more; a few of them are in memory at a time. */
export const MOST_REQUEST_BYTES = 2 ** 23;
/** As many as a browser opens connections to one host, less some for other work. */
const AT_A_TIME = 4;
/** To read over a gap of this size takes a slow connection about as long as another request: 0.1 s at 1 MB/s. */
const MOST_GAP_BYTES = 2 ** 17;
/** Beyond this many requests, larger gaps are read over too: the Hub counts requests, and refuses too many. */
const MOST_GAPS = 1000;

interface Request {
  readonly file: OpenFile;
  readonly begin: number;
  end: number;
  readonly spans: Span[];
}

/**
 * @param spans by file, ascending, none over another
 * @throws CheckpointError, and what the files' source throws; no span is taken after that
 */
export async function fetchSpans(spans: readonly Span[]): Promise<void> {
  const requests = requestsFor(spans);
  // Told of all at once, whoever fetches can do it well, and say how long it will take.
  for (const { access, ranges } of partsOf(requests)) await access.need?.(ranges);
  let next = 0;
  let failed = false;
  const work = async () => {
    while (next < requests.length && !failed) {
      const { file, begin, end, spans } = requests[next++]!;
      try {
        const bytes = await bytesBetween(file.access, begin, end, file.name);
        if (failed) return;
        for (const span of spans) span.take(bytes.subarray(span.begin - begin, span.end - begin));
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, requests.length) }, work));
}

export function requestsFor(spans: readonly Span[]): Request[] {
  const mostGap = mostGapOf(spans);
  const requests: Request[] = [];
  for (const span of spans) {
    const last = requests.at(-1);
    const joins =
      last?.file === span.file && span.begin - last.end <= mostGap && span.end - last.begin <= MOST_REQUEST_BYTES;
    if (!joins) {
      requests.push({ file: span.file, begin: span.begin, end: span.end, spans: [span] });
      continue;
    }
    last.end = span.end;
    last.spans.push(span);
  }
  return requests;
}

/** By file. */
export function partsOf(requests: readonly Request[]): FileParts[] {
  const parts = new Map<OpenFile, { access: RandomAccess; ranges: { start: number; end: number }[] }>();
  for (const { file, begin, end } of requests) {
    const part = parts.get(file) ?? { access: file.access, ranges: [] };
    part.ranges.push({ start: begin, end });
    parts.set(file, part);
  }
  return [...parts.values()];
}

/** Gaps up to this size are read over. */
function mostGapOf(spans: readonly Span[]): number {
  const large: number[] = [];
  for (let i = 1; i < spans.length; i++) {
    const gap = spans[i]!.begin - spans[i - 1]!.end;
    if (spans[i]!.file === spans[i - 1]!.file && gap > MOST_GAP_BYTES) large.push(gap);
  }
  if (large.length <= MOST_GAPS) return MOST_GAP_BYTES;
  return large.sort((a, b) => b - a)[MOST_GAPS]!;
}
