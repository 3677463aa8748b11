import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckpointError, type CheckpointSource } from "../checkpoint/index.ts";

/** The checkpoint that comes with the project. */
const MINI = fileURLToPath(new URL("../../public/models/mini", import.meta.url));

/** A checkpoint in a folder on disk. */
export function folderSource(folder: string): CheckpointSource {
  return {
    describe: folder,
    async read(file) {
      const path = join(folder, file);
      try {
        return new Uint8Array(await readFile(path));
      } catch (cause) {
        throw new CheckpointError(`${path}: ${fileFault(cause)}`, { cause });
      }
    },
  };
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
