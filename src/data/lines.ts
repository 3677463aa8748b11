import { Unusable } from "./batch.ts";
import { type Bytes, joined } from "./bytes.ts";
import { DataError } from "./error.ts";

/** A line without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** What is wrong with it, where it is no text. */
  readonly text: string | Unusable;
}

const NEWLINE = 0x0a;
/** No line of text is longer; what is, is held no further. */
const MOST_LINE_BYTES = 16 * 2 ** 20;

const LONG_LINE = new Unusable(
  `is longer than ${MOST_LINE_BYTES / 2 ** 20} MB. Is this a text file, one example a line?`,
);
const NOT_UTF8 = new Unusable("is not UTF-8. Save the file in UTF-8.");

/**
 * The lines of a UTF-8 text file. Lines end with \n or \r\n alone: Unicode's other separators belong to the text. A byte order
 * mark is dropped; the last line may lack its end. Lines come in
 * batches, one a chunk; memory is bounded by the size of a chunk and of a line.
 */
export async function* readLines(bytes: Bytes, file: string): AsyncGenerator<Line[]> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let isTooLong = false;
  let next = 1;

  const take = (block: Uint8Array): Line[] => {
    const texts = textLines(next === 1 ? withoutMark(block, file) : block);
    if (isTooLong) texts[0] = LONG_LINE;
    isTooLong = false;
    return texts.map((text) => ({ number: next++, text }));
  };
  const hold = (part: Uint8Array): void => {
    if (part.length === 0) return;
    size += part.length;
    if (size > MOST_LINE_BYTES) isTooLong = true;
    parts = isTooLong ? [] : [...parts, part];
  };

  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end >= 0) {
      yield take(joined([...parts, chunk.subarray(0, end)]));
      parts = [];
      size = 0;
    }
    hold(chunk.subarray(end + 1));
  }
  if (size > 0) yield take(joined(parts));
  if (next === 1) throw emptyFile(file);
}

function textLines(block: Uint8Array): (string | Unusable)[] {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(block);
    const lines = text.split("\n");
    return text.includes("\r") ? lines.map(withoutReturn) : lines;
  } catch {
    // Something in it is not UTF-8: find out which lines.
    return splitBytes(block).map(textLine);
  }
}

function textLine(bytes: Uint8Array): string | Unusable {
  try {
    return withoutReturn(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return NOT_UTF8;
  }
}

function splitBytes(block: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = block.indexOf(NEWLINE); end >= 0; end = block.indexOf(NEWLINE, start)) {
    lines.push(block.subarray(start, end));
    start = end + 1;
  }
  return [...lines, block.subarray(start)];
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

function withoutMark(start: Uint8Array, file: string): Uint8Array {
  refuseUtf16(start, file);
  const [a, b, c] = start;
  return a === 0xef && b === 0xbb && c === 0xbf ? start.subarray(3) : start;
}

/** @throws DataError for UTF-16, which would be nothing but bad lines */
export function refuseUtf16([a, b]: Uint8Array, file: string): void {
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) {
    throw new DataError(`${file}: is UTF-16. Save it in UTF-8.`);
  }
}

export function emptyFile(file: string): DataError {
  return new DataError(`${file}: is empty. Is it the right file, and completely copied?`);
}
