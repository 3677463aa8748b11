import { describe, expect, test } from "vitest";
import { mapRows, pairOf, readJsonLines, spanOf, type TableRow, tagsOf } from "../../src/data/index.ts";
import { chunked, read } from "./support.ts";

/** A table of these rows, as a Parquet file would give it: with integers of 64 bits. */
async function* table(...rows: TableRow[]) {
  yield { rows: rows.map((row, index) => ({ place: `row ${index + 1}`, row })), faults: [] };
}

describe("text pairs from a table", () => {
  const columns = { textA: "premise", textB: ["hypothesis"], label: "label", labels: ["entailment", "neutral"] };

  test("take the columns and labels that one names; a number is a label only where one says which", async () => {
    const rows = [
      { premise: "a", hypothesis: "b", label: "neutral", other: 7 },
      { premise: "a", hypothesis: "b", label: 0n },
    ];
    expect(await read(mapRows(table(...rows), "f", pairOf({ ...columns, aliases: { "0": "entailment" } })))).toEqual({
      rows: [
        { textA: "a", textB: "b", label: "neutral" },
        { textA: "a", textB: "b", label: "entailment" },
      ],
      faults: [],
    });
    expect((await read(mapRows(table(...rows), "f", pairOf(columns)))).faults).toEqual([
      'f: row 2 has the label "0". The labels are entailment, neutral.',
    ]);
  });

  test("join several columns into the second text, or have one text", async () => {
    const row = { q: "shoes", title: "Red shoes", body: "Cheap.", label: "neutral" };
    const pair = (textB: string[]) => read(mapRows(table(row), "f", pairOf({ ...columns, textA: "q", textB })));
    expect((await pair(["title", "body"])).rows).toEqual([
      { textA: "shoes", textB: "Red shoes Cheap.", label: "neutral" },
    ]);
    expect((await pair([])).rows).toEqual([{ textA: "shoes", textB: "", label: "neutral" }]);
  });

  test("say which column is missing or no text, and keep the faults of the file itself", async () => {
    const lines =
      '{"premise": "a", "label": "neutral"}\nno JSON\n{"premise": 1, "hypothesis": "b", "label": "neutral"}\n';
    const { rows, faults } = await read(mapRows(readJsonLines(chunked(lines), "f"), "f", pairOf(columns)));
    expect(rows).toEqual([]);
    expect(faults.sort()).toEqual([
      'f: line 1 has no "hypothesis"; it has premise, label. Choose the columns again.',
      expect.stringContaining("f: line 2 is not JSON"),
      'f: line 3 has no text in "premise". Correct it, or choose another column.',
    ]);
  });

  test("have a label that is a single value", async () => {
    // Deeper than anything that goes through it by calling itself can follow.
    const deep = JSON.parse("[".repeat(5000) + "]".repeat(5000)) as unknown;
    const rows = [null, ["neutral"], deep].map((label) => ({ premise: "a", hypothesis: "b", label }));
    expect((await read(mapRows(table(...rows), "f", pairOf(columns)))).faults).toEqual(
      [1, 2, 3].map((row) => `f: row ${row} has no label in "label". Correct it, or choose another column.`),
    );
  });

  test("do not take what every object has for a column or a label", async () => {
    const hostile = { premise: "a", hypothesis: "b", label: "constructor" };
    expect((await read(mapRows(table(hostile), "f", pairOf(columns)))).faults).toHaveLength(1);
    expect((await read(mapRows(table({}), "f", pairOf({ ...columns, textA: "toString" })))).faults).toHaveLength(1);
  });
});

describe("tagged sentences from a table", () => {
  const columns = { words: "words", tags: "ner", labels: ["O", "B-LOC"], aliases: { "0": "O", "5": "B-LOC" } };

  test("take lists of words and tags", async () => {
    const rows = [
      { words: ["Rome", "won"], ner: [5n, 0n] },
      { words: ["Rome"], ner: ["B-LOC"] },
    ];
    expect((await read(mapRows(table(...rows), "f", tagsOf(columns)))).rows).toEqual([
      { words: ["Rome", "won"], tags: ["B-LOC", "O"] },
      { words: ["Rome"], tags: ["B-LOC"] },
    ]);
  });

  test("say what does not fit", async () => {
    const rows = [
      { words: ["a", "b"], ner: ["O"] },
      { words: "a b", ner: ["O"] },
      { words: ["a"], ner: [7] },
      { words: [], ner: [] },
      { words: ["a", null], ner: ["O", "O"] },
      { words: ["a"], ner: [{ tag: "O" }] },
    ];
    expect((await read(mapRows(table(...rows), "f", tagsOf(columns)))).faults).toEqual([
      "f: row 1 has 2 words and 1 tag: each word needs one. Correct it.",
      'f: row 2 has no list in "words". Choose another column.',
      'f: row 3 has the label "7". The labels are O, B-LOC.',
      "f: row 4 has 0 words and 0 tags: each word needs one. Correct it.",
      'f: row 5 has a word in "words" that is no text. Correct it.',
      'f: row 6 has a tag in "ner" that is no name. Correct it.',
    ]);
  });
});

describe("questions from a table", () => {
  const columns = { id: "id", question: "question", context: "context", answers: "answers" };

  test("take answers as lists of texts and starts, in code points", async () => {
    const row = { id: "1", question: "who?", context: "😀 Anna won", answers: { text: ["Anna"], answer_start: [2n] } };
    expect((await read(mapRows(table(row), "f", spanOf(columns)))).rows).toEqual([
      { id: "1", question: "who?", context: "😀 Anna won", answers: [{ text: "Anna", start: 2 }] },
    ]);
  });

  test("are called by their places where they have no id", async () => {
    const row = { question: "who?", context: "Anna", answers: { text: ["Anna"], answer_start: [0] } };
    const rows = [null, "", 7n].map((id) => ({ ...row, id }));
    const found = (await read(mapRows(table(...rows), "f", spanOf(columns)))).rows;
    expect(found.map(({ id }) => id)).toEqual(["row 1", "row 2", "7"]);
  });

  test("say when an answer is not where it should be, or there is none", async () => {
    const row = { id: "1", question: "who?", context: "Anna won" };
    const rows = [
      { ...row, answers: { text: ["Anna"], answer_start: [1] } },
      { ...row, answers: { text: [], answer_start: [] } },
      { ...row, answers: { text: ["Anna"], answer_start: [-1] } },
      { ...row, answers: "Anna" },
    ];
    const { rows: found, faults } = await read(mapRows(table(...rows), "f", spanOf(columns)));
    expect(found).toEqual([]);
    expect(faults[0]).toBe(
      'f: row 1 (1) has the answer "Anna", which does not stand at character 1 of its text, but elsewhere. Correct answer_start, which counts code points.',
    );
    expect(faults).toHaveLength(4);
  });
});
