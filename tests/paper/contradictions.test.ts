import { describe, expect, test } from "vitest";
import {
  CONTRADICTIONS,
  changeOf,
  contradictionsOf,
  findContradictions,
  inWords,
  OVERVIEW,
  paperChanges,
  ranksOf,
  rowOf,
  tableOf,
} from "../../src/paper/index.ts";

describe("contradictions", () => {
  test("those listed are those that the tables show, no more and no fewer", () => {
    const listed = CONTRADICTIONS.filter((entry) => entry.kind !== "text").map(({ note: _, ...finding }) => finding);
    expect(listed).toEqual(findContradictions());
  });

  test("the differences that the text states are really not those of the tables", () => {
    const average = (task: Parameters<typeof tableOf>[0], variant: string) => rowOf(tableOf(task), variant)!.average!;
    const filter = (task: Parameters<typeof tableOf>[0]) =>
      tableOf(task).rows.find(({ label }) => label === "FILTER")!.average!;
    expect(average("nc", "layer-graddrop") - filter("nc")).toBeCloseTo(0.74);
    expect(average("nc", "anneal-graddrop")).toBeLessThan(average("nc", "sft"));
    expect(filter("qadsm") - average("qadsm", "layer-graddrop")).toBeCloseTo(0.01);
    expect(filter("pos") - average("pos", "layer-graddrop")).toBeCloseTo(0.18);
    expect(filter("mlqa") - average("mlqa", "layer-graddrop")).toBeCloseTo(2.45);
    expect(76.2 - 72.55).toBeCloseTo(3.65);
  });

  test("what the notes compute is right", () => {
    const xnli = rowOf(tableOf("xnli"), "graddrop-epoch")!;
    const corrected = xnli.scores!.map((score) => (score === 88.71 ? 78.78 : score!));
    expect(corrected.reduce((sum, score) => sum + score, 0) / corrected.length).toBeCloseTo(xnli.average!, 2);
    const ner = tableOf("ner").rows.flatMap(({ variant, average }) => (variant && variant !== "sft" ? average! : []));
    expect(ner.filter((score) => score > 80.61)).toHaveLength(4);
    expect(ner.filter((score) => score > 82.16)).toEqual([82.41]);
  });

  test("a table is told of its own, in words with the figures and where they stand", () => {
    const ner = contradictionsOf(tableOf("ner")).map(inWords);
    expect(ner[0]).toMatch(/^NER, SFT: 82\.16 in Table VI, 80\.61 in Table X\./);
    const mlqa = contradictionsOf(tableOf("mlqa")).map(inWords);
    expect(mlqa).toContainEqual(
      expect.stringMatching(/^MLQA, Layer-GradDrop: 72\.25 in Table IX, 72\.55 in Table X\./),
    );
    expect(contradictionsOf(OVERVIEW).map(inWords)).toEqual(expect.arrayContaining([ner[0], mlqa[0]]));
    expect(contradictionsOf(tableOf("xnli")).every((entry) => entry.kind === "average")).toBe(true);
  });
});

describe("ranks", () => {
  test("the highest is best, the next second, equals share", () => {
    expect(ranksOf([1, 3, undefined, 2, 3, null, 2])).toEqual([
      undefined,
      "best",
      undefined,
      "second",
      "best",
      undefined,
      "second",
    ]);
  });

  test("nothing is best where there is nothing worse", () => {
    expect(ranksOf([undefined, 5])).toEqual([undefined, undefined]);
    expect(ranksOf([5, 5, 5])).toEqual([undefined, undefined, undefined]);
    expect(ranksOf([])).toEqual([]);
  });
});

describe("changes by language", () => {
  test("are points and a share of the score before", () => {
    expect(changeOf("sw", 50, 55)).toMatchObject({ difference: 5, fraction: 0.1 });
    expect(changeOf("sw", 0, 5).fraction).toBeNaN();
  });

  test("of GradDrop on XNLI are largest in Swahili and Arabic, as the paper says", () => {
    const changes = paperChanges(tableOf("xnli"), "graddrop").toSorted((a, b) => b.difference - a.difference);
    expect(changes.slice(0, 2).map(({ column }) => column)).toEqual(["sw", "ar"]);
    expect(changes[0]!.difference).toBeCloseTo(1.73);
  });

  test("are none for a variant that the table does not have", () => {
    expect(paperChanges(tableOf("xnli"), "head-only")).toEqual([]);
  });
});
