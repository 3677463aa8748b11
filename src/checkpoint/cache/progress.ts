export interface DownloadProgress {
  /** The one that is being fetched or checked. */
  readonly file: string;
  /** `check`: all of a file is there, and its SHA-256 is being computed. */
  readonly phase: "download" | "check";
  /** Of all that has been asked for and was not there. */
  readonly bytes: number;
  readonly totalBytes: number;
  /** Of late; 0 while nothing comes. */
  readonly bytesPerSecond: number;
  /** Undefined while nobody can say. */
  readonly msLeft: number | undefined;
}

export type DownloadListener = (progress: DownloadProgress) => void;

/** What came within this time makes up most of the speed. */
const SMOOTHING_MS = 4000;
/** Nobody reads faster than ten times a second. */
const INTERVAL_MS = 100;
/** A speed over less time than this is no speed. */
const SETTLE_MS = 500;

/** Counts what arrives, and tells it. */
export class Progress {
  readonly #listener: DownloadListener;
  readonly #now: () => number;
  #bytes = 0;
  #totalBytes = 0;
  /** Bytes and milliseconds, of which the older count less and less. */
  #recentBytes = 0;
  #recentMs = 0;
  #lastMs: number | undefined;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(listener: DownloadListener = () => {}, now: () => number = () => performance.now()) {
    this.#listener = listener;
    this.#now = now;
  }

  /** Bytes that were asked for; negative: that are no longer. */
  expect(bytes: number): void {
    this.#totalBytes += bytes;
    // Between downloads time passes in which nothing is fetched.
    this.#lastMs ??= this.#now();
    if (this.#totalBytes === this.#bytes) this.#lastMs = undefined;
  }

  arrived(file: string, bytes: number): void {
    const now = this.#now();
    const elapsed = Math.max(0, now - (this.#lastMs ?? now));
    const share = Math.exp(-elapsed / SMOOTHING_MS);
    this.#recentBytes = this.#recentBytes * share + bytes;
    this.#recentMs = this.#recentMs * share + elapsed;
    this.#bytes += bytes;
    const isAll = this.#bytes >= this.#totalBytes;
    this.#lastMs = isAll ? undefined : now;
    if (isAll || now - this.#toldMs >= INTERVAL_MS) this.#tell(file, "download", now);
  }

  /** Bytes that came in vain, because their connection broke, and have to come again. */
  lost(bytes: number): void {
    this.#bytes -= bytes;
  }

  checking(file: string): void {
    this.#tell(file, "check", this.#now());
  }

  #tell(file: string, phase: DownloadProgress["phase"], now: number): void {
    this.#toldMs = now;
    const bytesPerSecond = this.#recentMs >= SETTLE_MS ? (1000 * this.#recentBytes) / this.#recentMs : 0;
    const left = this.#totalBytes - this.#bytes;
    const msLeft = left === 0 ? 0 : bytesPerSecond > 0 ? (1000 * left) / bytesPerSecond : undefined;
    this.#listener({ file, phase, bytes: this.#bytes, totalBytes: this.#totalBytes, bytesPerSecond, msLeft });
  }
}
