import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markedPieces } from "../../../src/app/example/passage.ts";
import { HUES, marksEntities, taggedParts } from "../../../src/app/example/tags.ts";
import { XGLUE } from "../../../src/data/index.ts";

describe("the answer within a passage", () => {
  test("stands where it is said to stand, counted in code points", () => {
    expect(markedPieces("𝒜 dog 🐕 ran.", [{ text: "🐕", start: 6 }])).toEqual([
      { text: "𝒜 dog ", isMarked: false },
      { text: "🐕", isMarked: true },
      { text: " ran.", isMarked: false },
    ]);
  });

  test("may be the whole text, its beginning or its end", () => {
    expect(markedPieces("abc", [{ text: "abc", start: 0 }])).toEqual([{ text: "abc", isMarked: true }]);
    expect(markedPieces("abc", [{ text: "ab", start: 0 }])[0]).toEqual({ text: "ab", isMarked: true });
    expect(markedPieces("abc", [{ text: "c", start: 2 }])[1]).toEqual({ text: "c", isMarked: true });
  });

  test("answers that overlap are one mark, and an empty text has no pieces", () => {
    const pieces = markedPieces("the red house", [
      { text: "red", start: 4 },
      { text: "red house", start: 4 },
    ]);
    expect(pieces.filter(({ isMarked }) => isMarked)).toEqual([{ text: "red house", isMarked: true }]);
    expect(markedPieces("", [])).toEqual([]);
  });

  test("loses no character, whatever the answers say", () => {
    const answer = fc.record({ text: fc.string({ unit: "binary" }), start: fc.nat(40) });
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(answer, { maxLength: 4 }), (context, answers) => {
        const pieces = markedPieces(context, answers);
        expect(pieces.map(({ text }) => text).join("")).toBe(context);
        for (const [i, { isMarked }] of pieces.entries()) expect(isMarked).not.toBe(pieces[i - 1]?.isMarked);
      }),
    );
  });
});

describe("tags on words", () => {
  test("of an entity stand on all its words at once; a new B- begins another of the same kind", () => {
    const parts = taggedParts(
      ["Ada", "Lovelace", "Alan", "met", "in", "New", "York"],
      ["B-PER", "I-PER", "B-PER", "O", "O", "I-LOC", "I-LOC"],
      true,
    );
    expect(parts.map(({ words, tag }) => `${words.join(" ")}/${tag ?? ""}`)).toEqual([
      "Ada Lovelace/PER",
      "Alan/PER",
      "met in/",
      "New York/LOC",
    ]);
  });

  test("of parts of speech stand on each word, neighbours of one kind too", () => {
    const parts = taggedParts(["stone", "wall"], ["NOUN", "NOUN"], false);
    expect(parts.map(({ words }) => words)).toEqual([["stone"], ["wall"]]);
  });

  test("are entities where the task has a tag for words outside of them", () => {
    const labels = (task: "ner" | "pos") => (XGLUE[task] as { labels: readonly string[] }).labels;
    expect(marksEntities(labels("ner"))).toBe(true);
    expect(marksEntities(labels("pos"))).toBe(false);
  });

  test("of XGLUE all have a colour", () => {
    for (const [task, entities] of [
      ["ner", true],
      ["pos", false],
    ] as const) {
      const { labels } = XGLUE[task] as { labels: readonly string[] };
      for (const { tag, hue } of taggedParts(labels, labels, entities)) {
        if (tag !== undefined) expect(HUES, tag).toContain(hue);
      }
    }
  });
});
