/**
 * The dense parameters of one group in one buffer, so that one dispatch updates them all; their moments, gradients and
 * counts in buffers of the same layout.
 */
import type { ParameterDescription } from "../ops.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import {
  CHUNK,
  CHUNK_BYTES,
  ITEM_WORDS,
  itemCount,
  itemWords,
  PART_WORDS,
  type Partition,
  type PartPlace,
  partWords,
  stretchCount,
  stretchWords,
} from "./parts.ts";

/** Where a parameter lies. */
export interface Place {
  /** Its number in the group. */
  readonly number: number;
  readonly firstChunk: number;
  readonly chunks: number;
  /** Elements. */
  readonly size: number;
}

export interface PartTable {
  readonly parts: Slice;
  /** Word. */
  readonly first: number;
  readonly count: number;
}

export class ParameterGroup {
  readonly gpu: Gpu;
  readonly places: readonly Place[];
  /** By place. */
  readonly parts: readonly (readonly PartPlace[])[];
  /** Every part starts at a multiple of four. */
  readonly isAligned: boolean;
  readonly #chunks: number;
  readonly #values: GPUBuffer;
  #moments: { readonly first: GPUBuffer; readonly second: GPUBuffer } | null = null;
  #counts: GPUBuffer | null = null;
  #gradients: GPUBuffer | null = null;
  readonly #written = new Set<number>();
  #table: GPUBuffer | null = null;
  #tableKey = "";
  #stretches: GPUBuffer | null = null;
  #living: number;

  constructor(gpu: Gpu, descriptions: readonly ParameterDescription[]) {
    this.gpu = gpu;
    let chunk = 0;
    this.places = descriptions.map(({ parts }, number) => {
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      const place = { number, firstChunk: chunk, chunks: Math.max(1, Math.ceil(size / CHUNK)), size };
      chunk += place.chunks;
      return place;
    });
    this.#chunks = chunk;
    this.parts = descriptions.map(({ parts }, number) => {
      const { firstChunk, chunks } = this.places[number]!;
      let start = firstChunk * CHUNK;
      return parts.map((part, i) => {
        const end = i === parts.length - 1 ? (firstChunk + chunks) * CHUNK : start + part.size;
        const place = { part, start, end };
        start = end;
        return place;
      });
    });
    this.isAligned = this.parts.flat().every(({ start }) => start % 4 === 0);
    this.#living = descriptions.length;
    this.#values = this.#arena();
  }

  values(place: Place): Slice {
    return sliceOf(this.#values, place);
  }

  /** Made, with zeros, when first asked for. */
  moments(place: Place): { readonly first: Slice; readonly second: Slice } {
    this.#moments ??= { first: this.#arena(), second: this.#arena() };
    return { first: sliceOf(this.#moments.first, place), second: sliceOf(this.#moments.second, place) };
  }

  get hasMoments(): boolean {
    return this.#moments !== null;
  }

  /** u32. Made, with zeros, when first asked for. */
  counts(place: Place): Slice {
    this.#counts ??= this.#arena();
    return sliceOf(this.#counts, place);
  }

  get hasCounts(): boolean {
    return this.#counts !== null;
  }

  /** Where a gradient is to be written in this step. The buffer is lent by the pool until all have been consumed. */
  writeGradient(place: Place): Slice {
    this.#gradients ??= this.gpu.pool.acquire(this.#chunks * CHUNK_BYTES);
    this.#written.add(place.number);
    return sliceOf(this.#gradients, place);
  }

  /** A gradient that was written and not consumed. */
  gradient(place: Place): Slice | null {
    return this.#gradients && this.#written.has(place.number) ? sliceOf(this.#gradients, place) : null;
  }

  /** The gradients of a span of which all have been written. */
  gradientArena(span: Place): Slice {
    if (!this.#gradients) throw new Error("A group of parameters is updated, but none of its gradients was computed.");
    return sliceOf(this.#gradients, span);
  }

  consumeGradient(place: Place): void {
    this.#written.delete(place.number);
    if (this.#written.size > 0 || !this.#gradients) return;
    this.gpu.pool.release(this.#gradients);
    this.#gradients = null;
  }

  /** Places next to each other as one slice of each buffer. */
  span(first: Place, last: Place): Place {
    const chunks = last.firstChunk + last.chunks - first.firstChunk;
    return { number: first.number, firstChunk: first.firstChunk, chunks, size: chunks * CHUNK };
  }

  /**
   * What shaders know of the parts (mask.wgsl), and where in it a span's workgroups look: items from `first` on, or, for
   * parts that do not start at multiples of four, the chunks' parts.
   */
  partTable(span: Place, partition: Partition | null): PartTable {
    const all = this.parts.flat();
    const head = all.length * PART_WORDS;
    const key = partition ? JSON.stringify(partition) : "";
    if (!this.#table || (partition && key !== this.#tableKey)) {
      const words = Uint32Array.from([
        ...all.flatMap((place) => fill(partWords(place, partition), PART_WORDS)),
        ...(this.isAligned ? all.flatMap(itemWords).flat() : this.#chunkParts()),
      ]);
      this.#table ??= this.gpu.create(words.byteLength);
      this.gpu.write({ buffer: this.#table, offset: 0, size: words.byteLength }, words);
      this.#tableKey = key;
    }
    const parts = { buffer: this.#table, offset: 0, size: this.#table.size };
    if (!this.isAligned) return { parts, first: head, count: span.chunks };
    const { before, inside } = this.#countIn(span, (place) => itemCount(place));
    return { parts, first: head + before * ITEM_WORDS, count: inside };
  }

  /** The stretches (squares.wgsl) of a span's parts, which are numbered from `firstPart`. */
  stretches(span: Place): { stretches: Slice; first: number; count: number; firstPart: number } {
    const length = stretchLength(this.gpu);
    if (!this.#stretches) {
      const words = this.parts.flat().flatMap((place, number) => stretchWords(place, number, length).flat());
      this.#stretches = this.gpu.create(4 * words.length);
      this.gpu.write({ buffer: this.#stretches, offset: 0, size: 4 * words.length }, Uint32Array.from(words));
    }
    const { before, inside } = this.#countIn(span, ({ part }) => stretchCount(part.size, length));
    const { before: firstPart } = this.#countIn(span, () => 1);
    const stretches = { buffer: this.#stretches, offset: 0, size: this.#stretches.size };
    return { stretches, first: before, count: inside, firstPart };
  }

  /** Sums over the parts before a span and over those in it. */
  #countIn({ firstChunk, chunks }: Place, count: (place: PartPlace) => number): { before: number; inside: number } {
    let [before, inside] = [0, 0];
    for (const place of this.parts.flat()) {
      if (place.start < firstChunk * CHUNK) before += count(place);
      else if (place.start < (firstChunk + chunks) * CHUNK) inside += count(place);
    }
    return { before, inside };
  }

  /** The part that each chunk starts in. */
  #chunkParts(): number[] {
    const all = this.parts.flat();
    let part = 0;
    return Array.from({ length: this.#chunks }, (_, chunk) => {
      while (chunk * CHUNK >= all[part]!.end) part++;
      return part;
    });
  }

  /** Frees everything when the last parameter goes. */
  release(place: Place): void {
    this.consumeGradient(place);
    if (--this.#living > 0) return;
    this.gpu.flush();
    for (const buffer of [
      this.#values,
      this.#moments?.first,
      this.#moments?.second,
      this.#counts,
      this.#table,
      this.#stretches,
    ]) {
      buffer?.destroy();
    }
    this.#moments = null;
    this.#counts = null;
    this.#table = null;
    this.#stretches = null;
  }

  #arena(): GPUBuffer {
    return this.gpu.create(this.#chunks * CHUNK_BYTES);
  }
}

function sliceOf(buffer: GPUBuffer, { firstChunk, size }: Place): Slice {
  return { buffer, offset: firstChunk * CHUNK_BYTES, size: Math.max(4, size * 4) };
}

function fill(words: readonly number[], length: number): number[] {
  return [...words, ...new Array<number>(length - words.length).fill(0)];
}

/** Elements of a stretch: what a workgroup sums, or, where threads sum alone, a thread. */
export function stretchLength(gpu: Gpu): number {
  return gpu.facts.software ? 1024 : 16_384;
}
