import { checkSameLength, ScoreError } from "./error.ts";

/**
 * Normalised discounted cumulative gain of one ranking, 0 to 1: linear gain, discount 1 / log2(rank + 1), and for documents
 * with equal scores the mean over their orders (scikit-learn's `ndcg_score`; McSherry and Najork 2008). 0 when no document
 * is relevant.
 *
 * @param grades  relevance of each document, 0 or more
 * @param scores  as many; the highest is ranked first
 */
export function ndcg(grades: readonly number[], scores: readonly number[]): number {
  checkSameLength(grades, scores, "documents");
  const ideal = grades.toSorted((a, b) => b - a).reduce((sum, grade, index) => sum + grade * discount(index), 0);
  return ideal === 0 ? 0 : tieAveragedGain(grades, scores) / ideal;
}

/** Order of operations as in scikit-learn, so that the last digit agrees. */
function tieAveragedGain(grades: readonly number[], scores: readonly number[]): number {
  let total = 0;
  let rank = 0;
  let discountsSoFar = 0;
  for (const score of [...new Set(scores)].sort((a, b) => b - a)) {
    const tied = grades.filter((_, index) => scores[index] === score);
    const meanGrade = tied.reduce((sum, grade) => sum + grade, 0) / tied.length;
    let discounts = discountsSoFar;
    for (const end = rank + tied.length; rank < end; rank++) discounts += discount(rank);
    total += meanGrade * (discounts - discountsSoFar);
    discountsSoFar = discounts;
  }
  return total;
}

/**
 * 1 / log2(rank + 1), as scikit-learn computes it on the C library's logarithm. V8's own `Math.log(3)` is one unit in the last
 * place below that; log(n^4) / 4 agrees with it for the first 46 ranks (Node 20, 2026-11).
 *
 * @param index place in the ranking, from 0
 */
function discount(index: number): number {
  return 1 / (Math.log((index + 2) ** 4) / 4 / Math.log(2));
}

export interface RankedDocument {
  readonly query: string;
  /** Relevance, 0 (bad) to 4 (perfect). */
  readonly grade: number;
  /** What the model ranks by: the predicted class. */
  readonly score: number;
}

export interface RankingScore {
  /** Mean nDCG over the groups that count, 0 to 1. */
  readonly ndcg: number;
  readonly groups: number;
  /** Groups of one document, whose order cannot be wrong, do not count. */
  readonly skipped: number;
}

/**
 * XGLUE's score for WPR (`simple_ndcg` in microsoft/XGLUE, evaluation/xglue_evaluate.py). Consecutive documents with one
 * query are a group; the same query further down is another group.
 */
export function rankingScore(documents: readonly RankedDocument[]): RankingScore {
  if (documents.length === 0) throw new ScoreError("There are no documents to score.");
  const all = groupsOf(documents);
  const groups = all.filter(({ length }) => length > 1);
  if (groups.length === 0) {
    throw new ScoreError("No query has two documents or more in consecutive lines: there is no ranking to score.");
  }
  const sum = groups
    .map((group) =>
      ndcg(
        group.map(({ grade }) => grade),
        group.map(({ score }) => score),
      ),
    )
    .reduce((total, value) => total + value, 0);
  return { ndcg: sum / groups.length, groups: groups.length, skipped: all.length - groups.length };
}

function groupsOf(documents: readonly RankedDocument[]): RankedDocument[][] {
  const groups: RankedDocument[][] = [];
  for (const document of documents) {
    const last = groups.at(-1);
    const before = last?.at(-1)?.query;
    // XGLUE's script begins no group after an empty query.
    if (last && (before === document.query || before === "")) last.push(document);
    else groups.push([document]);
  }
  return groups;
}
