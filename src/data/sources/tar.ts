import { createTarDecoder } from "modern-tar";
import { type Bytes, iteratorOf, readStream } from "../bytes.ts";
import { DataError } from "../error.ts";

/** A file within an archive. */
export interface TarFile {
  /** Relative, with forward slashes, without `.` and `..`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Its bytes; to be read, if at all, before the next file is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * The files of a tar archive, one after the other as the bytes come by: POSIX ustar, pax and GNU long names. Folders, links and
 * devices are passed over. At most a megabyte or so is held at a time.
 *
 * @throws DataError where the archive is damaged or cut off, or a path would lead out of the folder it is unpacked to
 */
export async function* readTar(bytes: Bytes, file: string): AsyncGenerator<TarFile> {
  let count = 0;
  const source = sourceOf(bytes);
  const explain = (cause: unknown) =>
    source.failure
      ? source.failure.cause
      : new DataError(
          count === 0
            ? `${file}: is not a tar archive, or a damaged one. Is it the right file, and completely copied?`
            : `${file}: is damaged or cut off after ${count} of its files. Copy or download it again.`,
          { cause },
        );
  const output = source.stream.pipeThrough(createTarDecoder({ strict: true }));
  const entries = explained(readStream(output), explain);
  try {
    for await (const { header, body } of entries) {
      count++;
      const reader = body.getReader();
      if (header.type === "file") {
        yield {
          path: safePath(header.name, file),
          sizeBytes: header.size,
          bytes: explained(rest(reader), explain),
        };
      }
      // modern-tar 0.8.6 loses a later file when one is cancelled whose bytes have all arrived, so the rest is read instead.
      for await (const _ of explained(rest(reader), explain));
    }
  } finally {
    await source.close();
  }
  if (count === 0) throw new DataError(`${file}: is empty. Is it a tar archive, and completely copied?`);
}

/** The bytes as a stream that remembers why it failed: what goes wrong in the source must not pass for a damaged archive. */
function sourceOf(bytes: Bytes) {
  const chunks = iteratorOf(bytes);
  const source = {
    failure: undefined as { readonly cause: unknown } | undefined,
    stream: new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        try {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value as Uint8Array<ArrayBuffer>);
        } catch (cause) {
          source.failure = { cause };
          throw cause;
        }
      },
    }),
    async close() {
      await chunks.return?.();
    },
  };
  return source;
}

/** What has not been read yet; to be asked for again after an early end. */
async function* rest(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function* explained<Item>(
  items: AsyncIterable<Item>,
  explain: (cause: unknown) => unknown,
): AsyncGenerator<Item, void, undefined> {
  try {
    yield* items;
  } catch (cause) {
    throw explain(cause);
  }
}

/** @throws DataError for a path that leads out, as only hostile archives have it */
function safePath(path: string, file: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (/^\/|^[a-z]:|[\\\0]/i.test(path) || parts.includes("..") || parts.length === 0) {
    throw new DataError(
      `${file}: holds a file named "${path}", which leads out of its folder. Do not use this archive.`,
    );
  }
  return parts.join("/");
}
