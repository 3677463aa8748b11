/**
 * Where kept files lie: in the browser's private files, on disk, in memory. As little as those three have in common; what makes
 * a file safe from crashes is in log.ts.
 */

/** A path below the folder: names that every file system takes, with "/" between them. */
export type FolderPath = string;

export interface StoredFile {
  readonly path: FolderPath;
  readonly sizeBytes: number;
  readonly changedAtMs: number;
}

export interface Folder {
  /** For messages: "this browser's storage", a path. */
  readonly describe: string;
  /**
   * Opens a file, which is made where there is none. Nobody else has it open until it is closed, in no other process, tab or
   * worker either: whoever comes meanwhile waits for a while.
   *
   * @throws BusyError where it stays open elsewhere
   */
  open(path: FolderPath): Promise<OpenFile>;
  /** The whole of a small file, whoever has it open; undefined where there is none. */
  readSmall(path: FolderPath): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Files at any depth below a folder; none where there is no such folder. */
  list(path?: FolderPath): Promise<StoredFile[]>;
  /**
   * Removes a file, or a folder with all that is in it. Nothing happens where there is none.
   *
   * @throws BusyError where it is open elsewhere
   */
  remove(path: FolderPath): Promise<void>;
  /** What may still be stored; undefined where nobody can say. */
  freeBytes(): Promise<number | undefined>;
}

export interface OpenFile {
  sizeBytes(): Promise<number>;
  /** Fills `into`, or as much of it as there is before the file's end, and gives the number of bytes. */
  read(at: number, into: Uint8Array<ArrayBuffer>): Promise<number>;
  /** @throws NoSpaceError */
  write(at: number, bytes: Uint8Array): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  /** When it is done, what was written is there after a crash, too. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Somebody else has the file open; the message says where, as what follows a name. */
export class BusyError extends Error {
  override name = "BusyError";
}

/** Nothing more can be stored. */
export class NoSpaceError extends Error {
  override name = "NoSpaceError";
}

/** How long to wait for a file that is open elsewhere; a worker that was ended lets go of its files a little later. */
export const PATIENCE_MS = 10_000;

/** A name that every file system takes, from one that came from elsewhere; different ones stay different. */
export function safeName(name: string): string {
  // "." and ".." are the only names of dots and letters that mean something; Windows takes no "*".
  return encodeURIComponent(name)
    .replace(/\*/g, "%2A")
    .replace(/^\.+$/, (dots) => dots.replaceAll(".", "%2E"));
}

/** The name that `safeName` was given. */
export const originalName = (name: string): string => decodeURIComponent(name);
