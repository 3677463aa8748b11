export {
  ANSWER_LANGUAGES,
  type AnsweredQuestion,
  type AnswerLanguage,
  type AnswerScores,
  answerF1,
  answerScores,
  answerTokens,
  isExactMatch,
} from "./answers.ts";
export { type LanguageScores, macroAverage, understandingScore } from "./averages.ts";
export { type Chunk, chunksOf } from "./chunks.ts";
export { accuracy, type ConfusionMatrix, confusionMatrix, macroF1 } from "./classification.ts";
export { ScoreError } from "./error.ts";
export { answerScore, entityScore, gradeScore, labelScore, type OfficialScore, posScore } from "./official.ts";
export { ndcg, type RankedDocument, type RankingScore, rankingScore } from "./ranking.ts";
export { type ChunkScores, chunkScores, padded, tokenAccuracy } from "./tagging.ts";
