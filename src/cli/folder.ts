import { open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckpointError, type CheckpointFile, type CheckpointSource, missingFile } from "../checkpoint/index.ts";
import type { RandomAccess } from "../hub/index.ts";

/** The checkpoint that comes with the project. */
const MINI = fileURLToPath(new URL("../../public/models/mini", import.meta.url));

/** A checkpoint in a folder on disk. */
export function folderSource(folder: string): CheckpointSource {
  const attempt = async <Result>(file: string, work: (path: string) => Promise<Result>): Promise<Result> => {
    const path = join(folder, file);
    try {
      return await work(path);
    } catch (cause) {
      const others = isMissing(cause) ? await readdir(folder).catch(() => undefined) : undefined;
      // Where the folder itself is not there, the path is at fault, not what is in it.
      if (others) throw missingFile(folder, file, others);
      throw new CheckpointError(`${path}: ${fileFault(cause)}`, { cause });
    }
  };
  return {
    describe: folder,
    read: (file) => attempt(file, async (path) => new Uint8Array(await readFile(path))),
    access: (file) =>
      attempt(file, async (path) => {
        const { sizeBytes, slice } = await diskAccess(path);
        return { sizeBytes, slice: (start, end) => attempt(file, () => slice(start, end)) };
      }),
    files: () =>
      attempt("", async () => {
        const names = await readdir(folder);
        const files = await Promise.all(names.map((name) => fileAt(folder, name)));
        return files.filter((file) => file !== undefined);
      }),
  };
}

/** Hugging Face's cache has links in place of files. */
async function fileAt(folder: string, name: string): Promise<CheckpointFile | undefined> {
  const info = await stat(join(folder, name)).catch(() => undefined);
  return info?.isFile() ? { path: name, sizeBytes: info.size } : undefined;
}

/** Any part of a file on disk. */
export async function diskAccess(file: string): Promise<RandomAccess> {
  const { size } = await stat(file);
  return {
    sizeBytes: size,
    async slice(start, end = size) {
      const handle = await open(file);
      try {
        const bytes = new Uint8Array(Math.max(0, end - start));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        return bytesRead === bytes.length ? bytes.buffer : bytes.buffer.slice(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
  };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ENOENT";
}

/** @param model "mini", or a folder */
export function modelSource(model: string): CheckpointSource {
  return model === "mini" ? { ...folderSource(MINI), describe: "mini" } : folderSource(model);
}

/** What is wrong with a file that could not be read, and what to do. */
export function fileFault(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  switch (code) {
    case "ENOENT":
      return "there is no such file. Is the path right?";
    case "ENOTDIR":
      return "part of the path is a file, not a folder. Is the path right?";
    case "EISDIR":
      return "is a folder, not a file. Is the path right?";
    case "EACCES":
    case "EPERM":
      return "may not be read. Change its permissions, or copy it.";
    default:
      return `could not be read (${cause instanceof Error ? cause.message : String(cause)}).`;
  }
}
