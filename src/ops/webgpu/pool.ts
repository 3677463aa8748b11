/** GPU buffers that are given back and lent again: after the largest batch has been seen, nothing new is made. */

/** Buffers are asked for in bytes; those kept have sizes from few classes, so that batches of like length share them. */
const SMALLEST_BYTES = 256;
/** A free buffer up to this much larger than asked for is taken rather than a new one made. */
const LARGEST_RATIO = 2;

const USAGE = 0x80 | 0x04 | 0x08; // STORAGE | COPY_SRC | COPY_DST; Node has no GPUBufferUsage before Dawn is loaded

export class BufferPool {
  readonly #device: GPUDevice;
  /** Ascending by size. */
  readonly #free: GPUBuffer[] = [];
  readonly #lent = new Set<GPUBuffer>();
  readonly #failed: (askedBytes: number) => void;
  #sizeBytes = 0;

  /** @param failed is told, some time later, when there was no room for a buffer: what was recorded with it is void */
  constructor(device: GPUDevice, failed: (askedBytes: number) => void) {
    this.#failed = failed;
    this.#device = device;
  }

  /** Bytes of all buffers made, lent or free. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Bytes lent now. */
  get lentBytes(): number {
    let sum = 0;
    for (const { size } of this.#lent) sum += size;
    return sum;
  }

  owns(buffer: GPUBuffer): boolean {
    return this.#lent.has(buffer);
  }

  /** A buffer of at least so many bytes, with whatever its last user left in it. */
  acquire(sizeBytes: number): GPUBuffer {
    const size = sizeClass(sizeBytes);
    const at = this.#free.findIndex((buffer) => buffer.size >= size);
    const found = this.#free[at];
    if (found && found.size <= size * LARGEST_RATIO) {
      this.#free.splice(at, 1);
      this.#lent.add(found);
      return found;
    }
    const made = createStorage(this.#device, size, this.#failed);
    this.#sizeBytes += size;
    this.#lent.add(made);
    return made;
  }

  release(buffer: GPUBuffer): void {
    if (!this.#lent.delete(buffer)) throw new Error("A GPU buffer was given back twice, or is not of this pool.");
    const at = this.#free.findIndex(({ size }) => size >= buffer.size);
    this.#free.splice(at < 0 ? this.#free.length : at, 0, buffer);
  }

  /** Destroys what is not lent. */
  trim(): void {
    for (const buffer of this.#free) {
      this.#sizeBytes -= buffer.size;
      buffer.destroy();
    }
    this.#free.length = 0;
  }
}

/** A buffer of zeros for kernels to read and write. @param failed see BufferPool */
export function createStorage(device: GPUDevice, sizeBytes: number, failed: (askedBytes: number) => void): GPUBuffer {
  device.pushErrorScope("out-of-memory");
  const buffer = device.createBuffer({ size: sizeBytes, usage: USAGE });
  device.popErrorScope().then(
    (error) => {
      if (error) failed(sizeBytes);
    },
    () => {}, // The device is lost, and whoever waits for results is told.
  );
  return buffer;
}

/** Rounds up to one of four sizes an octave. */
export function sizeClass(sizeBytes: number): number {
  if (sizeBytes <= SMALLEST_BYTES) return SMALLEST_BYTES;
  const step = 2 ** (Math.floor(Math.log2(sizeBytes)) - 2);
  return Math.ceil(sizeBytes / step) * step;
}
