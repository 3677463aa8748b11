import {
  type Bytes,
  collectAll,
  counted,
  DataError,
  type PairFormat,
  readAnswerPredictions,
  readLabelPredictions,
  readTagPredictions,
  readXgluePairs,
  readXglueSpans,
  readXglueTags,
  type TagFormat,
} from "../data/index.ts";
import {
  type AnswerLanguage,
  accuracy,
  answerScores,
  type ConfusionMatrix,
  chunkScores,
  confusionMatrix,
  macroF1,
  padded,
  rankingScore,
  tokenAccuracy,
} from "../metrics/index.ts";

/** A file to read, and what messages call it. */
export interface Source {
  readonly file: string;
  readonly bytes: Bytes;
}

/** XGLUE's official score, what it is, its companions, and how much it is of. Scores are from 0 to 1. */
export interface FileScore {
  readonly metric: string;
  readonly score: number;
  readonly [companion: string]: number | string | ConfusionMatrix;
}

/** XNLI, NC, PAWS-X, QAM, QADSM: the share of right labels. */
export async function labelScore(gold: Source, predicted: Source, format: PairFormat): Promise<FileScore> {
  const { golds, guesses } = await readLabels(gold, predicted, format);
  const labels = golds.map(({ label }) => label);
  return {
    metric: "accuracy",
    score: accuracy(labels, guesses),
    macroF1: macroF1(labels, guesses),
    examples: labels.length,
    confusion: confusionMatrix(format.labels, labels, guesses),
  };
}

/** WPR: nDCG of the pages of each query, ranked by the predicted grade. */
export async function gradeScore(gold: Source, predicted: Source, format: PairFormat): Promise<FileScore> {
  const { golds, guesses } = await readLabels(gold, predicted, format);
  const labels = golds.map(({ label }) => label);
  const { ndcg, groups, skipped } = rankingScore(
    golds.map(({ textA, label }, index) => ({ query: textA, grade: Number(label), score: Number(guesses[index]) })),
  );
  return {
    metric: "nDCG",
    score: ndcg,
    accuracy: accuracy(labels, guesses),
    macroF1: macroF1(labels, guesses),
    examples: labels.length,
    queries: groups,
    skippedQueries: skipped,
    confusion: confusionMatrix(format.labels, labels, guesses),
  };
}

async function readLabels(gold: Source, predicted: Source, format: PairFormat) {
  const golds = await collectAll(readXgluePairs(gold.bytes, gold.file, format), gold.file);
  const guesses = await readLabelPredictions(predicted.bytes, predicted.file, format);
  if (guesses.length !== golds.length) {
    throw new DataError(
      `${predicted.file}: has ${counted(guesses.length, "prediction")}, but ${gold.file} has ${counted(golds.length, "example")}. ` +
        "Give one a line, in the same order.",
    );
  }
  return { golds: golds.map(({ row }) => row), guesses };
}

/** NER: F1 of entities. */
export async function entityScore(gold: Source, predicted: Source, format: TagFormat): Promise<FileScore> {
  const { golds, guesses, counts } = await readTags(gold, predicted, format);
  const { f1, precision, recall, ...entities } = chunkScores(golds, guesses);
  return {
    metric: "F1",
    score: f1,
    precision,
    recall,
    tokenAccuracy: tokenAccuracy(golds, guesses),
    goldEntities: entities.gold,
    predictedEntities: entities.predicted,
    correctEntities: entities.correct,
    ...counts,
  };
}

/** POS: precision of runs of equal tags. */
export async function posScore(gold: Source, predicted: Source, format: TagFormat): Promise<FileScore> {
  const { golds, guesses, counts } = await readTags(gold, predicted, format);
  const [tags, guessed] = [golds.flat(), guesses.flat()];
  return {
    metric: "precision",
    score: chunkScores(golds, guesses).precision,
    tokenAccuracy: tokenAccuracy(golds, guesses),
    macroF1: macroF1(tags, guessed),
    ...counts,
    confusion: confusionMatrix(guessed.includes("O") ? [...format.labels, "O"] : format.labels, tags, guessed),
  };
}

async function readTags(gold: Source, predicted: Source, format: TagFormat) {
  const golds = await collectAll(readXglueTags(gold.bytes, gold.file, format), gold.file);
  const guesses = await readTagPredictions(predicted.bytes, predicted.file, format.labels);
  const tooLong = golds.findIndex(({ row }, index) => (guesses[index]?.row.length ?? 0) > row.words.length);
  if (tooLong >= 0) {
    const [sentence, tags] = [golds[tooLong]!, guesses[tooLong]!];
    throw new DataError(
      `${predicted.file}: ${tags.place} begins sentence ${tooLong + 1} with ${counted(tags.row.length, "tag")}, but in ${gold.file} ` +
        `(${sentence.place}) it has ${counted(sentence.row.words.length, "word")}. Give one tag a word, and a blank line between sentences.`,
    );
  }
  if (guesses.length !== golds.length) {
    throw new DataError(
      `${predicted.file}: has ${counted(guesses.length, "sentence")}, but ${gold.file} has ${golds.length}. ` +
        "Give the tags of each in the same order, and a blank line between sentences.",
    );
  }
  const tags = golds.map(({ row }) => row.tags);
  const given = guesses.map(({ row }) => row);
  const words = tags.flat().length;
  return {
    golds: tags,
    guesses: padded(tags, given),
    counts: { sentences: tags.length, words, missingTags: words - given.flat().length },
  };
}

/** MLQA: F1 of the words of answers. */
export async function answerScore(gold: Source, predicted: Source, language: AnswerLanguage): Promise<FileScore> {
  const golds = await collectAll(readXglueSpans(gold.bytes, gold.file, "texts"), gold.file);
  const answers = await readAnswerPredictions(predicted.bytes, predicted.file);
  const questions = golds.map(({ row }) => ({ id: row.id, answers: row.answers.map(({ text }) => text) }));
  const { f1, exactMatch, unanswered } = answerScores(questions, answers, language);
  if (unanswered === questions.length) {
    throw new DataError(
      `${predicted.file}: answers none of the ${questions.length} questions of ${gold.file}. Do both files belong together?`,
    );
  }
  const ids = new Set(questions.map(({ id }) => id));
  const unknown = [...answers.keys()].filter((id) => !ids.has(id)).length;
  return { metric: "F1", score: f1, exactMatch, questions: questions.length, unanswered, unknownQuestions: unknown };
}
