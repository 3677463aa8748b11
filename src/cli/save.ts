import { access, constants, lstat, mkdir, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./io.ts";

/**
 * A folder that appears complete or not at all: files go to a hidden sibling, which takes the folder's name at the end.
 */
export class SaveFolder {
  readonly #target: string;
  readonly #temporary: string;

  private constructor(target: string) {
    this.#target = target;
    this.#temporary = `${target}.part-${process.pid}`;
  }

  /**
   * Checks, before any work is done, that the folder can be written; writes nothing.
   *
   * @param flag that named it, for messages
   * @throws UsageError if something is there already, or could not be put there
   */
  static async reserve(folder: string, flag: string): Promise<SaveFolder> {
    const target = resolve(folder);
    const found = await ifPresent(() => stat(target));
    if (found !== undefined && !found.isDirectory()) {
      throw new UsageError(`${flag}: ${folder} is a file. Name a folder that does not exist yet.`);
    }
    if (found !== undefined && (await readdir(target)).length > 0) {
      throw new UsageError(`${flag}: ${folder} is not empty. Name a folder that does not exist yet, or empty it.`);
    }
    await checkParent(folder, flag, dirname(target));
    return new SaveFolder(target);
  }

  /**
   * @param path within the folder
   * @param content in pieces, of a file that is not in memory as a whole
   */
  async write(path: string, content: Uint8Array | string | AsyncIterable<Uint8Array>): Promise<void> {
    const file = join(this.#temporary, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }

  /** The folder appears. */
  async finish(): Promise<void> {
    // Windows does not rename onto an empty folder.
    if (await ifPresent(() => lstat(this.#target))) await rmdir(this.#target);
    await rename(this.#temporary, this.#target);
  }

  /** Leaves nothing behind. Harmless after `finish`. */
  async discard(): Promise<void> {
    await rm(this.#temporary, { recursive: true, force: true });
  }
}

/** The nearest parent that exists must be a folder that may be written. */
async function checkParent(folder: string, flag: string, parent: string): Promise<void> {
  const found = await ifPresent(() => stat(parent));
  if (found === undefined) {
    await checkParent(folder, flag, dirname(parent));
  } else if (!found.isDirectory()) {
    throw new UsageError(`${flag}: ${folder} cannot be made, because ${parent} is a file. Choose another place.`);
  } else {
    const writable = await access(parent, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!writable)
      throw new UsageError(`${flag}: ${folder} cannot be made: ${parent} may not be written. Choose another place.`);
  }
}

async function ifPresent<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // ENOTDIR: a part of the path is a file; the check of the parents will find it.
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
