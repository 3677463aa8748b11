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
  answerScore,
  type ConfusionMatrix,
  entityScore,
  gradeScore,
  labelScore,
  type OfficialScore,
  posScore,
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
export async function labelFileScore(gold: Source, predicted: Source, format: PairFormat): Promise<FileScore> {
  const { golds, guesses } = await readLabels(gold, predicted, format);
  const labels = golds.map(({ label }) => label);
  return fileScore("accuracy", labelScore(format.labels, labels, guesses));
}

/** WPR: nDCG of the pages of each query, ranked by the predicted grade. */
export async function gradeFileScore(gold: Source, predicted: Source, format: PairFormat): Promise<FileScore> {
  const { golds, guesses } = await readLabels(gold, predicted, format);
  const pages = golds.map(({ textA, label }) => ({ query: textA, grade: label }));
  return fileScore("nDCG", gradeScore(format.labels, pages, guesses));
}

function fileScore(metric: string, { score, companions, counts, confusion }: OfficialScore): FileScore {
  return { metric, score, ...companions, ...counts, ...(confusion && { confusion }) };
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

/** NER: F1 of entities. Files may write them in different schemes, so that their tags are not compared one by one. */
export async function entityFileScore(gold: Source, predicted: Source, format: TagFormat): Promise<FileScore> {
  const { golds, guesses } = await readTags(gold, predicted, format);
  const { confusion: _, ...score } = entityScore(format.labels, golds, guesses);
  return fileScore("F1", score);
}

/** POS: precision of runs of equal tags. */
export async function posFileScore(gold: Source, predicted: Source, format: TagFormat): Promise<FileScore> {
  const { golds, guesses } = await readTags(gold, predicted, format);
  return fileScore("precision", posScore(format.labels, golds, guesses));
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
  return { golds: golds.map(({ row }) => row.tags), guesses: guesses.map(({ row }) => row) };
}

/** MLQA: F1 of the words of answers. */
export async function answerFileScore(gold: Source, predicted: Source, language: AnswerLanguage): Promise<FileScore> {
  const golds = await collectAll(readXglueSpans(gold.bytes, gold.file, "texts"), gold.file);
  const answers = await readAnswerPredictions(predicted.bytes, predicted.file);
  const questions = golds.map(({ row }) => ({ id: row.id, answers: row.answers.map(({ text }) => text) }));
  const score = answerScore(questions, answers, language);
  if (score.counts.unanswered === questions.length) {
    throw new DataError(
      `${predicted.file}: answers none of the ${questions.length} questions of ${gold.file}. Do both files belong together?`,
    );
  }
  const ids = new Set(questions.map(({ id }) => id));
  const unknown = [...answers.keys()].filter((id) => !ids.has(id)).length;
  return { ...fileScore("F1", score), unknownQuestions: unknown };
}
