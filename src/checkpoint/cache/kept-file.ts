import { BusyError, type Folder, type FolderPath } from "./folder.ts";
import { unlessAborted } from "./pause.ts";
import { type Piece, PieceLog } from "./piece-log.ts";
import type { ByteRange } from "./ranges.ts";

/** A file that nobody uses stays open for so long, as somebody often comes back at once; then other tabs may have it. */
const LINGER_MS = 300;

/** A part that is being fetched. */
export interface Arriving extends ByteRange {
  /** Fulfilled when it is kept; rejected when it will not come. */
  readonly kept: Promise<void>;
}

interface Waiting {
  readonly piece: Piece;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A kept file as all that read it in this process or worker share it: one opens it, and none fetches what another fetches. */
export class KeptFile {
  readonly folder: Folder;
  readonly path: FolderPath;
  readonly arriving = new Set<Arriving>();
  /** While the whole file is being checked. */
  checking: Promise<void> | undefined;
  readonly #about: string;
  #log: Promise<PieceLog> | undefined;
  #closing: Promise<void> = Promise.resolve();
  #users = 0;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #queue: Waiting[] = [];
  #writing = false;

  /** @param about see PieceLog.open */
  constructor(folder: Folder, path: FolderPath, about: string) {
    this.folder = folder;
    this.path = path;
    this.#about = about;
  }

  /**
   * Nobody else has the file meanwhile, but others here may use it as well.
   *
   * @throws BusyError where it stays open elsewhere
   */
  async use<Result>(work: (log: PieceLog) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    clearTimeout(this.#linger);
    this.#users++;
    try {
      this.#log ??= this.#open();
      return await work(await unlessAborted(this.#log, signal));
    } finally {
      this.#users--;
      if (this.#users === 0) {
        this.#linger = setTimeout(() => void this.#close(), LINGER_MS);
      }
    }
  }

  /** Keeps a piece; those that come while another is written are written together. */
  append(log: PieceLog, piece: Piece): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ piece, resolve, reject });
      if (!this.#writing) void this.#write(log);
    });
  }

  /**
   * Lets go of the file.
   *
   * @throws BusyError while it is used
   */
  async close(): Promise<void> {
    if (this.#users > 0) throw new BusyError("is being fetched or read");
    clearTimeout(this.#linger);
    await this.#close();
  }

  async #open(): Promise<PieceLog> {
    try {
      await this.#closing;
      const file = await this.folder.open(this.path);
      try {
        return await PieceLog.open(file, this.#about);
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      this.#log = undefined;
      throw error;
    }
  }

  async #close(): Promise<void> {
    const log = this.#log;
    if (!log || this.#users > 0) return this.#closing;
    this.#log = undefined;
    this.#closing = log.then((log) => this.#leave(log)).catch(() => {});
    return this.#closing;
  }

  /** A file of which nothing is there goes. */
  async #leave(log: PieceLog): Promise<void> {
    await log.close();
    if (log.have.length === 0) await this.folder.remove(this.path);
  }

  async #write(log: PieceLog): Promise<void> {
    this.#writing = true;
    while (this.#queue.length > 0) {
      const batch = this.#queue;
      this.#queue = [];
      try {
        await log.append(batch.map(({ piece }) => piece));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}
