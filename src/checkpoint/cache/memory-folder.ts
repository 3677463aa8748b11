import { BusyError, type Folder, type FolderPath, NoSpaceError, type OpenFile, type StoredFile } from "./folder.ts";

/** A file grows by blocks, so that nothing is copied when it does. */
const BLOCK_BYTES = 2 ** 16;

interface HeldFile {
  readonly blocks: Uint8Array[];
  sizeBytes: number;
  changedAtMs: number;
  isOpen: boolean;
}

/** Keeps files for as long as the process lives: for tests, and for browsers that keep nothing for a site. */
export class MemoryFolder implements Folder {
  readonly describe = "memory";
  /** What all files may take together. */
  capacityBytes: number;
  readonly #files = new Map<FolderPath, HeldFile>();

  constructor({ capacityBytes = Number.POSITIVE_INFINITY }: { capacityBytes?: number } = {}) {
    this.capacityBytes = capacityBytes;
  }

  async open(path: FolderPath): Promise<OpenFile> {
    const file = this.#files.get(path) ?? { blocks: [], sizeBytes: 0, changedAtMs: 0, isOpen: false };
    if (file.isOpen) throw new BusyError("is open");
    this.#files.set(path, file);
    file.isOpen = true;
    return {
      sizeBytes: async () => file.sizeBytes,
      read: async (at, into) => readFrom(file, at, into),
      write: async (at, bytes) => {
        const sizeBytes = Math.max(file.sizeBytes, at + bytes.length);
        if (sizeBytes - file.sizeBytes > this.#free()) throw new NoSpaceError("memory is full");
        resize(file, sizeBytes);
        for (const { block, offset, from, length } of parts(file, at, bytes.length)) {
          block.set(bytes.subarray(from, from + length), offset);
        }
        file.changedAtMs = Date.now();
      },
      truncate: async (sizeBytes) => resize(file, sizeBytes),
      flush: async () => {},
      close: async () => {
        file.isOpen = false;
      },
    };
  }

  async readSmall(path: FolderPath): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const file = this.#files.get(path);
    if (!file) return undefined;
    const bytes = new Uint8Array(file.sizeBytes);
    readFrom(file, 0, bytes);
    return bytes;
  }

  async list(path: FolderPath = ""): Promise<StoredFile[]> {
    const below = path === "" ? "" : `${path}/`;
    const found = [...this.#files].filter(([name]) => name.startsWith(below));
    return found.map(([name, { sizeBytes, changedAtMs }]) => ({ path: name, sizeBytes, changedAtMs }));
  }

  async remove(path: FolderPath): Promise<void> {
    const names = [...this.#files.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
    if (names.some((name) => this.#files.get(name)?.isOpen)) throw new BusyError("is open");
    for (const name of names) this.#files.delete(name);
  }

  async freeBytes(): Promise<number> {
    return this.#free();
  }

  #free(): number {
    let used = 0;
    for (const { sizeBytes } of this.#files.values()) used += sizeBytes;
    return this.capacityBytes - used;
  }
}

function readFrom(file: HeldFile, at: number, into: Uint8Array): number {
  const count = Math.max(0, Math.min(into.length, file.sizeBytes - at));
  for (const { block, offset, from, length } of parts(file, at, count)) {
    into.set(block.subarray(offset, offset + length), from);
  }
  return count;
}

/** Bytes beyond the end are zeros, also where there had been others. */
function resize(file: HeldFile, sizeBytes: number): void {
  const count = Math.ceil(sizeBytes / BLOCK_BYTES);
  if (sizeBytes < file.sizeBytes) {
    file.blocks.length = count;
    file.blocks.at(-1)?.fill(0, sizeBytes - (count - 1) * BLOCK_BYTES);
  }
  while (file.blocks.length < count) file.blocks.push(new Uint8Array(BLOCK_BYTES));
  file.sizeBytes = sizeBytes;
}

/** Where bytes of a file lie: `length` of them at `offset` of a block, the first being the one numbered `from`. */
function* parts({ blocks }: HeldFile, at: number, count: number) {
  for (let from = 0; from < count; ) {
    const offset = (at + from) % BLOCK_BYTES;
    const length = Math.min(BLOCK_BYTES - offset, count - from);
    yield { block: blocks[Math.floor((at + from) / BLOCK_BYTES)]!, offset, from, length };
    from += length;
  }
}
