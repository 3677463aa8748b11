/** XGLUE's official score of each kind of task with its usual companions: the same for a file of predictions as for a run. */
import { type AnsweredQuestion, type AnswerLanguage, answerScores } from "./answers.ts";
import { accuracy, type ConfusionMatrix, confusionMatrix, macroF1 } from "./classification.ts";
import { rankingScore } from "./ranking.ts";
import { chunkScores, padded, tokenAccuracy } from "./tagging.ts";

export interface OfficialScore {
  /** What task scores are made of, 0 to 1. */
  readonly score: number;
  /** Other measures of the same predictions, by name, 0 to 1. */
  readonly companions: Readonly<Record<string, number>>;
  /** How much it is of, by name. */
  readonly counts: Readonly<Record<string, number>>;
  /** Absent where answers are no classes. */
  readonly confusion?: ConfusionMatrix;
}

/**
 * XNLI, NC, PAWS-X, QAM, QADSM: the share of right labels.
 *
 * @param labels all that may occur
 */
export function labelScore(
  labels: readonly string[],
  gold: readonly string[],
  predicted: readonly string[],
): OfficialScore {
  return {
    score: accuracy(gold, predicted),
    companions: { macroF1: macroF1(gold, predicted) },
    counts: { examples: gold.length },
    confusion: confusionMatrix(labels, gold, predicted),
  };
}

/** WPR: nDCG of the pages of each query, ranked by the predicted grade; the pages of one follow each other. */
export function gradeScore(
  labels: readonly string[],
  gold: readonly { readonly query: string; readonly grade: string }[],
  predicted: readonly string[],
): OfficialScore {
  const grades = gold.map(({ grade }) => grade);
  const byLabel = labelScore(labels, grades, predicted);
  const { ndcg, groups, skipped } = rankingScore(
    gold.map(({ query, grade }, index) => ({ query, grade: Number(grade), score: Number(predicted[index]) })),
  );
  return {
    ...byLabel,
    score: ndcg,
    companions: { accuracy: byLabel.score, ...byLabel.companions },
    counts: { ...byLabel.counts, queries: groups, skippedQueries: skipped },
  };
}

/** Tags of sentences; those missing at the end of a predicted one count as `O`. */
type Tags = readonly (readonly string[])[];

/** NER: F1 of entities. */
export function entityScore(labels: readonly string[], gold: Tags, predicted: Tags): OfficialScore {
  const { f1, precision, recall, ...entities } = chunkScores(gold, predicted);
  return {
    score: f1,
    companions: { precision, recall, tokenAccuracy: tokenAccuracy(gold, predicted) },
    counts: {
      goldEntities: entities.gold,
      predictedEntities: entities.predicted,
      correctEntities: entities.correct,
      ...tagCounts(gold, predicted),
    },
    confusion: tagConfusion(labels, gold, predicted),
  };
}

/** POS: precision of runs of equal tags. */
export function posScore(labels: readonly string[], gold: Tags, predicted: Tags): OfficialScore {
  const complete = padded(gold, predicted);
  return {
    score: chunkScores(gold, complete).precision,
    companions: { tokenAccuracy: tokenAccuracy(gold, complete), macroF1: macroF1(gold.flat(), complete.flat()) },
    counts: tagCounts(gold, predicted),
    confusion: tagConfusion(labels, gold, complete),
  };
}

/** MLQA: F1 of the words of answers. */
export function answerScore(
  questions: readonly AnsweredQuestion[],
  predictions: ReadonlyMap<string, string>,
  language: AnswerLanguage,
): OfficialScore {
  const { f1, exactMatch, ...counts } = answerScores(questions, predictions, language);
  return { score: f1, companions: { exactMatch }, counts };
}

function tagCounts(gold: Tags, predicted: Tags): Record<string, number> {
  const words = gold.flat().length;
  return { sentences: gold.length, words, missingTags: words - predicted.flat().length };
}

/** Of words; with `O` where it is no label, for words without a prediction. */
function tagConfusion(labels: readonly string[], gold: Tags, predicted: Tags): ConfusionMatrix {
  const guesses = padded(gold, predicted).flat();
  const isMissing = !labels.includes("O") && guesses.includes("O");
  return confusionMatrix(isMissing ? [...labels, "O"] : labels, gold.flat(), guesses);
}
