import { DataError } from "./error.ts";

/** A file's bytes, in chunks of any size: a Node stream, `blobBytes(file)`, an array of chunks. A chunk is not changed once given. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** The bytes of a file in the browser. */
export function blobBytes(blob: Blob): AsyncGenerator<Uint8Array> {
  return readStream(blob.stream());
}

/** What a stream gives; it is cancelled when nobody reads on. (Safari's streams are not iterable, 2026-11.) */
export async function* readStream<Item>(stream: ReadableStream<Item>): AsyncGenerator<Item> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

export function iteratorOf(bytes: Bytes): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
}

/** @param file for messages */
export async function* gunzip(bytes: Bytes, file: string): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream("gzip");
  const reader: ReadableStreamDefaultReader<Uint8Array> = readable.getReader();
  const writer = writable.getWriter();
  const chunks = iteratorOf(bytes);
  let isFed = false;
  let written = Promise.resolve();
  let isWriting = false;
  try {
    for (;;) {
      let answer: ReadableStreamReadResult<Uint8Array> | DataError | undefined;
      const answered = reader.read().then(
        (result) => {
          answer = result;
        },
        (cause: unknown) => {
          const message = `${file}: its gzip compression is damaged or cut off. Is the file completely copied?`;
          answer = new DataError(message, { cause });
        },
      );
      await whatIsReady();
      // Node 20 takes all that it is given, however much waits to be read (16,384 chunks): it gets more only while it has
      // nothing to give, and has done with what it got.
      while (answer === undefined && !isFed) {
        if (!isWriting) {
          const { done, value } = await chunks.next();
          isFed = done === true;
          isWriting = true;
          // Where this fails, so does the reading, which says so.
          written = (done ? writer.close() : writer.write(value as Uint8Array<ArrayBuffer>))
            .catch(() => {})
            .then(() => {
              isWriting = false;
            });
        }
        await Promise.race([written, answered]);
        await whatIsReady();
      }
      await answered;
      const result = answer as ReadableStreamReadResult<Uint8Array> | DataError | undefined;
      if (result === undefined || result instanceof DataError) throw result;
      if (result.done) return;
      yield result.value;
    }
  } finally {
    reader.cancel().catch(() => {});
    await chunks.return?.();
  }
}

/** What gzip begins with. People rename archives; a name proves nothing. */
const GZIP = [0x1f, 0x8b];

/** The same bytes, unpacked where they are gzip. */
export async function* unzipped(bytes: Bytes, file: string): AsyncGenerator<Uint8Array> {
  const chunks = (async function* () {
    yield* bytes;
  })();
  try {
    const head: Uint8Array[] = [];
    while (joined(head).length < GZIP.length) {
      const { done, value } = await chunks.next();
      if (done) break;
      head.push(value);
    }
    const all = (async function* () {
      yield* head;
      yield* chunks;
    })();
    const start = joined(head);
    yield* GZIP.every((byte, index) => start[index] === byte) ? gunzip(all, file) : all;
  } finally {
    await chunks.return(undefined);
  }
}

/** The beginning of a file, and all of it: the bytes are not read twice. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

export async function peeked(bytes: Bytes, length: number): Promise<Peeked> {
  const chunks = iteratorOf(bytes);
  const first: Uint8Array[] = [];
  let isDone = false;
  for (let size = 0; size < length && !isDone; ) {
    const next = await chunks.next();
    isDone = next.done === true;
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  return {
    head: joined(first).subarray(0, length),
    bytes: (async function* () {
      try {
        yield* first;
        while (!isDone) {
          const next = await chunks.next();
          if (next.done) return;
          yield next.value;
        }
      } finally {
        await chunks.return?.();
      }
    })(),
  };
}

/** Lets promises that are already fulfilled call back. */
async function whatIsReady(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await undefined;
}

/** One after the other; a single one is not copied. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
