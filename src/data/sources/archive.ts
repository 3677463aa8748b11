import { peeked, unzipped } from "../bytes.ts";
import type { DataFile } from "./data-file.ts";
import { readTar } from "./tar.ts";

/** Where a tar archive says what it is. */
const MAGIC_AT = 257;
const BLOCK_BYTES = 512;

/** The file itself; of a `.tar` or `.tar.gz`, whatever it is called, the files in it, one after the other as the bytes come by. */
export async function* unpacked(file: DataFile): AsyncGenerator<DataFile> {
  // Parquet is read from its end, and may be far away.
  if (file.isRemote || /\.parquet$/i.test(file.path)) {
    yield file;
    return;
  }
  const { head, bytes } = await peeked(unzipped(file.open(), file.name), BLOCK_BYTES);
  const isArchive = new TextDecoder("latin1").decode(head.subarray(MAGIC_AT, MAGIC_AT + 5)) === "ustar";
  if (!isArchive && !/\.(tar|tgz|tar\.gz)$/i.test(file.path)) {
    await bytes.return(undefined);
    yield file;
    return;
  }
  for await (const { path, bytes: content } of readTar(bytes, file.name)) {
    yield { path, name: `${file.name}: ${path}`, open: () => content };
  }
}
