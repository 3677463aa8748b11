/** Tells how far the reading of files is. */
import type { Bytes, DataFile } from "../data/index.ts";
import type { ReadProgress } from "./data-protocol.ts";

/** More often cannot be seen. */
const INTERVAL_MS = 100;

/** The same files, which tell of what is read of them. */
export function counting(
  files: readonly DataFile[],
  totalBytes: number | undefined,
  onProgress: (progress: ReadProgress) => void,
  now: () => number = () => performance.now(),
): DataFile[] {
  let readBytes = 0;
  let toldMs = Number.NEGATIVE_INFINITY;
  const add = (bytes: number, file: string) => {
    readBytes += bytes;
    if (now() - toldMs < INTERVAL_MS) return;
    toldMs = now();
    onProgress({ readBytes, totalBytes, file });
  };
  return files.map((file) => ({
    ...file,
    open: () => counted(file.open(), (bytes) => add(bytes, file.name)),
    ...(file.access && {
      async access() {
        const { sizeBytes, slice } = await file.access!();
        return {
          sizeBytes,
          async slice(start: number, end?: number) {
            const part = await slice(start, end);
            add(part.byteLength, file.name);
            return part;
          },
        };
      },
    }),
  }));
}

async function* counted(bytes: Bytes, add: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    add(chunk.length);
    yield chunk;
  }
}
