/** Which runs' final weights are in the browser's private files (OPFS), without reading them: the page looks at no more. */

import { isNotFound } from "./private-files.ts";

/** Of what the browser grants. Older runs' weights go when those of a new run would not fit into it. */
export const KEPT_SHARE = 0.3;

const FOLDER = "final-weights";
/** In the layout of a checkpoint. */
export const TENSORS = "model.safetensors";
/** Of a vocabulary that was compacted: the full id of each row of the word embedding. */
export const IDS = "ids";
/** Written last: without it the folder is not whole. */
export const RUN = "run.json";

export interface KeptModel {
  readonly runId: string;
  readonly sizeBytes: number;
  readonly writtenAtMs: number;
}

export class KeptWeights {
  readonly #folder: FileSystemDirectoryHandle;

  /** @param folder holds one folder for each run, and nothing else */
  constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  /** @throws Error where the browser has no private files, as in some private windows */
  static async open(): Promise<KeptWeights> {
    const root = await navigator.storage.getDirectory();
    return new KeptWeights(await root.getDirectoryHandle(FOLDER, { create: true }));
  }

  /** Oldest first; what is not whole is left out. */
  async list(): Promise<KeptModel[]> {
    const found: KeptModel[] = [];
    for await (const [name, handle] of this.#folder.entries()) {
      if (handle.kind !== "directory") continue;
      const folder = handle as FileSystemDirectoryHandle;
      const files = await Promise.all([RUN, TENSORS, IDS].map((file) => fileIn(folder, file)));
      const [run] = files;
      if (!run) continue;
      const sizeBytes = files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
      found.push({ runId: decodeURIComponent(name), sizeBytes, writtenAtMs: run.lastModified });
    }
    return found.sort((a, b) => a.writtenAtMs - b.writtenAtMs);
  }

  async remove(runId: string): Promise<void> {
    try {
      await this.#folder.removeEntry(encodeURIComponent(runId), { recursive: true });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  /** What a worker left that was ended while it wrote. */
  async removeUnfinished(): Promise<void> {
    const whole = new Set((await this.list()).map(({ runId }) => runId));
    const names: string[] = [];
    for await (const [name] of this.#folder.entries()) names.push(decodeURIComponent(name));
    for (const name of names) if (!whole.has(name)) await this.remove(name);
  }

  async folderOf(runId: string, create: boolean): Promise<FileSystemDirectoryHandle | undefined> {
    try {
      return await this.#folder.getDirectoryHandle(encodeURIComponent(runId), { create });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}

export async function fileIn(folder: FileSystemDirectoryHandle, name: string): Promise<File | undefined> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
