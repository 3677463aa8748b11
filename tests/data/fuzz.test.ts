import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { packTar } from "modern-tar";
import { describe, expect, test } from "vitest";
import {
  blobFile,
  collect,
  DataError,
  lookAt,
  openOwn,
  readAnswerPredictions,
  readSquad,
  XGLUE,
  type XglueTask,
} from "../../src/data/index.ts";
import { saidBy } from "../../src/data/sources/file-names.ts";
import { bytesOf, chunked } from "./support.ts";

const pair = "premise,hypothesis,label\na,b,neutral\nc,d,entailment\ne,f,contradiction\n";
const question = { id: "q", question: "who?", answers: [{ text: "Anna", answer_start: 0 }] };

/** One good file of each format. */
const GOOD: readonly (readonly [file: string, task: XglueTask, content: Uint8Array])[] = [
  ["f.csv", "xnli", bytesOf(pair)],
  ["f.tsv", "xnli", bytesOf(pair.replaceAll(",", "\t"))],
  ["f.jsonl", "xnli", bytesOf('{"premise":"a","hypothesis":"b","label":"neutral"}\n'.repeat(3))],
  ["f.jsonl.gz", "nc", new Uint8Array(gzipSync('{"title":"a","body":"b","category":"news"}\n'.repeat(3)))],
  ["f.conll", "ner", bytesOf("Rome B-LOC\nwon O\n\nAnna B-PER\n")],
  ["f.conllu", "pos", bytesOf("# text\n1\tRome\t_\tPROPN\t_\t_\t0\t_\t_\t_\n\n2\tRome\t_\tX\t_\t_\t0\t_\t_\t_\n")],
  ["f.json", "mlqa", bytesOf(JSON.stringify({ data: [{ paragraphs: [{ context: "Anna won", qas: [question] }] }] }))],
  [
    "f.parquet",
    "nc",
    new Uint8Array(
      parquetWriteBuffer({
        columnData: ["title", "body", "category"].map((name) => ({
          name,
          data: ["news", "news", "news"],
          type: "STRING" as const,
        })),
      }),
    ),
  ],
  [
    "f.tar",
    "ner",
    await packTar([
      { header: { name: "NER/en.train", size: 9, type: "file" }, body: "Rome O\n\na" },
      { header: { name: "NER/en.test", size: 7, type: "file" }, body: "Rome O\n" },
    ]),
  ],
];

/** Changes to a file: bytes replaced, put in, taken out, doubled, or cut off. */
const mutation = fc.record({
  kind: fc.constantFrom("replace", "insert", "remove", "double", "cut"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 6 }),
});

function mutated(
  content: Uint8Array,
  { kind, at, bytes }: { kind: string; at: number; bytes: Uint8Array },
): Uint8Array {
  const place = Math.floor(at * content.length);
  const [before, after] = [content.subarray(0, place), content.subarray(place)];
  const parts: Record<string, Uint8Array[]> = {
    replace: [before, bytes, after.subarray(bytes.length)],
    insert: [before, bytes, after],
    remove: [before, after.subarray(bytes.length)],
    double: [before, before, after],
    cut: [before],
  };
  return new Uint8Array(Buffer.concat(parts[kind]!));
}

/** What a file gives: examples with labels of the task alone, or a fault of the file, in one line that names the file. */
async function check(file: string, task: XglueTask, content: Uint8Array): Promise<void> {
  const format = XGLUE[task];
  const labels: ReadonlySet<string> = new Set(format.kind === "span" ? [] : format.labels);
  const given = () => [blobFile(new Blob([new Uint8Array(content)]), file)];
  // A look never fails: what is wrong is part of what it tells; but an archive must be one.
  await lookAt(given(), task).catch((error: unknown) => expect(error).toBeInstanceOf(DataError));
  try {
    const { parts, faults, faultCount } = await openOwn(given(), { task, name: file });
    for (const { groups } of parts) {
      for (const row of groups.flat()) {
        if ("label" in row) expect(labels.has(row.label)).toBe(true);
        if ("tags" in row)
          expect(row.tags.every((tag) => labels.has(tag)) && row.tags.length === row.words.length).toBe(true);
        if ("answers" in row) for (const { text } of row.answers) expect(row.context).toContain(text);
      }
    }
    expect(faultCount).toBeGreaterThanOrEqual(faults.length);
  } catch (error) {
    expect(error).toBeInstanceOf(DataError);
    expect((error as Error).message).toMatch(/^f\.[^\n]+$/);
  }
}

/**
 * hyparquet believes the run lengths in a page's levels, up to 2^31: once in many thousand changes a file keeps its reader busy for
 * minutes. On the page that is a worker, which can be cancelled; here the same changes are tried every time.
 */
const seedFor = (file: string) => (file.endsWith(".parquet") ? { seed: 1 } : {});

describe("whatever is in a file, its reader gives examples or says what is wrong with it", () => {
  test.each(GOOD)("%s with changes", async (file, task, content) => {
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), (mutations) =>
        check(file, task, mutations.reduce(mutated, content)),
      ),
      { numRuns: 150, ...seedFor(file) },
    );
  });

  test.each(GOOD)("%s with anything in it", async (file, task) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (content) => check(file, task, content)),
      { numRuns: 60, ...seedFor(file) },
    );
  });

  test("any text as any format", async () => {
    const files = GOOD.map(([file, task]) => ({ file, task }));
    const text = fc.string({
      unit: fc.constantFrom("a", '"', ",", "\t", "\n", "\r", "{", "}", "[", "]", ":", "O", " ", "é", "\0", "\ufeff"),
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), text, ({ file, task }, content) =>
        check(file, task, bytesOf(content)),
      ),
      { numRuns: 300 },
    );
  });
});

describe("hostile JSON", () => {
  const DEPTH = 200_000;

  test("nested without end is a fault of its line, and the others are read", async () => {
    const good = '{"premise":"a","hypothesis":"b","label":"neutral"}';
    const deep = `{"premise":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)},"hypothesis":"b","label":"neutral"}`;
    const files = ["train", "test"].map((name) => blobFile(new Blob([`${good}\n${deep}\n${good}\n`]), `${name}.jsonl`));
    const { parts, faultCount } = await openOwn(files, { task: "xnli", name: "f" });
    expect(parts.map(({ groups }) => groups.length)).toEqual([2, 2]);
    expect(faultCount).toBe(2);
  });

  test("nested without end is refused where one document is the whole file", async () => {
    for (const text of ["[".repeat(DEPTH), '{"data":'.repeat(DEPTH), `{"data": [{"paragraphs": ${"[".repeat(DEPTH)}`]) {
      await expect(collect(readSquad(chunked(text, 2 ** 16), { file: "f", answers: "slices" }))).rejects.toThrow(
        DataError,
      );
      await expect(readAnswerPredictions(chunked(text, 2 ** 16), "f")).rejects.toThrow(DataError);
    }
  });

  test("does not change what every object has", async () => {
    const text = '{"__proto__": {"label": "neutral"}, "premise": "a", "hypothesis": "b", "constructor": 1}\n'.repeat(3);
    await expect(openOwn([blobFile(new Blob([text]), "f.jsonl")], { task: "xnli", name: "f" })).rejects.toThrow(
      /no column that is known to hold the label/,
    );
    expect(({} as Record<string, unknown>).label).toBeUndefined();
  });
});

test("any path says a split and a language, or nothing", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "/", ".", "_", "train", "de", "en", "é", " ", "\\") }),
      (path) => {
        const { split, language } = saidBy(path);
        expect([undefined, "train", "dev", "test"]).toContain(split);
        if (language !== undefined) expect(language).toMatch(/^[a-z]{2}$/);
      },
    ),
  );
});
