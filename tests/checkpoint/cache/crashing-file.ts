import type { OpenFile } from "../../../src/checkpoint/cache/index.ts";

/** What a change that was not flushed came to: undone, done, or a write of which only the first so many bytes were done. */
export type Outcome = "lost" | "done" | { readonly first: number };

/** A file on a computer that crashes: what was flushed stays, of what came after it anything may be there or not. */
export class CrashingFile {
  #durable = new Uint8Array(0);
  #current = new Uint8Array(0);
  #changes: { readonly at: number; readonly bytes: Uint8Array | undefined }[] = [];
  #left: number;

  /** @param changes after which it crashes; flushes count too */
  constructor(changes = Number.POSITIVE_INFINITY) {
    this.#left = changes;
  }

  /**
   * As after the restart.
   *
   * @param outcomes of the changes that were not flushed, over and over
   * @param changesLeft until it crashes again
   */
  restarted(outcomes: readonly Outcome[], changesLeft?: number): CrashingFile {
    let bytes = this.#durable;
    for (const [i, change] of this.#changes.entries()) {
      const outcome = outcomes[i % outcomes.length] ?? "lost";
      if (outcome === "lost") continue;
      const part = outcome === "done" ? change.bytes : change.bytes?.subarray(0, outcome.first % change.bytes.length);
      bytes = changed(bytes, { at: change.at, bytes: part });
    }
    const file = new CrashingFile(changesLeft);
    file.#durable = file.#current = bytes.slice();
    return file;
  }

  open(): OpenFile {
    return {
      sizeBytes: async () => this.#current.length,
      read: async (at, into) => {
        const part = this.#current.subarray(at, at + into.length);
        into.set(part);
        return part.length;
      },
      write: async (at, bytes) => this.#change({ at, bytes: bytes.slice() }),
      truncate: async (at) => this.#change({ at, bytes: undefined }),
      flush: async () => {
        this.#count();
        this.#durable = this.#current;
        this.#changes = [];
      },
      close: async () => {},
    };
  }

  #change(change: { readonly at: number; readonly bytes: Uint8Array | undefined }): void {
    this.#count();
    this.#changes.push(change);
    this.#current = changed(this.#current, change);
  }

  #count(): void {
    if (this.#left-- <= 0) throw new Error("crashed");
  }
}

/** A new file; without bytes it is cut off, or filled with zeros. */
function changed(
  file: Uint8Array,
  { at, bytes }: { readonly at: number; readonly bytes: Uint8Array | undefined },
): Uint8Array<ArrayBuffer> {
  const size = bytes ? Math.max(file.length, at + bytes.length) : at;
  const next = new Uint8Array(size);
  next.set(file.subarray(0, size));
  if (bytes) next.set(bytes, at);
  return next;
}
