/** Where the command line keeps what it fetches of models. */
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat, statfs, unlink } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import {
  BusyError,
  type Folder,
  type FolderPath,
  NoSpaceError,
  type OpenFile,
  type StoredFile,
} from "../checkpoint/cache/index.ts";

const APP = "graddrop";
const LOCK = ".lock";
/** How long to wait for a file that another process has open, and how often to look. */
const PATIENCE_MS = 10_000;
const RETRY_MS = 100;

/** GRADDROP_CACHE, or "graddrop" in the user's folder of caches (https://specifications.freedesktop.org/basedir-spec). */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  const { GRADDROP_CACHE: own, XDG_CACHE_HOME: caches } = environment;
  if (own) return own;
  return join(caches && isAbsolute(caches) ? caches : join(home, ".cache"), APP);
}

/** A folder on disk. A file that is open has a file beside it that says which process has it. */
export class DiskFolder implements Folder {
  readonly describe: string;
  readonly #root: string;
  readonly #patienceMs: number;

  constructor(root: string, { patienceMs = PATIENCE_MS }: { patienceMs?: number } = {}) {
    this.describe = `the disk of ${root}`;
    this.#root = root;
    this.#patienceMs = patienceMs;
  }

  async open(path: FolderPath): Promise<OpenFile> {
    const full = this.#full(path);
    await storing(() => mkdir(dirname(full), { recursive: true }));
    for (let leftMs = this.#patienceMs; ; leftMs -= RETRY_MS) {
      const holder = await takeLock(full + LOCK);
      if (holder === undefined) break;
      if (leftMs <= 0) throw busy(full + LOCK, holder);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    try {
      // "a+" would write at the end, wherever it is told to.
      const handle = await storing(() =>
        open(full, "r+").catch((error) => (isMissing(error) ? open(full, "wx+") : Promise.reject(error))),
      );
      return openFile(handle, full + LOCK);
    } catch (error) {
      await unlink(full + LOCK);
      throw error;
    }
  }

  async readSmall(path: FolderPath): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return unlessMissing(async () => new Uint8Array(await readFile(this.#full(path))));
  }

  async list(path: FolderPath = ""): Promise<StoredFile[]> {
    const found: StoredFile[] = [];
    const entries = await unlessMissing(() => readdir(this.#full(path), { recursive: true, withFileTypes: true }));
    for (const entry of entries ?? []) {
      if (!entry.isFile() || entry.name.endsWith(LOCK)) continue;
      const full = join(entry.parentPath, entry.name);
      const about = await unlessMissing(() => stat(full));
      const below = relative(this.#root, full).split(sep).join("/");
      if (about) found.push({ path: below, sizeBytes: about.size, changedAtMs: about.mtimeMs });
    }
    return found;
  }

  async remove(path: FolderPath): Promise<void> {
    const full = this.#full(path);
    const names = (await unlessMissing(() => readdir(full, { recursive: true }).catch(() => [""]))) ?? [];
    for (const name of names) {
      const lock = name === "" ? full + LOCK : join(full, name);
      const holder = lock.endsWith(LOCK) ? await holderOf(lock) : undefined;
      if (holder !== undefined && isAlive(holder)) throw busy(lock, holder);
    }
    await rm(full, { recursive: true, force: true });
    await rm(full + LOCK, { force: true });
  }

  async freeBytes(): Promise<number | undefined> {
    try {
      await mkdir(this.#root, { recursive: true });
      const { bavail, bsize } = await statfs(this.#root);
      return bavail * bsize;
    } catch {
      return undefined;
    }
  }

  #full(path: FolderPath): string {
    return join(this.#root, ...path.split("/"));
  }
}

function openFile(handle: FileHandle, lock: string): OpenFile {
  return {
    sizeBytes: async () => (await handle.stat()).size,
    read: async (at, into) => {
      let count = 0;
      while (count < into.length) {
        const { bytesRead } = await handle.read(into, count, into.length - count, at + count);
        if (bytesRead === 0) break;
        count += bytesRead;
      }
      return count;
    },
    write: (at, bytes) =>
      storing(async () => {
        for (let count = 0; count < bytes.length; ) {
          count += (await handle.write(bytes, count, bytes.length - count, at + count)).bytesWritten;
        }
      }),
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    flush: () => storing(() => handle.sync()),
    close: async () => {
      await handle.close();
      await unlink(lock).catch(() => {});
    },
  };
}

/** @returns undefined where the lock is now this process's; else the process that has it */
async function takeLock(lock: string): Promise<number | undefined> {
  try {
    const handle = await storing(() => open(lock, "wx"));
    await handle.writeFile(String(process.pid)).finally(() => handle.close());
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const holder = await holderOf(lock);
  if (holder !== undefined && isAlive(holder)) return holder;
  // It was let go at this moment, or left by a process that was killed.
  await unlink(lock).catch(() => {});
  return takeLock(lock);
}

async function holderOf(lock: string): Promise<number | undefined> {
  const text = await unlessMissing(() => readFile(lock, "utf8"));
  return text === undefined ? undefined : Number(text);
}

function isAlive(id: number): boolean {
  // It has made the lock, and is about to write its number.
  if (id === 0) return true;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function busy(lock: string, holder: number): BusyError {
  return new BusyError(`is in use by process ${holder} (if there is no such process, delete ${lock})`);
}

/** @throws NoSpaceError where the disk is full */
async function storing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const isFull = cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");
    throw isFull ? new NoSpaceError(cause.message, { cause }) : cause;
  }
}

async function unlessMissing<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
