import { DataError } from "./error.ts";
import { emptyFile, refuseUtf16 } from "./lines.ts";

/** What files begin with that people may give by mistake. */
const FOREIGN: readonly { readonly begins: readonly number[]; readonly what: string }[] = [
  { begins: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive or an office document" },
  { begins: [0xd0, 0xcf, 0x11, 0xe0], what: "an old office document" },
  { begins: [0x25, 0x50, 0x44, 0x46], what: "a PDF" },
  { begins: [0x42, 0x5a, 0x68], what: "packed with bzip2" },
  { begins: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: "packed with xz" },
  { begins: [0x28, 0xb5, 0x2f, 0xfd], what: "packed with Zstandard" },
  { begins: [0x37, 0x7a, 0xbc, 0xaf], what: "a 7z archive" },
];

/**
 * @param head the file's beginning
 * @throws DataError for what is empty or no text, and would be nothing but bad lines
 */
export function checkStart(head: Uint8Array, file: string): void {
  if (head.length === 0) throw emptyFile(file);
  refuseUtf16(head, file);
  const found = FOREIGN.find(({ begins }) => begins.every((byte, index) => head[index] === byte));
  if (!found) return;
  throw new DataError(`${file}: is ${found.what}. Unpack it or save it as text, and give what is in it.`);
}
