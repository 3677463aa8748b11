/** What the browser's private files (OPFS) need of whoever writes them. */

/** A worker that was ended lets go of its files a little later. */
const LOCK_TRIES = 30;
const LOCK_RETRY_MS = 100;

/** Waits for a worker that was ended and still holds the file. */
export async function exclusive(file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let left = LOCK_TRIES; ; left--) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      if (left === 0 || !(error instanceof DOMException && error.name === "NoModificationAllowedError")) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof DOMException && error.name === "NotFoundError";
}

export function isQuotaError(error: unknown): boolean {
  // An exception of its own in newer browsers, with the name that it had.
  return error instanceof Error && error.name === "QuotaExceededError";
}
