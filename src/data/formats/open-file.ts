import { peeked, unzipped } from "../bytes.ts";
import type { DataFile } from "../sources/data-file.ts";
import type { XglueFormat } from "../xglue/xglue.ts";
import { checkStart, type FileFormat, formatOf } from "./detect.ts";

/** What is looked at of a file before it is read: room for a line with a long text. */
const HEAD_BYTES = 2 ** 20;

export interface TextFile {
  readonly format: Exclude<FileFormat, "parquet">;
  /** Its beginning, without a byte order mark; what is no UTF-8 is found out where the file is read. */
  readonly head: string;
  /** All of it, unpacked; who does not read it to its end returns it. */
  readonly bytes: AsyncGenerator<Uint8Array>;
}

/** A file, and what it is. */
export type OpenFile = TextFile | { readonly format: "parquet"; readonly file: DataFile };

/**
 * @param kind of examples that the task needs, which decides what some files are
 * @throws DataError for what is empty, or nothing that examples can be read from
 */
export async function openFile(file: DataFile, kind: XglueFormat["kind"]): Promise<OpenFile> {
  // Read from its end; its beginning may be far away.
  if (/\.parquet$/i.test(file.path)) return { format: "parquet", file };
  const { head: start, bytes } = await peeked(unzipped(file.open(), file.name), HEAD_BYTES);
  const head = new TextDecoder().decode(start);
  const format = formatOf(file.path, head, kind);
  const { access, ...streamed } = file;
  if (format === "parquet" && (!access || /\.gz$/i.test(file.path))) {
    return { format, file: { ...streamed, open: () => bytes } };
  }
  try {
    checkStart(start, file.name);
    if (format !== "parquet") return { format, head, bytes };
  } catch (error) {
    await bytes.return(undefined);
    throw error;
  }
  await bytes.return(undefined);
  return { format, file };
}
