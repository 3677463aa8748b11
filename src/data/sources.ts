import type { Batches } from "./batch.ts";
import { type Bytes, gunzip, joined } from "./bytes.ts";
import { DataError } from "./error.ts";
import type { PairRow, SpanRow, TagRow } from "./examples.ts";
import { readTar } from "./tar.ts";
import { XGLUE, type XglueFormat, type XgluePlace, xgluePlaceOf } from "./xglue.ts";
import { readXgluePairs, readXglueSpans, readXglueTags } from "./xglue-read.ts";

/** XGLUE's files, wherever they are. Nothing is read before it is asked for. */
export interface XglueSource {
  /** Which files there are; of an archive, this reads it all. */
  places(): AsyncIterable<XgluePlace>;
  /** @throws DataError where there is no such file */
  open(place: XgluePlace): Promise<OpenFile>;
}

export interface OpenFile {
  /** For messages. */
  readonly file: string;
  readonly bytes: Bytes;
}

/**
 * A folder: XGLUE's own or one around it.
 *
 * @param files each with its path and how to begin reading it
 */
export function xglueFolder(files: Iterable<{ readonly path: string; open(): Bytes }>, describe: string): XglueSource {
  const known = new Map<string, { place: XgluePlace; path: string; open(): Bytes }>();
  for (const { path, open } of files) {
    const place = xgluePlaceOf(path);
    if (place) known.set(keyOf(place), { place, path, open });
  }
  return {
    async *places() {
      for (const { place } of known.values()) yield place;
    },
    async open(place) {
      const found = known.get(keyOf(place));
      if (!found) throw missing(place, describe);
      return { file: found.path, bytes: found.open() };
    },
  };
}

/**
 * A `.tar` or `.tar.gz` with XGLUE's files in it, read from its beginning for each file asked for.
 *
 * @param open begins reading the archive
 */
export function xglueArchive(open: () => Bytes, file: string): XglueSource {
  const files = () => readTar(unzipped(open(), file), file);
  return {
    async *places() {
      for await (const { path } of files()) {
        const place = xgluePlaceOf(path);
        if (place) yield place;
      }
    },
    async open(wanted) {
      const entries = files();
      for (;;) {
        // Not a for-await loop, which would close the archive on the way out.
        const { done, value } = await entries.next();
        if (done) throw missing(wanted, file);
        const place = xgluePlaceOf(value.path);
        if (place && keyOf(place) === keyOf(wanted)) {
          return { file: `${file}: ${value.path}`, bytes: untilClosed(value.bytes, () => entries.return(undefined)) };
        }
      }
    },
  };
}

/** The examples of one file, of the kind that its task has; answers of MLQA must stand where they say. */
export async function* readXglue(source: XglueSource, place: XgluePlace): Batches<PairRow | TagRow | SpanRow> {
  const { file, bytes } = await source.open(place);
  yield* examplesOf(bytes, file, XGLUE[place.task]);
}

function examplesOf(bytes: Bytes, file: string, format: XglueFormat): Batches<PairRow | TagRow | SpanRow> {
  switch (format.kind) {
    case "pair":
      return readXgluePairs(bytes, file, format);
    case "tags":
      return readXglueTags(bytes, file, format);
    case "span":
      return readXglueSpans(bytes, file, "slices");
  }
}

/** What gzip begins with. People rename archives; a name proves nothing. */
const GZIP = [0x1f, 0x8b];

async function* unzipped(bytes: Bytes, file: string): AsyncGenerator<Uint8Array> {
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

async function* untilClosed(
  bytes: AsyncIterable<Uint8Array>,
  close: () => Promise<unknown>,
): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } finally {
    await close();
  }
}

function keyOf({ task, split, language }: XgluePlace): string {
  return `${task} ${split} ${language}`;
}

function missing({ task, split, language }: XgluePlace, where: string): DataError {
  return new DataError(`${where}: has no ${XGLUE[task].path(split, language)}. Is it the folder or archive of XGLUE?`);
}
