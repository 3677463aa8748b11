/** OPFS in memory: as much of it as the snapshots use. */

/** How writing may fail. */
export interface Trouble {
  /** Writes of a file that still succeed; the next one throws. */
  writesLeft?: number;
  error?: Error;
}

export class MemoryFile {
  readonly kind = "file";
  bytes = new Uint8Array(0);
  changedAtMs = 0;
  readonly #trouble: Trouble;

  constructor(trouble: Trouble) {
    this.#trouble = trouble;
  }

  async getFile(): Promise<File> {
    return new File([this.bytes], "slot", { lastModified: this.changedAtMs });
  }

  async createSyncAccessHandle() {
    return {
      truncate: (size: number) => {
        this.bytes = this.bytes.slice(0, size);
      },
      write: (bytes: Uint8Array, { at }: { at: number }) => {
        if (this.#trouble.writesLeft === 0) throw this.#trouble.error ?? new Error("killed");
        if (this.#trouble.writesLeft !== undefined) this.#trouble.writesLeft--;
        const grown = new Uint8Array(Math.max(this.bytes.length, at + bytes.length));
        grown.set(this.bytes);
        grown.set(bytes, at);
        this.bytes = grown;
        this.changedAtMs = ++clock;
        return bytes.length;
      },
      flush: () => {},
      close: () => {},
    };
  }
}

let clock = 0;

export class MemoryFolder {
  readonly kind = "directory";
  readonly content = new Map<string, MemoryFile | MemoryFolder>();
  readonly #trouble: Trouble;

  constructor(trouble: Trouble = {}) {
    this.#trouble = trouble;
  }

  async getDirectoryHandle(name: string, { create = false } = {}): Promise<MemoryFolder> {
    return this.#get(name, create, () => new MemoryFolder(this.#trouble)) as MemoryFolder;
  }

  async getFileHandle(name: string, { create = false } = {}): Promise<MemoryFile> {
    return this.#get(name, create, () => new MemoryFile(this.#trouble)) as MemoryFile;
  }

  async removeEntry(name: string): Promise<void> {
    if (!this.content.delete(name)) throw new DOMException("no such entry", "NotFoundError");
  }

  async *entries() {
    yield* this.content.entries();
  }

  /** As the code under test takes it. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  #get(name: string, create: boolean, make: () => MemoryFile | MemoryFolder): MemoryFile | MemoryFolder {
    const found = this.content.get(name) ?? (create ? make() : undefined);
    if (!found) throw new DOMException("no such entry", "NotFoundError");
    this.content.set(name, found);
    return found;
  }
}
