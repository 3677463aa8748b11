import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chunkScores, chunksOf, tokenAccuracy } from "../../src/metrics/index.ts";

const NER = ["O", "B-LOC", "I-LOC", "B-ORG", "I-ORG", "B-PER", "I-PER", "B-MISC", "I-MISC"];
const UPOS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split(" ");

/** "LOC 0-1, ORG 3-3" */
const shown = (tags: string) =>
  chunksOf(tags.split(" "))
    .map(({ type, start, end }) => `${type} ${start}-${end}`)
    .join(", ");

describe("chunks follow seqeval 0.0.12", () => {
  const cases: [tags: string, chunks: string][] = [
    ["O O O", ""],
    ["B-LOC I-LOC O B-ORG", "LOC 0-1, ORG 3-3"],
    // IOB1: an entity begins with I; B only parts it from a neighbour of its type.
    ["I-LOC I-LOC O I-ORG", "LOC 0-1, ORG 3-3"],
    ["I-LOC B-LOC I-LOC", "LOC 0-0, LOC 1-2"],
    // The type changes without a B, or against it.
    ["B-LOC I-ORG", "LOC 0-0, ORG 1-1"],
    ["I-LOC I-ORG I-ORG", "LOC 0-0, ORG 1-2"],
    ["B-LOC B-LOC", "LOC 0-0, LOC 1-1"],
    ["O I-PER", "PER 1-1"],
    ["I-PER", "PER 0-0"],
    // IOBES.
    ["B-LOC I-LOC E-LOC S-ORG I-ORG", "LOC 0-2, ORG 3-3, ORG 4-4"],
    // Bare tags: equal neighbours merge, but S begins and ends a chunk by itself; I of INTJ changes nothing.
    ["NOUN NOUN VERB", "NOUN 0-1, VERB 2-2"],
    ["SYM SYM SCONJ", "SYM 0-0, SYM 1-1, SCONJ 2-2"],
    ["INTJ INTJ X", "INTJ 0-1, X 2-2"],
    ["PUNCT O PUNCT", "PUNCT 0-0, PUNCT 2-2"],
    // The type is what follows the last hyphen.
    ["B-NEW-LOC I-OLD-LOC", "LOC 0-1"],
  ];
  test.each(cases)("%s", (tags, chunks) => {
    expect(shown(tags)).toBe(chunks);
  });
});

describe("entity scores", () => {
  test("count an entity when type and both ends are right", () => {
    const gold = [
      ["B-PER", "I-PER", "O", "B-LOC"],
      ["B-ORG", "O"],
    ];
    const predicted = [
      ["B-PER", "O", "O", "B-LOC"],
      ["B-LOC", "O"],
    ];
    expect(chunkScores(gold, predicted)).toEqual({
      precision: 1 / 3,
      recall: 1 / 3,
      f1: 1 / 3,
      correct: 1,
      predicted: 3,
      gold: 3,
    });
  });

  test("do not care whether golds and predictions write IOB1 or IOB2", () => {
    expect(chunkScores([["I-LOC", "I-LOC", "O", "I-PER"]], [["B-LOC", "I-LOC", "O", "B-PER"]]).f1).toBe(1);
  });

  test("do not join entities across sentences", () => {
    expect(chunkScores([["I-LOC"], ["I-LOC"]], [["I-LOC"], ["I-LOC"]]).correct).toBe(2);
  });

  test("count missing tags as O, and refuse tags for no word", () => {
    expect(chunkScores([["B-PER", "O", "B-LOC"]], [["B-PER"]])).toMatchObject({ precision: 1, recall: 0.5 });
    expect(tokenAccuracy([["B-PER", "O", "B-LOC"]], [["B-PER"]])).toBe(2 / 3);
    expect(() => chunkScores([["O"], ["O"]], [["O"], ["O", "O"]])).toThrow(
      "Sentence 2 has 1 words and 2 predicted tags",
    );
    expect(() => chunkScores([["O"], ["O"]], [["O"]])).toThrow("There are 1 predictions for 2 sentences");
  });

  test("are 0 where there are no entities on one side or on both", () => {
    expect(chunkScores([["O", "O"]], [["O", "O"]])).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(chunkScores([["B-LOC"]], [["O"]])).toMatchObject({ precision: 0, recall: 0, f1: 0 });
    expect(chunkScores([["O"]], [["B-LOC"]])).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });

  const corpus = (tags: readonly string[]) =>
    fc.array(fc.array(fc.tuple(fc.constantFrom(...tags), fc.constantFrom(...tags)), { minLength: 1, maxLength: 12 }), {
      minLength: 1,
      maxLength: 6,
    });
  const sides = (sentences: readonly (readonly (readonly [string, string])[])[]) =>
    [0, 1].map((side) => sentences.map((words) => words.map((pair) => pair[side]!))) as [string[][], string[][]];

  test("lie within 0 and 1, swap precision with recall when sides are swapped, and ignore the order of sentences", () => {
    fc.assert(
      fc.property(corpus(NER), (sentences) => {
        const [gold, predicted] = sides(sentences);
        const scores = chunkScores(gold, predicted);
        for (const value of [scores.precision, scores.recall, scores.f1]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(chunkScores(predicted, gold)).toMatchObject({
          precision: scores.recall,
          recall: scores.precision,
          f1: scores.f1,
        });
        expect(chunkScores(gold.toReversed(), predicted.toReversed())).toEqual(scores);
      }),
    );
  });

  test("are 1 for the golds themselves, whatever their tags, as long as there is an entity", () => {
    fc.assert(
      fc.property(corpus([...NER, ...UPOS]), (sentences) => {
        const [gold] = sides(sentences);
        const { f1, gold: entities } = chunkScores(gold, gold);
        expect(f1).toBe(entities > 0 ? 1 : 0);
        expect(tokenAccuracy(gold, gold)).toBe(1);
      }),
    );
  });

  test("every word with a tag other than O is in exactly one chunk", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...NER, ...UPOS), { maxLength: 20 }), (tags) => {
        const covered = chunksOf(tags).flatMap(({ start, end }) =>
          Array.from({ length: end - start + 1 }, (_, index) => start + index),
        );
        expect(covered).toEqual(tags.flatMap((tag, index) => (tag === "O" ? [] : [index])));
      }),
    );
  });
});

describe("XGLUE's POS score is the precision of merged runs, not token accuracy", () => {
  test("one wrong word in a long run costs the whole run", () => {
    const gold = [["NOUN", "NOUN", "NOUN", "VERB"]];
    const predicted = [["NOUN", "NOUN", "ADJ", "VERB"]];
    expect(tokenAccuracy(gold, predicted)).toBe(0.75);
    // Predicted runs: NOUN 0-1, ADJ 2, VERB 3; of these only VERB is a run of the golds.
    expect(chunkScores(gold, predicted).precision).toBeCloseTo(1 / 3, 15);
    expect(chunkScores(gold, predicted).recall).toBe(0.5);
  });
});
