/** What a command may touch of the process: tests give their own. */
export interface Io {
  /** Data, to stdout; rejects when nobody reads any more. */
  out(text: string): Promise<void>;
  /** One line about how far the work is; a terminal shows only the latest. */
  status(line: string): void;
  /** A line worth keeping, such as the end of an epoch; not for `--json`. */
  note(line: string): void;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Wrong use or unusable input: one line that names the flag or the file, the fault and the remedy. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** The user asked to stop. */
export class Interrupted extends Error {
  override name = "Interrupted";

  constructor() {
    super("Stopped; nothing was written.");
  }
}
