import { HubError, type RandomAccess } from "../../hub/index.ts";
import { CheckpointError } from "../error.ts";
import { sha256OfStream } from "./digest.ts";
import { fetchChunk, isPassing, type Patience } from "./fetch-chunk.ts";
import { NoSpaceError } from "./folder.ts";
import type { KeptFile } from "./kept-file.ts";
import { noRoom, rounded } from "./messages.ts";
import { unlessAborted, whenAborted } from "./pause.ts";
import type { PieceLog } from "./piece-log.ts";
import type { Progress } from "./progress.ts";
import { type ByteRange, cut, lengthOf, united, without } from "./ranges.ts";
import type { Slots } from "./slots.ts";

/**
 * Of one request. What has not come in full when a connection breaks, or the page is closed, is lost: so this is also what a
 * break costs. Smaller: more requests, and the Hub counts them.
 */
export const CHUNK_BYTES = 2 ** 23;
/** A download of this size is not begun without room for it. */
const LARGE_BYTES = 2 ** 24;

/** Where a kept file comes from, and who is told. */
export interface Origin {
  /** For messages: the source and the file in it. */
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** 64 hex digits, where it is known. */
  readonly sha256?: string;
  /** Asked when something is missing. */
  readonly access: () => Promise<RandomAccess>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Requests that may be under way, those for other files included. */
  readonly slots: Slots;
  readonly patience?: Patience;
  readonly chunkBytes?: number;
}

/**
 * Sees to it that these bytes are kept: fetches those that are not, several chunks at a time. When the file is whole it is
 * checked.
 *
 * @param wanted as `united` gives them
 * @throws CheckpointError, what the source throws, or the signal's reason; what came whole is kept
 */
export async function fetchMissing(
  kept: KeptFile,
  log: PieceLog,
  wanted: readonly ByteRange[],
  origin: Origin,
): Promise<void> {
  for (;;) {
    origin.signal.throwIfAborted();
    const missing = without(wanted, log.have);
    if (missing.length === 0) break;
    // One that somebody else gives up is fetched here, in the next round.
    const others = [...kept.arriving].filter((other) => missing.some((range) => overlap(range, other)));
    await Promise.all([
      download(kept, log, without(missing, united([...kept.arriving])), origin),
      unlessAborted(Promise.allSettled(others.map(({ kept }) => kept)), origin.signal),
    ]);
  }
  await check(kept, log, origin);
}

const overlap = (a: ByteRange, b: ByteRange): boolean => a.start < b.end && b.start < a.end;

async function download(kept: KeptFile, log: PieceLog, ranges: readonly ByteRange[], origin: Origin): Promise<void> {
  if (ranges.length === 0) return;
  const { progress, slots, file } = origin;
  const totalBytes = lengthOf(ranges);
  const logBytes = log.sizeBytes;
  let keptBytes = 0;
  let failure: { readonly error: unknown } | undefined;
  // The first that fails ends the others.
  const failed = new AbortController();
  const { signal } = failed;
  const stay = whenAborted(origin.signal, () => failed.abort(origin.signal.reason));
  progress.expect(totalBytes);
  const ready = opened(kept, totalBytes, origin);
  const flow = { lastByteMs: 0 };
  const fetchOne = async (range: ByteRange) => {
    const access = await ready;
    // Until it is written a chunk is in memory, so it has its slot until then.
    await slots.run(
      async () => {
        const events = {
          onBytes: (count: number) => progress.arrived(file, count),
          onLost: (count: number) => progress.lost(count),
        };
        const bytes = await fetchChunk(access, range, signal, flow, events, origin.patience);
        try {
          await kept.append(log, { start: range.start, bytes });
        } catch (error) {
          progress.lost(bytes.length);
          throw error;
        }
        keptBytes += bytes.length;
      },
      range,
      signal,
    );
  };
  const tasks = cut(ranges, origin.chunkBytes ?? CHUNK_BYTES).map((range) => {
    const arriving = { ...range, kept: fetchOne(range).finally(() => kept.arriving.delete(arriving)) };
    kept.arriving.add(arriving);
    return arriving.kept.catch((error: unknown) => {
      failure ??= { error };
      failed.abort(error);
    });
  });
  await Promise.all(tasks);
  stay();
  if (!failure) return;
  progress.expect(keptBytes - totalBytes);
  origin.signal.throwIfAborted();
  const { error } = failure;
  if (error instanceof NoSpaceError) {
    // Others may need the room more than the beginning of a download that cannot be ended.
    if (kept.arriving.size === 0) await log.takeBack(logBytes);
    throw noRoom(origin.name, kept.folder, { bytes: totalBytes }, error);
  }
  if (error instanceof HubError && isPassing(error)) {
    const still = "What had come by then is kept: try again, and it goes on from there";
    throw new HubError(error.fault, `${error.message} ${still} (${rounded(keptBytes)} of ${rounded(totalBytes)}).`, {
      cause: error,
    });
  }
  throw error;
}

/** The file's other end, if there is room for what comes from there. */
async function opened(kept: KeptFile, bytes: number, { name, access }: Origin): Promise<RandomAccess> {
  const freeBytes = bytes < LARGE_BYTES ? undefined : await kept.folder.freeBytes();
  if (freeBytes !== undefined && freeBytes < bytes) throw noRoom(name, kept.folder, { bytes, freeBytes });
  return access();
}

/** @throws CheckpointError where a whole file is not what it should be; nothing of it is kept then */
async function check(kept: KeptFile, log: PieceLog, origin: Origin): Promise<void> {
  while (origin.sha256 !== undefined && !log.isVerified && lengthOf(log.have) === origin.sizeBytes) {
    const others = kept.checking;
    kept.checking ??= checkAll(log, origin, origin.sha256).finally(() => {
      kept.checking = undefined;
    });
    await unlessAborted(kept.checking, origin.signal).catch((error: unknown) => {
      // Whoever began may have given up.
      if (!others || error instanceof CheckpointError) throw error;
      origin.signal.throwIfAborted();
    });
  }
}

async function checkAll(log: PieceLog, { sizeBytes, signal, name, file, progress }: Origin, sha256: string) {
  progress.checking(file);
  const found = await sha256OfStream(chunksOf(log, sizeBytes, signal));
  if (found === sha256) return log.markVerified();
  await log.takeBack(0);
  throw new CheckpointError(
    `${name}: its SHA-256 is ${found}, but the Hub says ${sha256}: it was damaged on the way. What was kept of it has been ` +
      "deleted. Try again; if it happens again, use another network or another address of the Hub.",
  );
}

async function* chunksOf(log: PieceLog, sizeBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < sizeBytes; at += CHUNK_BYTES) {
    signal.throwIfAborted();
    yield await log.read(at, Math.min(sizeBytes, at + CHUNK_BYTES));
  }
}
