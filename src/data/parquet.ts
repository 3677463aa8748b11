import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import type { Batches } from "./batch.ts";
import { DataError } from "./error.ts";
import type { TableRow } from "./table.ts";

/** A file of which any part can be had: a Blob, a file on disk, an address that answers ranges. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** @param end not included */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

export function blobAccess(blob: Blob): RandomAccess {
  return { sizeBytes: blob.size, slice: (start, end) => blob.slice(start, end).arrayBuffer() };
}

export interface ParquetOptions {
  /** For messages. */
  readonly file: string;
  /** The columns to read; all when not given. */
  readonly columns?: readonly string[];
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Rows of a Parquet file, one row group at a time; of a large file only the columns asked for are fetched. 64-bit integers
 * come as BigInt.
 *
 * @throws DataError where it is no Parquet file, or damaged, or lacks a column
 */
export async function* readParquet(access: RandomAccess, { file, columns }: ParquetOptions): Batches<TableRow> {
  let sourceFailure: { readonly cause: unknown } | undefined;
  const buffer: AsyncBuffer = {
    byteLength: access.sizeBytes,
    slice: (start, end) =>
      access.slice(start, end).catch((cause: unknown) => {
        sourceFailure = { cause };
        throw cause;
      }),
  };
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (cause) {
      if (sourceFailure) throw sourceFailure.cause;
      const detail = cause instanceof Error ? cause.message : String(cause);
      throw new DataError(
        `${file}: cannot be read as Parquet (${detail}). Is it complete, in UTF-8, and compressed with Snappy or not at all?`,
        { cause },
      );
    }
  };
  const metadata = await attempt(() => parquetMetadataAsync(buffer));
  const names = columnNames(metadata);
  const missing = columns?.find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw new DataError(`${file}: has no column "${missing}"; it has ${names.join(", ")}. Choose the columns again.`);
  }
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const objects: TableRow[] = await attempt(() =>
      parquetReadObjects({
        file: buffer,
        metadata,
        rowStart,
        rowEnd,
        ...(columns && { columns: [...columns] }),
        parsers: { stringFromBytes: (bytes) => bytes && UTF8.decode(bytes) },
      }),
    );
    const first = rowStart + 1;
    yield { rows: objects.map((row, index) => ({ place: `row ${first + index}`, row })), faults: [] };
    rowStart = rowEnd;
  }
}

/** Names of the outermost columns: the root's children, each followed by its own. */
function columnNames({ schema: [root, ...elements] }: FileMetaData): string[] {
  const names: string[] = [];
  let at = 0;
  const skip = (): void => {
    const children = elements[at++]?.num_children ?? 0;
    for (let child = 0; child < children; child++) skip();
  };
  for (let child = 0; child < (root?.num_children ?? 0); child++) {
    names.push(elements[at]?.name ?? "");
    skip();
  }
  return names;
}
