import { DataError } from "../error.ts";
import { emptyFile, refuseUtf16 } from "../lines.ts";
import type { DataFile } from "../sources/data-file.ts";
import type { XglueFormat } from "../xglue/xglue.ts";

export type FileFormat = "tsv" | "csv" | "json-lines" | "conll" | "conll-u" | "squad" | "parquet";

const BY_NAME: Readonly<Record<string, FileFormat>> = {
  tsv: "tsv",
  csv: "csv",
  jsonl: "json-lines",
  ndjson: "json-lines",
  conll: "conll",
  conllu: "conll-u",
  parquet: "parquet",
};

/** Whether a file may hold examples: one among many has to say so by its name. */
export function mayHoldExamples({ path, isNamed, split }: DataFile): boolean {
  if (isNamed || split !== undefined) return true;
  const ending = endingOf(path);
  return !nameOf(path).startsWith(".") && (Object.hasOwn(BY_NAME, ending) || OTHER_ENDINGS.includes(ending));
}

/** Of files whose format their beginning shows. */
const OTHER_ENDINGS = ["json", "train", "dev", "test"];

/**
 * What a file is: by its name where that says it, and otherwise by its beginning and by what the task needs.
 *
 * @param text the file's beginning
 */
export function formatOf(path: string, text: string, kind: XglueFormat["kind"]): FileFormat {
  const ending = endingOf(path);
  const named = Object.hasOwn(BY_NAME, ending) ? BY_NAME[ending] : undefined;
  // Sentences as tables of words, one a line, are called .tsv as well.
  if (named && !(named === "tsv" && kind === "tags")) return named;
  if (text.startsWith("PAR1")) return "parquet";
  if (/^\s*[{[]/.test(text)) return isObject(firstLine(text)) ? "json-lines" : "squad";
  if (kind === "tags") return isConllU(text) ? "conll-u" : "conll";
  return firstLine(text).includes("\t") || !firstLine(text).includes(",") ? "tsv" : "csv";
}

export function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return (end < 0 ? text : text.slice(0, end)).replace(/\r$/, "");
}

/** In small letters, and without `.gz`. */
function endingOf(path: string): string {
  const name = nameOf(path).toLowerCase().replace(/\.gz$/, "");
  return name.slice(name.lastIndexOf(".") + 1);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Whether it is one JSON object, whole, and no SQuAD without line ends. */
function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value) && !("data" in value);
  } catch {
    return false;
  }
}

function isConllU(text: string): boolean {
  const line = text.split(/\r?\n/).find((candidate) => candidate.trim() !== "" && !candidate.startsWith("#"));
  return line?.split("\t").length === 10;
}

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
