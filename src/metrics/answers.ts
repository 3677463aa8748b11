import { ScoreError } from "./error.ts";

/** The languages whose answers MLQA's script knows how to compare. */
export const ANSWER_LANGUAGES = ["en", "ar", "de", "es", "hi", "vi", "zh"] as const;
export type AnswerLanguage = (typeof ANSWER_LANGUAGES)[number];

/** As whole words: `\b` of Python, whose words are letters, numbers and "_" of any script; JavaScript's knows ASCII alone. */
const wholeWord = (words: string) => new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words})(?![\\p{L}\\p{N}_])`, "gu");

/** What is replaced by a space; none for Hindi and Chinese. */
const ARTICLES: Partial<Record<AnswerLanguage, RegExp>> = {
  en: wholeWord("a|an|the"),
  es: wholeWord("un|una|unos|unas|el|la|los|las"),
  de: wholeWord("ein|eine|einen|einem|eines|einer|der|die|das|den|dem|des"),
  vi: wholeWord("của|là|cái|chiếc|những"),
  // Anywhere, also within words. The script's other alternative, `\sال^`, can never match.
  ar: /ال/gu,
};

/** Unicode's punctuation, and the ASCII symbols of Python's `string.punctuation`. */
const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;

/** What Python's `str.split()` splits on: Unicode's white space and four control characters. JavaScript's `\s` is another set. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: Python splits on U+001C to U+001F too.
const WHITESPACE = /[\p{White_Space}\u001c-\u001f]+/u;

/** Each of them is a token of its own. */
const CHINESE_CHARACTER = /([\u4e00-\u9fa5])/u;

/**
 * The words by which answers are compared: lower case, without punctuation and articles (`normalize_answer` in
 * facebookresearch/MLQA, mlqa_evaluation_v1.py).
 */
export function answerTokens(answer: string, language: AnswerLanguage): string[] {
  const text = answer.toLowerCase().replace(PUNCTUATION, "");
  const articles = ARTICLES[language];
  const bare = articles === undefined ? text : text.replace(articles, " ");
  const parts = language === "zh" ? bare.split(CHINESE_CHARACTER) : [bare];
  return parts.flatMap((part) => part.split(WHITESPACE)).filter((token) => token !== "");
}

/** Harmonic mean of the shares of words that both have in common, 0 to 1. Two answers without any word have nothing in common: 0. */
export function answerF1(gold: string, predicted: string, language: AnswerLanguage): number {
  const goldTokens = answerTokens(gold, language);
  const predictedTokens = answerTokens(predicted, language);
  const left = new Map<string, number>();
  for (const token of goldTokens) left.set(token, (left.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of predictedTokens) {
    const count = left.get(token) ?? 0;
    if (count > 0) common++;
    left.set(token, count - 1);
  }
  if (common === 0) return 0;
  const precision = common / predictedTokens.length;
  const recall = common / goldTokens.length;
  return (2 * precision * recall) / (precision + recall);
}

/** Whether the answers are the same words in the same order. */
export function isExactMatch(gold: string, predicted: string, language: AnswerLanguage): boolean {
  return answerTokens(gold, language).join(" ") === answerTokens(predicted, language).join(" ");
}

export interface AnsweredQuestion {
  readonly id: string;
  /** All that are right, at least one; the best counts. */
  readonly answers: readonly string[];
}

export interface AnswerScores {
  /** Both 0 to 1. */
  readonly f1: number;
  readonly exactMatch: number;
  readonly questions: number;
  /** Questions without a prediction; each scores 0. */
  readonly unanswered: number;
}

/**
 * XGLUE's score for MLQA is `f1` (`evaluate` in facebookresearch/MLQA, mlqa_evaluation_v1.py, which gives it times 100).
 *
 * @param predictions  answer by question id; further ids do not matter
 * @param language     of the context, and so of the answers
 */
export function answerScores(
  questions: readonly AnsweredQuestion[],
  predictions: ReadonlyMap<string, string>,
  language: AnswerLanguage,
): AnswerScores {
  if (questions.length === 0) throw new ScoreError("There are no questions to score.");
  let f1 = 0;
  let exact = 0;
  let unanswered = 0;
  for (const { id, answers } of questions) {
    if (answers.length === 0) throw new ScoreError(`Question ${id} has no right answer to compare with.`);
    const predicted = predictions.get(id);
    if (predicted === undefined) {
      unanswered++;
      continue;
    }
    f1 += Math.max(...answers.map((gold) => answerF1(gold, predicted, language)));
    if (answers.some((gold) => isExactMatch(gold, predicted, language))) exact++;
  }
  return { f1: f1 / questions.length, exactMatch: exact / questions.length, questions: questions.length, unanswered };
}
