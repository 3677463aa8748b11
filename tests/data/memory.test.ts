import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createGzip } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  type Batch,
  type DataFile,
  gunzip,
  openOwn,
  readConll,
  readCsv,
  readJsonLines,
  readSquad,
  readTar,
  readTsv,
} from "../../src/data/index.ts";
import { fillWords } from "../../src/graddrop/index.ts";
import { bytesOf } from "./support.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const MB = 1e6;
/** GRADDROP_LARGE=1 reads as much as the largest files that people have. */
const SIZE = process.env.GRADDROP_LARGE === undefined ? 10 * MB : 500 * MB;
/** What may be held at a time: chunks and their rows, not the file. */
const MOST_HELD = 4 * MB;
const CHUNK = 2 ** 16;

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** A file of this size that is nowhere: one block over and over, between a beginning and an end, in chunks as a disk gives them. */
async function* generated(block: string, { before = "", after = "", size = SIZE } = {}): AsyncGenerator<Uint8Array> {
  yield bytesOf(before);
  const bytes = bytesOf(block.repeat(Math.ceil(CHUNK / block.length)));
  for (let made = 0; made < size; made += bytes.length) yield bytes.slice();
  yield bytesOf(after);
}

/** Reads to the end and gives the number of rows; fails where more is held than should be. */
async function countRows<Row>(batches: AsyncIterable<Batch<Row>>, mostHeld = MOST_HELD): Promise<number> {
  const before = heldBytes();
  let rows = 0;
  let batchCount = 0;
  let most = 0;
  for await (const batch of batches) {
    expect(batch.faults).toEqual([]);
    rows += batch.rows.length;
    if (batchCount++ % Math.ceil(SIZE / CHUNK / 4) === 0) most = Math.max(most, heldBytes() - before);
  }
  expect(most).toBeLessThan(mostHeld);
  return rows;
}

const repeats = (block: string) => {
  const perChunk = Math.ceil(CHUNK / block.length);
  const chunkBytes = bytesOf(block).length * perChunk;
  return Math.ceil(SIZE / chunkBytes) * perChunk;
};

describe(`a file of ${SIZE / MB} MB is read without being held`, () => {
  const line = `${"a sentence of some words, é ".repeat(6)}\tanother one\tneutral\n`;

  test("TSV", async () => {
    const options = { file: "f", columns: ["a", "b", "label"] };
    expect(await countRows(readTsv(generated(line), options))).toBe(repeats(line));
  });

  test("CSV", async () => {
    const block = '"a, ""quoted"" cell\nof two lines, as some have it, and some more words",label\n';
    expect(await countRows(readCsv(generated(block), { file: "f", columns: ["a", "b"] }))).toBe(repeats(block));
  });

  test("JSON lines", async () => {
    const block = `${JSON.stringify({ text: "some words ".repeat(20), label: 1 })}\n`;
    expect(await countRows(readJsonLines(generated(block), "f"))).toBe(repeats(block));
  });

  test("CoNLL", async () => {
    const block = `${"word O\nanother B-LOC\n".repeat(10)}\n`;
    expect(await countRows(readConll(generated(block), { file: "f" }))).toBe(repeats(block));
  });

  test("SQuAD", async () => {
    const context = "Some words of a text. ".repeat(40);
    const qas = [{ id: "q", question: "Of a what?", answers: [{ text: "text", answer_start: 16 }] }];
    const block = `${JSON.stringify({ paragraphs: [{ context, qas }] })},`;
    const end = `${block.slice(0, -1)}]}`;
    const batches = readSquad(generated(block, { before: '{"data": [', after: end }), { file: "f", answers: "slices" });
    expect(await countRows(batches)).toBe(repeats(block) + 1);
  });

  test("a sample of a file of one's own", async () => {
    const before = heldBytes();
    let most = 0;
    let chunks = 0;
    const watched = async function* () {
      for await (const chunk of generated(line, { before: "premise\thypothesis\tlabel\n" })) {
        if (chunks++ % Math.ceil(SIZE / CHUNK / 8) === 0) most = Math.max(most, heldBytes() - before);
        yield chunk;
      }
    };
    const file = (path: string, open: () => AsyncIterable<Uint8Array>): DataFile => ({ path, name: path, open });
    const small = () => generated("a\tb\tneutral\n", { before: "premise\thypothesis\tlabel\n", size: 100 });
    const data = await openOwn([file("a/train.tsv", small), file("a/test.tsv", watched)], { task: "xnli", name: "f" });
    expect(data.parts[1]!.found).toBe(repeats(line));
    expect(data.parts[1]!.groups).toHaveLength(1000);
    // With the rows of the sample itself.
    expect(most).toBeLessThan(2 * MOST_HELD);
  });

  test("one JSON text without end, no further than 32 MB of it", async () => {
    const before = '{"data": [{"paragraphs": [{"context": "';
    let taken = 0;
    const endless = async function* () {
      for await (const chunk of generated("x".repeat(1000), { before, size: 60 * MB })) {
        taken += chunk.length;
        yield chunk;
      }
    };
    await expect(countRows(readSquad(endless(), { file: "f", answers: "slices" }))).rejects.toThrow(
      "f: has 32 MB without the end of a paragraph. Expected is SQuAD 1.1's format.",
    );
    expect(taken).toBeLessThan(34 * MB);
  });

  test("TSV within .tar.gz", async () => {
    // Longer than what gzip looks back on, or it would shrink to next to nothing.
    const numbers = new Uint32Array(40_000);
    fillWords({ seed: 1, stream: "data", site: 0, time: 0 }, numbers);
    const block = numbers.reduce(
      (text, number, index) => text + number.toString(36) + (index % 16 < 15 ? " " : "\tb\tneutral\n"),
      "",
    );
    const archiveSize = Math.max(SIZE, 20 * MB);
    const blocks = Math.ceil(archiveSize / block.length);
    const size = blocks * block.length;
    const gzip = createGzip({ level: 1 });
    const archive = generated(block, {
      size: archiveSize,
      before: tarHeader("XNLI/en.test", size),
      after: "\0".repeat(((512 - (size % 512)) % 512) + 1024),
    });
    (async () => {
      for await (const chunk of archive) if (!gzip.write(chunk)) await new Promise((go) => gzip.once("drain", go));
      gzip.end();
    })();
    let rows = 0;
    // The platform's streams and the packing itself hold some, too; with GRADDROP_LARGE no more than here.
    for await (const { bytes, path } of readTar(gunzip(gzip, "f"), "f")) {
      rows += await countRows(readTsv(bytes, { file: path, columns: ["a", "b", "label"] }), 2 * MOST_HELD);
    }
    expect(rows).toBe(blocks * 2500);
  });
});

function tarHeader(name: string, size: number): string {
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, "0");
  const fields = (sum: string) =>
    [
      name.padEnd(100, "\0"),
      "0000644\0",
      "0000000\0",
      "0000000\0",
      `${octal(size, 12)}\0`,
      `${octal(0, 12)}\0`,
      sum,
      "0",
      "\0".repeat(100),
      "ustar\x0000",
    ]
      .join("")
      .padEnd(512, "\0");
  const total = bytesOf(fields(" ".repeat(8))).reduce((sum, byte) => sum + byte, 0);
  return fields(`${octal(total, 7)}\0 `);
}
