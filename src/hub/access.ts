/** A file of which any part can be had: a Blob, a file on disk, an address that answers ranges. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** @param end not included; the file's end when not given */
  slice(start: number, end?: number, options?: SliceOptions): Promise<ArrayBuffer>;
  /** Of a file that is kept as far as it has been read: fetches these parts, all together, so that reading them then is quick. */
  need?(ranges: readonly { readonly start: number; readonly end: number }[]): Promise<void>;
}

/** For sources that take their time; others need not look at it. */
export interface SliceOptions {
  /** Ends the reading, which then fails with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Told how many more bytes have come. */
  readonly onBytes?: (count: number) => void;
}

export function blobAccess(blob: Blob): RandomAccess {
  return { sizeBytes: blob.size, slice: (start, end) => blob.slice(start, end).arrayBuffer() };
}

/** @param bytes not copied */
export function bytesAccess(bytes: Uint8Array): RandomAccess {
  return {
    sizeBytes: bytes.length,
    slice: async (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
}
