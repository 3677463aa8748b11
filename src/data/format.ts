import { type Bytes, iteratorOf, joined } from "./bytes.ts";
import type { XglueFormat } from "./xglue.ts";

export const FILE_FORMATS = ["tsv", "csv", "json-lines", "conll", "conll-u", "squad", "parquet"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** What is looked at of a file before it is read: room for a line with a long text. */
const HEAD_BYTES = 2 ** 20;

/** The beginning of a file, and all of it: the bytes are not read twice. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

export async function peeked(bytes: Bytes, length = HEAD_BYTES): Promise<Peeked> {
  const chunks = iteratorOf(bytes);
  const first: Uint8Array[] = [];
  let isDone = false;
  for (let size = 0; size < length && !isDone; ) {
    const next = await chunks.next();
    isDone = next.done === true;
    if (next.done) break;
    first.push(next.value);
    size += next.value.length;
  }
  return {
    head: joined(first).subarray(0, length),
    bytes: (async function* () {
      try {
        yield* first;
        while (!isDone) {
          const next = await chunks.next();
          if (next.done) return;
          yield next.value;
        }
      } finally {
        await chunks.return?.();
      }
    })(),
  };
}

const BY_NAME: Readonly<Record<string, FileFormat>> = {
  tsv: "tsv",
  csv: "csv",
  jsonl: "json-lines",
  ndjson: "json-lines",
  conll: "conll",
  conllu: "conll-u",
  parquet: "parquet",
};

/** Whether the name of a file among many says that it may hold examples. */
export function mayHoldExamples(path: string): boolean {
  const ending = endingOf(path);
  return Object.hasOwn(BY_NAME, ending) || ["json", "train", "dev", "test"].includes(ending);
}

/** What a file is: by its name where that says it, and otherwise by its beginning and by what the task needs. */
export function formatOf(path: string, head: Uint8Array, kind: XglueFormat["kind"]): FileFormat {
  const ending = endingOf(path);
  const named = Object.hasOwn(BY_NAME, ending) ? BY_NAME[ending] : undefined;
  // Sentences as tables of words, one a line, are called .tsv as well.
  if (named && !(named === "tsv" && kind === "tags")) return named;
  const text = textOf(head);
  if (text.startsWith("PAR1")) return "parquet";
  if (/^\s*[{[]/.test(text)) return isObject(firstLine(text)) ? "json-lines" : "squad";
  if (kind === "tags") return isConllU(text) ? "conll-u" : "conll";
  return firstLine(text).includes("\t") || !firstLine(text).includes(",") ? "tsv" : "csv";
}

/** Text of a file's beginning, without a byte order mark; what is no UTF-8 is found out where the file is read. */
export function textOf(head: Uint8Array): string {
  return new TextDecoder().decode(head);
}

export function firstLine(text: string): string {
  const end = text.indexOf("\n");
  return (end < 0 ? text : text.slice(0, end)).replace(/\r$/, "");
}

/** In small letters, and without `.gz`. */
function endingOf(path: string): string {
  const name = path
    .slice(path.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/\.gz$/, "");
  return name.slice(name.lastIndexOf(".") + 1);
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
