import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collect, collectAll, readCsv, readJsonLines, readTsv } from "../../src/data/index.ts";
import { chunked, chunkSize, latin1, places, read } from "./support.ts";

describe("TSV", () => {
  const named = (text: string | Uint8Array, size?: number) =>
    readTsv(chunked(text, size), { file: "f.tsv", columns: "first-line" });

  test("has a row a line, by the names in its first line", async () => {
    expect(await read(named('text\tlabel\n He said "no" \t1\nb\t\n'))).toEqual({
      rows: [
        { text: 'He said "no"', label: "1" },
        { text: "b", label: "" },
      ],
      faults: [],
    });
    expect(await places(named("text\tlabel\na\t1\n\n\n"))).toEqual(["line 2"]);
  });

  test("may be given its names; a first line that repeats the last of them is a header all the same", async () => {
    const given = (text: string) => read(readTsv(chunked(text), { file: "f.tsv", columns: ["a", "b", "label"] }));
    expect((await given("x\ty\t1\n")).rows).toEqual([{ a: "x", b: "y", label: "1" }]);
    expect((await given("premise\thypo\tLabel\nx\ty\t1\n")).rows).toEqual([{ a: "x", b: "y", label: "1" }]);
    expect((await given("x\ty\tlabel\nx\ty\tlabel\n")).rows).toHaveLength(1);
  });

  test("loses no line: what is no row is a fault with its place, and the rows around it are read", async () => {
    const text = latin1("text\tlabel\na\t1\nb\nc\t1\t2\n\nd\xff\t0\ne\t1\n");
    for (const size of [1, 7, 1000]) {
      expect(await read(named(text, size))).toEqual({
        rows: [
          { text: "a", label: "1" },
          { text: "e", label: "1" },
        ],
        faults: [
          "f.tsv: line 3 has 1 column, not 2 (text, label). Add or remove what differs.",
          "f.tsv: line 4 has 3 columns, not 2 (text, label). Add or remove what differs.",
          "f.tsv: line 5 is empty. Remove it, or put the missing row there.",
          "f.tsv: line 6 is not UTF-8. Save the file in UTF-8.",
        ],
      });
    }
  });

  test("counts every line as row or fault, whatever is in the file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), chunkSize, async (bytes, size) => {
        const text = [
          ...latin1("t\tl\n"),
          ...bytes.map((byte) => (byte % 8 === 0 ? 0x0a : byte % 8 === 1 ? 0x09 : byte)),
        ];
        const { rows, faultCount } = await collect(named(Uint8Array.from(text), size));
        let end = text.length;
        // Blank lines at the end mean nothing.
        while (end > 0 && (text[end - 1] === 0x0a || (text[end - 1] === 0x0d && text[end - 2] === 0x0a))) end--;
        const lines = text.slice(0, end).filter((byte) => byte === 0x0a).length + 1;
        expect(1 + rows.length + faultCount).toBe(lines);
      }),
    );
  });

  test("has any names, and as many columns as a line has room for, without delay", async () => {
    expect((await read(named("toString\tconstructor\na\tb\n"))).rows).toEqual([{ toString: "a", constructor: "b" }]);
    await expect(read(named("a\t__proto__\nx\ty\n"))).rejects.toThrow(
      'f.tsv: a column is named "__proto__" in line 1. Rename it.',
    );
    const names = Array.from({ length: 200_000 }, (_, index) => `c${index}`);
    const began = performance.now();
    const [row] = (await read(named(`${names.join("\t")}\n${names.join("\t")}\n`, 2 ** 16))).rows;
    expect(Object.keys(row!)).toHaveLength(names.length);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test("refuses names that are missing or the same", async () => {
    await expect(read(named("text\t\n"))).rejects.toThrow("f.tsv: column 2 has no name in line 1. Give it one.");
    await expect(read(named("a\ta\n"))).rejects.toThrow(
      'f.tsv: two columns are named "a" in line 1. Rename one of them.',
    );
    await expect(read(named(latin1("\xe9\tb\nx\ty\n")))).rejects.toThrow(
      "f.tsv: line 1, which names the columns, is not UTF-8.",
    );
  });
});

describe("collecting", () => {
  test("stops at a limit, keeps the first hundred faults and counts all", async () => {
    const options = { file: "f", columns: ["a", "b"] };
    const bad = `${"x\n".repeat(250)}y\t1\n${"z\t2\n".repeat(50)}`;
    const found = await collect(readTsv(chunked(bad, 50), options), 10);
    expect([found.rows.length, found.faults.length, found.faultCount]).toEqual([10, 100, 250]);
  });

  test("all of a file in which every row matters fails at the first fault, and for no rows", async () => {
    const all = (text: string) => collectAll(readTsv(chunked(text), { file: "f", columns: ["a", "b"] }), "f");
    expect(await all("x\ty\n")).toEqual([{ place: "line 1", row: { a: "x", b: "y" } }]);
    await expect(all("x\ty\nz\nz\n")).rejects.toThrow(/^f: line 2 has 1 column.* \(2 faults in this file\.\)$/);
    await expect(all("\n\n")).rejects.toThrow("f: holds no examples. Is it the right file?");
  });
});

describe("CSV", () => {
  const csv = (text: string | Uint8Array, size?: number) =>
    readCsv(chunked(text, size), { file: "f.csv", columns: "first-line" });

  test("follows RFC 4180: commas, line ends and doubled quotation marks within quotation marks", async () => {
    const text = 'text,label\r\n"a, b",1\r\n"say ""hi""",2\r\n"two\r\n\r\nlines",3\r\n,4\r\n"",5';
    expect(await read(csv(text))).toEqual({
      rows: [
        { text: "a, b", label: "1" },
        { text: 'say "hi"', label: "2" },
        { text: "two\n\nlines", label: "3" },
        { text: "", label: "4" },
        { text: "", label: "5" },
      ],
      faults: [],
    });
    expect(await places(csv(text))).toEqual(["line 2", "line 3", "line 4", "line 7", "line 8"]);
  });

  test("gives back any cells, however the bytes are cut", async () => {
    const cell = fc.string({ unit: fc.constantFrom("a", "é", "😀", '"', ",", "\n", "\t") });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), chunkSize, async (rows, size) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = ["x,y", ...rows.map((row) => row.map(quoted).join(","))].join("\n");
        const found = await read(csv(text, size));
        expect(found).toEqual({ rows: rows.map(([x, y]) => ({ x, y })), faults: [] });
      }),
    );
  });

  test("says where a quotation mark is out of place, or is never closed", async () => {
    expect(await read(csv('a,b\nx,y"z"\n1,2\n'))).toEqual({
      rows: [{ a: "1", b: "2" }],
      faults: [
        "f.csv: line 2 has a quotation mark in the middle of column 2. Put the cell in quotation marks and double those within.",
      ],
    });
    const { rows, faults } = await read(csv('a,b\n1,2\n"x,y\n3,4\n5,6\n'));
    expect(rows).toEqual([{ a: "1", b: "2" }]);
    expect(faults).toEqual([
      expect.stringMatching(/^f\.csv: line 3 opens a quotation mark that is not closed by line 5;/),
    ]);
    expect((await read(csv("a,b\n1\n"))).faults).toEqual([
      expect.stringContaining("line 2 has 1 column, not 2 (a, b)"),
    ]);
  });

  test("has a cell as long as a line can be", async () => {
    const quoted = `"${'""'.repeat(7_000_000)}"`;
    const { rows, faults } = await read(csv(`text,label\n${quoted},1\nb,2\n`, 2 ** 16));
    expect(faults).toEqual([]);
    expect(rows.map(({ text }) => String(text).length)).toEqual([7_000_000, 1]);
  });

  test("does not take a whole file for one cell", async () => {
    const text = `a,b\n"x,y\n${"1,2\n".repeat(400_000)}`;
    const { rows, faultCount } = await collect(csv(text, 2 ** 16));
    expect(faultCount).toBe(1);
    expect(rows.length).toBeGreaterThan(100_000);
  });
});

describe("JSON lines", () => {
  test("have one object each; what is none is a fault", async () => {
    const text = '{"a": "x", "n": 1}\n["a"]\n{"a": \nnull\n\n{"a": "é😀"}\n\n';
    const { rows, faults } = await read(readJsonLines(chunked(text), "f.jsonl"));
    expect(rows).toEqual([{ a: "x", n: 1 }, { a: "é😀" }]);
    expect(faults.map((fault) => fault.slice(0, 34))).toEqual([
      "f.jsonl: line 2 is JSON, but not a",
      "f.jsonl: line 3 is not JSON. Expec",
      "f.jsonl: line 4 is JSON, but not a",
      "f.jsonl: line 5 is empty. Remove i",
    ]);
  });
});
