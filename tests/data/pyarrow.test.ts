import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { blobFile, type ExampleRow, openOwn, type XglueTask } from "../../src/data/index.ts";

const FOLDER = new URL("../golden/parquet/", import.meta.url);

const FILES: readonly { file: string; task: XglueTask; expected: ExampleRow }[] = [
  {
    file: "pairs-snappy.parquet",
    task: "xnli",
    expected: { textA: "premise 7 é😀", textB: "hypothesis 7 é😀", label: "neutral" },
  },
  { file: "tags-gzip.parquet", task: "ner", expected: { words: ["Rome", "won 7"], tags: ["B-LOC", "O"] } },
  {
    file: "questions-zstd.parquet",
    task: "mlqa",
    expected: {
      id: "row 8",
      question: "who? 7 é😀",
      context: "😀 Anna 7 won.",
      answers: [{ text: "Anna 7", start: 2 }],
    },
  },
  { file: "words-brotli.parquet", task: "pos", expected: { words: ["a", "b"], tags: ["X", "NOUN"] } },
];

describe("Parquet that pyarrow wrote, as the Hub has it", () => {
  test.each(FILES)(
    "$file is read for $task, with the labels' names from its footer",
    async ({ file, task, expected }) => {
      const blob = new Blob([new Uint8Array(readFileSync(new URL(file, FOLDER)))]);
      const data = await openOwn([blobFile(blob, file)], { task, name: file });
      const rows = data.parts.flatMap(({ groups }) => groups.flat());
      expect(rows).toHaveLength(40);
      expect(rows).toContainEqual(expected);
      expect(data.faultCount).toBe(0);
    },
  );
});
