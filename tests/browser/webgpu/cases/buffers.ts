/** Buffers of one case that show when a kernel reads or writes beyond its numbers. */
import type { Slice } from "../../../../src/ops/webgpu/call.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";

/** Words behind the numbers of every buffer. */
const TAIL = 256;
/** What nobody may overwrite. */
const UNTOUCHED = -12345.5;

export class Buffers {
  readonly #gpu: Gpu;
  readonly #slices: Slice[] = [];

  constructor(gpu: Gpu) {
    this.#gpu = gpu;
  }

  /** Numbers to read, with NaN behind them: whoever reads on carries it into the result. */
  put(values: Float32Array): Slice {
    const padded = new Float32Array(values.length + TAIL).fill(Number.NaN);
    padded.set(values);
    return this.#keep(this.#gpu.upload(padded));
  }

  putIntegers(values: Int32Array): Slice {
    return this.#keep(this.#gpu.upload(values));
  }

  /** Room for so many numbers; see `take`. */
  room(size: number): Slice {
    return this.#keep(this.#gpu.upload(new Float32Array(size + TAIL).fill(UNTOUCHED)));
  }

  /** What was written to a room. */
  async take(room: Slice): Promise<Float32Array> {
    const values = await this.#gpu.read(room);
    const size = values.length - TAIL;
    const stray = values.findIndex((value, i) => i >= size && value !== UNTOUCHED);
    if (stray >= 0) throw new Error(`The kernel wrote ${values[stray]} at ${stray}, but may write ${size} numbers.`);
    return values.slice(0, size);
  }

  release(): void {
    for (const { buffer } of this.#slices.splice(0)) this.#gpu.pool.release(buffer);
  }

  #keep(slice: Slice): Slice {
    this.#slices.push(slice);
    return slice;
  }
}
