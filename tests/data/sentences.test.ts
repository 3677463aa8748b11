import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readConll, readConllU } from "../../src/data/index.ts";
import { chunked, chunkSize, latin1, places, read } from "./support.ts";

const TAGS = ["O", "B-LOC", "I-LOC"];

describe("CoNLL", () => {
  const conll = (text: string | Uint8Array, size?: number) => readConll(chunked(text, size), { file: "f", tags: TAGS });

  test("has a word and its tag a line, and a blank line between sentences", async () => {
    const text = "-DOCSTART- O\n\nNew B-LOC\nYork I-LOC\n\n\nwon\tO\n \t\nBonn B-LOC";
    expect((await read(conll(text))).rows).toEqual([
      { words: ["New", "York"], tags: ["B-LOC", "I-LOC"] },
      { words: ["won"], tags: ["O"] },
      { words: ["Bonn"], tags: ["B-LOC"] },
    ]);
    expect(await places(conll(text))).toEqual(["line 3", "line 7", "line 9"]);
  });

  test("gives back any sentences, however the bytes are cut and whether or not a blank line ends them", async () => {
    const word = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !/\s/.test(text) && !text.startsWith("-DOC"));
    const sentence = fc.array(fc.tuple(word, fc.constantFrom(...TAGS)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(sentence, { minLength: 1 }),
        chunkSize,
        fc.constantFrom("", "\n", "\n\n"),
        async (list, size, end) => {
          const text = list.map((words) => words.map((pair) => pair.join(" ")).join("\n")).join("\n\n") + end;
          const rows = list.map((words) => ({ words: words.map(([word]) => word), tags: words.map(([, tag]) => tag) }));
          expect(await read(conll(text, size))).toEqual({ rows, faults: [] });
        },
      ),
    );
  });

  test("is read without delay where a line has many spaces, within it or at its end", async () => {
    const spaces = " ".repeat(300_000);
    const began = performance.now();
    expect((await read(conll(`a${spaces}O \t\nb O${spaces}\n`, 2 ** 16))).rows).toEqual([
      { words: ["a", "b"], tags: ["O", "O"] },
    ]);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  test("leaves out a sentence with a bad line, and says which line it was; its neighbours are read", async () => {
    const text = latin1("a O\n\nb O\nc\nd O\n\ne B-CITY\n\nf\xe9 O\n\n O\n\ng O\n");
    const { rows, faults } = await read(conll(text));
    expect(rows.map(({ words }) => words)).toEqual([["a"], ["g"]]);
    expect(faults).toEqual([
      "f: line 4 has 1 column, not 2 (word and tag). Add or remove what differs; a blank line ends a sentence.",
      'f: line 7 has the tag "B-CITY". The tags are O B-LOC I-LOC.',
      "f: line 9 is not UTF-8. Save the file in UTF-8.",
      "f: line 11 has no word before the tag. Add it.",
    ]);
  });

  test("of other layouts is read by the columns that one names", async () => {
    const text = "EU NNP B-NP B-LOC\nrejects VBZ B-VP O\n";
    const columns = { count: 4, word: 0, tag: 3 };
    expect((await read(readConll(chunked(text), { file: "f", columns, tags: TAGS }))).rows).toEqual([
      { words: ["EU", "rejects"], tags: ["B-LOC", "O"] },
    ]);
    expect((await read(conll(text))).faults[0]).toContain("line 1 has 4 columns, not 2");
  });

  test("keeps words that look like something else: quotation marks, hashes, hyphens", async () => {
    expect((await read(conll('" O\n# O\n- O\n\u00a0 O\n'))).rows).toEqual([
      { words: ['"', "#", "-", "\u00a0"], tags: ["O", "O", "O", "O"] },
    ]);
  });
});

describe("CoNLL-U", () => {
  const row = (id: string, word: string, tag: string) => [id, word, "_", tag, "_", "_", "0", "_", "_", "_"].join("\t");
  const conllu = (...lines: string[]) =>
    read(readConllU(chunked(`${lines.join("\n")}\n`), { file: "f", tags: ["VERB", "ADP", "DET", "X"] }));

  test("drops ranges, whose words follow, and keeps empty nodes", async () => {
    const { rows, faults } = await conllu(
      "# text = vamos al mar",
      row("1", "vamos", "VERB"),
      row("2-3", "al", "_"),
      row("2", "a", "ADP"),
      row("3", "el", "DET"),
      row("3.1", "nada", "X"),
      "",
      row("1", "mar", "X"),
    );
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      { words: ["vamos", "a", "el", "nada"], tags: ["VERB", "ADP", "DET", "X"] },
      { words: ["mar"], tags: ["X"] },
    ]);
  });

  test("says what is no word of it", async () => {
    const { rows, faults } = await conllu(
      "a X",
      "",
      row("x", "a", "X"),
      "",
      row("1", "a", "_"),
      "",
      row("1", "", "X"),
      "",
      row("1", "a", "NOUN"),
    );
    expect(rows).toEqual([]);
    expect(faults).toEqual([
      "f: line 1 has 1 column, not the 10 of CoNLL-U, parted by tabs. Is this a CoNLL-U file?",
      'f: line 3 begins with "x", not with a word\'s number.',
      "f: line 5 has no part of speech in column 4 (UPOS). Add it.",
      "f: line 7 has no word in column 2. Add it.",
      'f: line 9 has the tag "NOUN". The tags are VERB ADP DET X.',
    ]);
  });
});
