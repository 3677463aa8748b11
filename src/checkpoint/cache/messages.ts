import { CheckpointError } from "../error.ts";
import { BusyError, type Folder, NoSpaceError } from "./folder.ts";

/** In whole MB, or kB where it is less than one. */
export function rounded(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.ceil(bytes / 1e6).toLocaleString("en")} MB`;
}

/** @param known bytes that were to be stored, and that could be, as far as they are known */
export function noRoom(
  name: string,
  folder: Folder,
  known: { readonly bytes?: number; readonly freeBytes?: number },
  cause?: unknown,
): CheckpointError {
  const needed = known.bytes === undefined ? "More room is needed" : `Another ${rounded(known.bytes)} are needed`;
  const left = known.freeBytes === undefined ? "is full" : `has ${rounded(Math.max(0, known.freeBytes))} left`;
  return new CheckpointError(
    `${name}: is not kept. ${needed}, and ${folder.describe} ${left}. Delete models that are no longer needed, or free ` +
      "space on the disk, then try again.",
    { cause },
  );
}

/** What a person is told instead of what a folder throws. */
export function explained(name: string, folder: Folder, error: unknown): unknown {
  if (error instanceof NoSpaceError) return noRoom(name, folder, {}, error);
  if (!(error instanceof BusyError)) return error;
  return new CheckpointError(`${name}: ${error.message}. Wait until that has ended, or end it, then try again.`, {
    cause: error,
  });
}
