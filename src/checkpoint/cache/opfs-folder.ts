import {
  BusyError,
  type Folder,
  type FolderPath,
  NoSpaceError,
  type OpenFile,
  PATIENCE_MS,
  type StoredFile,
} from "./folder.ts";
import { pause } from "./pause.ts";

const RETRY_MS = 100;
/** Tries to remove what is open: a little longer than a worker keeps open what it no longer uses. */
const REMOVALS = 8;
const ELSEWHERE = "is in use in another tab or window of this browser";

/** A folder of the browser's private files. Files are opened in workers only; the page may list and remove them. */
export class OpfsFolder implements Folder {
  readonly describe = "this browser's storage for this site";
  readonly #folder: FileSystemDirectoryHandle;
  readonly #patienceMs: number;

  constructor(folder: FileSystemDirectoryHandle, { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {}) {
    this.#folder = folder;
    this.#patienceMs = patienceMs;
  }

  /**
   * @param name of the folder among those of this site
   * @throws Error where the browser has no private files, as in some private windows
   */
  static async at(name: string): Promise<OpfsFolder> {
    const root = await navigator.storage.getDirectory();
    return new OpfsFolder(await root.getDirectoryHandle(name, { create: true }));
  }

  async open(path: FolderPath): Promise<OpenFile> {
    const { folder, name } = await this.#parent(path, true);
    const file = await folder!.getFileHandle(name, { create: true });
    for (let leftMs = this.#patienceMs; ; leftMs -= RETRY_MS) {
      try {
        return openFile(await file.createSyncAccessHandle());
      } catch (error) {
        if (!isNamed(error, "NoModificationAllowedError")) throw error;
        if (leftMs <= 0) throw new BusyError(ELSEWHERE, { cause: error });
        await pause(RETRY_MS);
      }
    }
  }

  async readSmall(path: FolderPath): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const { folder, name } = await this.#parent(path, false);
      const file = await folder?.getFileHandle(name);
      return file && new Uint8Array(await (await file.getFile()).arrayBuffer());
    } catch (error) {
      // Not there, or being written at this moment.
      if (isNamed(error, "NotFoundError") || isNamed(error, "NotReadableError")) return undefined;
      throw error;
    }
  }

  async list(path: FolderPath = ""): Promise<StoredFile[]> {
    const folder = path === "" ? this.#folder : await this.#descend(path.split("/"), false);
    const found: StoredFile[] = [];
    if (folder) await collect(folder, path === "" ? "" : `${path}/`, found);
    return found;
  }

  async remove(path: FolderPath): Promise<void> {
    const { folder, name } = await this.#parent(path, false);
    for (let left = REMOVALS; ; left--) {
      try {
        return await folder?.removeEntry(name, { recursive: true });
      } catch (error) {
        if (isNamed(error, "NotFoundError")) return;
        if (!isNamed(error, "NoModificationAllowedError")) throw error;
        if (left === 0) throw new BusyError(ELSEWHERE, { cause: error });
        await pause(RETRY_MS);
      }
    }
  }

  async freeBytes(): Promise<number | undefined> {
    const { usage, quota } = (await navigator.storage.estimate?.()) ?? {};
    return usage === undefined || quota === undefined ? undefined : quota - usage;
  }

  async #parent(path: FolderPath, create: boolean) {
    const folders = path.split("/");
    const name = folders.pop()!;
    return { folder: await this.#descend(folders, create), name };
  }

  async #descend(names: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    let folder = this.#folder;
    try {
      for (const name of names) folder = await folder.getDirectoryHandle(name, { create });
    } catch (error) {
      if (!create && isNamed(error, "NotFoundError")) return undefined;
      throw error;
    }
    return folder;
  }
}

function openFile(handle: FileSystemSyncAccessHandle): OpenFile {
  return {
    sizeBytes: async () => handle.getSize(),
    read: async (at, into) => handle.read(into, { at }),
    write: async (at, bytes) => {
      let count = 0;
      try {
        count = handle.write(bytes as Uint8Array<ArrayBuffer>, { at });
      } catch (error) {
        // An exception of its own in newer browsers, with the name that it had.
        if (!isNamed(error, "QuotaExceededError")) throw error;
      }
      if (count !== bytes.length) throw new NoSpaceError(`${count} of ${bytes.length} bytes were written`);
    },
    truncate: async (sizeBytes) => handle.truncate(sizeBytes),
    flush: async () => handle.flush(),
    close: async () => handle.close(),
  };
}

async function collect(folder: FileSystemDirectoryHandle, prefix: string, found: StoredFile[]): Promise<void> {
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === "directory") {
      await collect(handle as FileSystemDirectoryHandle, `${prefix}${name}/`, found);
      continue;
    }
    try {
      const { size, lastModified } = await (handle as FileSystemFileHandle).getFile();
      found.push({ path: prefix + name, sizeBytes: size, changedAtMs: lastModified });
    } catch (error) {
      if (!isNamed(error, "NotFoundError")) throw error;
    }
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
