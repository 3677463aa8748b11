import { ScoreError } from "./error.ts";

/** Scores of one task, by language. */
export type LanguageScores = Readonly<Record<string, number>>;

/** Mean over languages, English included: a task's score in XGLUE. */
export function macroAverage(scores: LanguageScores): number {
  return mean(Object.values(scores), "languages");
}

/**
 * Mean over tasks of their means over languages: XGLUE's understanding score when all nine tasks are given. Every task counts
 * the same, however many languages it has.
 */
export function understandingScore(tasks: Readonly<Record<string, LanguageScores>>): number {
  return mean(Object.values(tasks).map(macroAverage), "tasks");
}

function mean(values: readonly number[], things: string): number {
  if (values.length === 0) throw new ScoreError(`There are no ${things} to average over.`);
  if (!values.every(Number.isFinite)) throw new ScoreError(`One of the ${things} has no score: leave it out.`);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
