import { HubError, type HubFault, type RandomAccess } from "../../hub/index.ts";
import { pause, unlessAborted } from "./pause.ts";
import type { ByteRange } from "./ranges.ts";

export interface Patience {
  /** Pauses before each further try; as many as there are. */
  readonly pausesMs: readonly number[];
  /** A connection that gives nothing for so long is given up. */
  readonly stallMs: number;
}

export const PATIENCE: Patience = { pausesMs: [500, 1000, 2000, 4000, 8000], stallMs: 30_000 };

/** Faults that may be gone a moment later. */
const PASSING: readonly HubFault[] = ["network", "busy", "length"];

export const isPassing = (error: unknown): boolean => error instanceof HubError && PASSING.includes(error.fault);

export interface ChunkEvents {
  readonly onBytes: (count: number) => void;
  /** What came is of no use: it will come again. */
  readonly onLost: (count: number) => void;
}

/** What the requests of one file share: one that waits for another's bytes is not stalled while those come. */
export interface Flow {
  lastByteMs: number;
}

/**
 * A part of a file, with further tries where the connection breaks or stalls.
 *
 * @throws HubError after the last try, or the signal's reason
 */
export async function fetchChunk(
  access: RandomAccess,
  { start, end }: ByteRange,
  signal: AbortSignal,
  flow: Flow,
  { onBytes, onLost }: ChunkEvents,
  { pausesMs, stallMs }: Patience = PATIENCE,
): Promise<Uint8Array> {
  for (let attempt = 0; ; attempt++) {
    let count = 0;
    const take = (bytes: number) => {
      flow.lastByteMs = performance.now();
      count += bytes;
      onBytes(bytes);
    };
    try {
      const bytes = await withoutStall((given) => access.slice(start, end, { signal: given, onBytes: take }), {
        signal,
        flow,
        stallMs,
      });
      if (bytes.byteLength !== end - start) {
        throw new HubError("length", `${bytes.byteLength} bytes came instead of ${end - start}`);
      }
      // A source need not tell how its bytes come.
      if (count !== end - start) take(end - start - count);
      return new Uint8Array(bytes);
    } catch (error) {
      if (count > 0) onLost(count);
      signal.throwIfAborted();
      const pauseMs = pausesMs[attempt];
      if (pauseMs === undefined || !isPassing(error)) throw error;
      await pause(pauseMs, signal);
    }
  }
}

/** @throws HubError of fault "network" where nothing comes for too long */
async function withoutStall<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  { signal, flow, stallMs }: { signal: AbortSignal; flow: Flow; stallMs: number },
): Promise<Result> {
  const ended = new AbortController();
  let timer: ReturnType<typeof setTimeout>;
  const stalled = new Promise<never>((_, reject) => {
    flow.lastByteMs = performance.now();
    const look = () => {
      const leftMs = flow.lastByteMs + stallMs - performance.now();
      if (leftMs > 0) timer = setTimeout(look, leftMs);
      else reject(new HubError("network", `nothing came for ${stallMs / 1000} seconds`));
    };
    timer = setTimeout(look, stallMs);
  });
  try {
    signal.throwIfAborted();
    // A source need not listen to the signal.
    return await unlessAborted(Promise.race([work(ended.signal), stalled]), signal);
  } catch (error) {
    ended.abort(error);
    throw error;
  } finally {
    clearTimeout(timer!);
  }
}
