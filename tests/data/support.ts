import fc from "fast-check";
import { type Batch, type Collected, collect, describeFault } from "../../src/data/index.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Bytes whose characters are these, one each. */
export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** The same bytes in chunks of this size, in the middle of characters and lines alike. */
export async function* chunked(content: string | Uint8Array, size = 5): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

export const chunkSize = fc.integer({ min: 1, max: 40 });

/** Rows without their places, and faults as people read them. */
export async function read<Row>(batches: AsyncIterable<Batch<Row>>): Promise<{ rows: Row[]; faults: string[] }> {
  const { rows, faults } = await collect(batches);
  return { rows: rows.map(({ row }) => row), faults: faults.map(describeFault) };
}

export async function places<Row>(batches: AsyncIterable<Batch<Row>>): Promise<string[]> {
  const found: Collected<Row> = await collect(batches);
  return found.rows.map(({ place }) => place);
}
