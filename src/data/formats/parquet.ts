import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from "hyparquet";
import type { RandomAccess } from "../../hub/index.ts";
import type { Batches } from "../batch.ts";
import { DataError, listed } from "../error.ts";
import type { TableRow } from "./table.ts";

export interface ParquetOptions {
  /** For messages. */
  readonly file: string;
  /** The columns to read; all when not given. */
  readonly columns?: readonly string[];
}

/** Rows of a group: they are held at once, and a damaged footer may name any number. */
const MOST_GROUP_ROWS = 2 ** 24;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A Parquet file whose footer has been read. */
export interface ParquetFile {
  /** Names of the outermost columns. */
  readonly columns: readonly string[];
  /** Rows in each group: what can be fetched by itself. */
  readonly groups: readonly number[];
  /** What the file is said to hold, by key: Hugging Face's `datasets` says there which label a number stands for. */
  readonly about: ReadonlyMap<string, string>;
  /**
   * @param columns all when not given
   * @param groups places of the groups to read, ascending; all when not given
   */
  read(columns?: readonly string[], groups?: readonly number[]): Batches<TableRow>;
}

/**
 * Rows of a Parquet file, one row group at a time; of a large file only the columns asked for are fetched. 64-bit integers
 * come as BigInt.
 *
 * @throws DataError where it is no Parquet file, or damaged, or lacks a column
 */
export async function* readParquet(access: RandomAccess, { file, columns }: ParquetOptions): Batches<TableRow> {
  yield* (await openParquet(access, file)).read(columns);
}

/**
 * @param file for messages
 * @throws DataError where it is no Parquet file, or damaged
 */
export async function openParquet(access: RandomAccess, file: string): Promise<ParquetFile> {
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
      throw new DataError(`${file}: cannot be read as Parquet (${detail}). Is it complete, and in UTF-8?`, { cause });
    }
  };
  const metadata = await attempt(() => parquetMetadataAsync(buffer));
  const rows = metadata.row_groups.map((group) => Number(group.num_rows));
  const tooMany = rows.find((count) => !(count >= 0 && count <= MOST_GROUP_ROWS));
  if (tooMany !== undefined) {
    throw new DataError(
      `${file}: says that it has a group of ${tooMany} rows; at most ${MOST_GROUP_ROWS} are read at once. Is it complete? ` +
        `If so, write it again with smaller row groups.`,
    );
  }
  const names = columnNames(metadata);
  return {
    columns: names,
    groups: rows,
    about: new Map(metadata.key_value_metadata?.map(({ key, value = "" }) => [key, value])),
    async *read(columns, groups) {
      const missing = columns?.find((name) => !names.includes(name));
      if (missing !== undefined) {
        throw new DataError(`${file}: has no column "${missing}"; it has ${listed(names)}. Choose the columns again.`);
      }
      // Only who reads such files loads the decompressors (zstd, gzip, brotli, lz4).
      const { compressors } = await import("hyparquet-compressors");
      let rowStart = 0;
      for (const [index, count] of rows.entries()) {
        const first = rowStart + 1;
        rowStart += count;
        if (groups && !groups.includes(index)) continue;
        const objects: TableRow[] = await attempt(() =>
          parquetReadObjects({
            file: buffer,
            metadata,
            rowStart: first - 1,
            rowEnd: rowStart,
            compressors,
            ...(columns && { columns: [...columns] }),
            parsers: { stringFromBytes: (bytes) => bytes && UTF8.decode(bytes) },
          }),
        );
        yield { rows: objects.map((row, at) => ({ place: `row ${first + at}`, row })), faults: [] };
      }
    },
  };
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
