import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ndcg, type RankedDocument, rankingScore } from "../../src/metrics/index.ts";

const grade = fc.integer({ min: 0, max: 4 });
const documents = fc.array(fc.tuple(grade, grade), { minLength: 2, maxLength: 25 });

/** "red 3 1": query, grade, score. */
const list = (...lines: string[]): RankedDocument[] =>
  lines.map((line) => {
    const [query = "", grade, score] = line.split("|");
    return { query, grade: Number(grade), score: Number(score) };
  });

describe("nDCG is scikit-learn's", () => {
  // Figures of scikit-learn 1.9.1.
  const cases: [grades: number[], scores: number[], value: number][] = [
    [[3, 2, 0, 1], [1, 1, 0, 0], 0.9539682252597386],
    [[4, 0], [0, 0], 0.8154648767857287],
    [[2, 1, 0, 4, 1], [2, 1, 2, 4, 0], 0.9605853007933367],
    [[0, 4], [4, 0], 0.6309297535714573],
    [[4, 3, 2, 1, 0, 0, 2, 3, 1, 4, 4, 1], [0, 1, 2, 3, 4, 4, 3, 2, 1, 0, 0, 2], 0.6134384234858875],
    [[1, 0, 0, 0, 0, 0, 0, 0, 0, 3], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 0.5005394922464922],
  ];
  test.each(cases)("%j ranked by %j", (grades, scores, value) => {
    expect(Math.abs(ndcg(grades, scores) - value)).toBeLessThanOrEqual(Number.EPSILON);
  });

  test("to the last digit where the reference does not depend on a BLAS library's order of adding", () => {
    for (const [grades, scores, value] of cases.slice(0, 3)) expect(ndcg(grades, scores)).toBe(value);
  });

  test("is 0 when nothing is relevant, and 1 for any order when all documents have one grade", () => {
    expect(ndcg([0, 0, 0], [2, 1, 0])).toBe(0);
    expect(ndcg([3, 3, 3], [0, 4, 2])).toBeCloseTo(1, 15);
  });

  test("lies within 0 and 1, is 1 for the grades as scores, and depends on neither the order of lines nor the size of scores", () => {
    fc.assert(
      fc.property(documents, (pairs) => {
        const grades = pairs.map(([value]) => value);
        const scores = pairs.map(([, score]) => score);
        const value = ndcg(grades, scores);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-12);
        expect(ndcg(grades.toReversed(), scores.toReversed())).toBeCloseTo(value, 12);
        expect(
          ndcg(
            grades,
            scores.map((score) => 10 * score - 3),
          ),
        ).toBe(value);
        if (grades.some((relevance) => relevance > 0)) expect(ndcg(grades, grades)).toBeCloseTo(1, 12);
      }),
    );
  });

  test("of tied documents is the mean over their orders", () => {
    fc.assert(
      fc.property(fc.array(grade, { minLength: 3, maxLength: 3 }), (grades) => {
        const orders = [
          [3, 2, 1],
          [3, 1, 2],
          [2, 3, 1],
          [1, 3, 2],
          [2, 1, 3],
          [1, 2, 3],
        ];
        const mean = orders.reduce((sum, order) => sum + ndcg(grades, order), 0) / orders.length;
        expect(ndcg(grades, [1, 1, 1])).toBeCloseTo(mean, 12);
      }),
    );
  });
});

describe("the score of WPR", () => {
  test("groups consecutive lines of one query, skips groups of one, and counts groups without relevant documents as 0", () => {
    const score = rankingScore(list("red|4|4", "red|0|0", "blue|3|1", "green|0|1", "green|0|2"));
    expect(score).toEqual({ ndcg: 0.5, groups: 2, skipped: 1 });
  });

  test("takes a query that comes back later for another group", () => {
    expect(rankingScore(list("red|4|4", "red|0|0", "blue|1|1", "red|0|4", "red|4|0"))).toMatchObject({
      groups: 2,
      skipped: 1,
    });
  });

  test("begins no group after an empty query, as XGLUE's script does not", () => {
    expect(rankingScore(list("|4|4", "red|0|0"))).toEqual({ ndcg: 1, groups: 1, skipped: 0 });
    expect(rankingScore(list("red|4|4", "red|0|0", "|1|1"))).toMatchObject({ groups: 1, skipped: 1 });
  });

  test("refuses what holds no ranking", () => {
    expect(() => rankingScore([])).toThrow("There are no documents to score.");
    expect(() => rankingScore(list("red|4|4", "blue|0|0"))).toThrow("No query has two documents or more");
  });
});
