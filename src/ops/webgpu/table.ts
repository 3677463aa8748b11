/** A table of rows on the device, in slabs: no buffer of it is larger than WebGPU promises to bind. */
import type { ParameterDescription } from "../ops.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";

/** WebGPU's default limit of a storage buffer binding. */
const MOST_BYTES = 2 ** 27;

/** Neighbouring rows of a table. */
export interface Slab {
  readonly slice: Slice;
  readonly firstRow: number;
  readonly rows: number;
}

export class Table {
  readonly gpu: Gpu;
  readonly rows: number;
  readonly features: number;
  readonly values: readonly Slab[];
  #moments: { readonly first: readonly Slab[]; readonly second: readonly Slab[] } | null = null;
  /** [rows] of vec2u: see update-table.wgsl. */
  #slots: Slice | null = null;
  /** Of the latest update; 1 is left for rows of which only is known that they had a gradient. */
  #stamp = 1;
  readonly #mostBytes: number;

  /** @param mostBytes of one slab */
  constructor(gpu: Gpu, { shape, parts }: ParameterDescription, mostBytes = MOST_BYTES) {
    const [rows, features] = shape;
    if (shape.length !== 2) throw new RangeError(`Table "${parts[0]?.name}" has ${shape.length} axes; it needs two.`);
    this.gpu = gpu;
    this.rows = rows!;
    this.features = features!;
    this.#mostBytes = mostBytes;
    this.values = this.#make();
  }

  /** Made, with zeros, when first asked for. */
  moments(): { readonly first: readonly Slab[]; readonly second: readonly Slab[] } {
    this.#moments ??= { first: this.#make(), second: this.#make() };
    return this.#moments;
  }

  get hasMoments(): boolean {
    return this.#moments !== null;
  }

  slots(): Slice {
    if (this.#slots) return this.#slots;
    const size = 8 * this.rows;
    this.#slots = { buffer: this.gpu.create(size), offset: 0, size };
    return this.#slots;
  }

  /** A number for the next update. */
  nextStamp(): number {
    return ++this.#stamp;
  }

  async read(slabs: readonly Slab[]): Promise<Float32Array> {
    const values = new Float32Array(this.rows * this.features);
    for (const { slice, firstRow } of slabs) values.set(await this.gpu.read(slice), firstRow * this.features);
    return values;
  }

  write(slabs: readonly Slab[], values: Float32Array): void {
    for (const { slice, firstRow, rows } of slabs) {
      this.gpu.write(slice, values.subarray(firstRow * this.features, (firstRow + rows) * this.features));
    }
  }

  /** Moments of zero, and no row that ever had a gradient. */
  forget(): void {
    if (this.#moments) {
      for (const { slice } of [...this.#moments.first, ...this.#moments.second]) this.gpu.clear(slice);
    }
    if (this.#slots) this.gpu.clear(this.#slots);
    this.#stamp = 1;
  }

  /** [rows] 1 for rows that have had a gradient; null before the first update. */
  async seen(): Promise<Uint8Array | null> {
    if (!this.#slots) return null;
    const slots = new Uint32Array((await this.gpu.read(this.#slots)).buffer);
    return Uint8Array.from({ length: this.rows }, (_, row) => (slots[2 * row] === 0 ? 0 : 1));
  }

  /** Goes on from what `seen` gave. */
  remember(seen: Uint8Array): void {
    const slots = new Uint32Array(2 * this.rows);
    for (let row = 0; row < this.rows; row++) slots[2 * row] = seen[row]!;
    this.gpu.write(this.slots(), slots);
  }

  dispose(): void {
    this.gpu.flush();
    const slabs = [...this.values, ...(this.#moments ? [...this.#moments.first, ...this.#moments.second] : [])];
    for (const { slice } of slabs) slice.buffer.destroy();
    this.#slots?.buffer.destroy();
    this.#moments = null;
    this.#slots = null;
  }

  #make(): Slab[] {
    const slabRows = Math.max(1, Math.floor(this.#mostBytes / (4 * this.features)));
    return Array.from({ length: Math.ceil(this.rows / slabRows) }, (_, i) => {
      const firstRow = i * slabRows;
      const rows = Math.min(slabRows, this.rows - firstRow);
      const size = 4 * rows * this.features;
      return {
        slice: { buffer: this.gpu.create(size), offset: 0, size },
        firstRow,
        rows,
      };
    });
  }
}
