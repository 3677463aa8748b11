/** What can go wrong with the device that computes, whatever the operation. */

/** The device is gone, with all that it held: the driver was reset, the machine slept, or somebody destroyed it. */
export class DeviceLostError extends Error {
  override name = "DeviceLostError";
  /** In the browser's words. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`The GPU was lost (${reason}). What it held is gone; take a new device and start from a snapshot.`, options);
    this.reason = reason;
  }
}

/** The device has no room for what was asked of it. */
export class OutOfMemoryError extends Error {
  override name = "OutOfMemoryError";
  /** Size of the allocation that failed. */
  readonly askedBytes: number;

  constructor(askedBytes: number, options?: ErrorOptions) {
    super(
      `The GPU has no room for another ${sizeText(askedBytes)}. Smaller batches, shorter sequences, ` +
        "activations computed again, updates within the backward pass, or frozen embeddings need less.",
      options,
    );
    this.askedBytes = askedBytes;
  }
}

/** The loss of the device behind an error, if that is its cause. */
export function lossBehind(error: unknown): DeviceLostError | undefined {
  return behind(error, (found) => found instanceof DeviceLostError) as DeviceLostError | undefined;
}

export function isDeviceLost(error: unknown): boolean {
  return lossBehind(error) !== undefined;
}

/** The lack of memory behind an error, if that is its cause. */
export function shortageBehind(error: unknown): OutOfMemoryError | undefined {
  return behind(error, (found) => found instanceof OutOfMemoryError) as OutOfMemoryError | undefined;
}

function behind(error: unknown, fits: (found: unknown) => boolean): unknown {
  for (let found = error; found instanceof Error; found = found.cause) if (fits(found)) return found;
  return undefined;
}

export function sizeText(sizeBytes: number): string {
  const MiB = 2 ** 20;
  if (sizeBytes < MiB) return `${Math.ceil(sizeBytes / 1024)} KiB`;
  return sizeBytes < 1024 * MiB ? `${Math.ceil(sizeBytes / MiB)} MiB` : `${(sizeBytes / (1024 * MiB)).toFixed(1)} GiB`;
}
