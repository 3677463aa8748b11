import type { Score } from "../experiment/record.ts";
import type { Language } from "../minixglue/grammar.ts";
import type { Task } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { chunks, makeBatch, type PaddingSettings, type Row } from "./batches.ts";
import type { Engine } from "./engine.ts";
import { exampleSet } from "./examples.ts";
import { pipelined } from "./pipeline.ts";

/** Rows of a slice. A GPU wants many at once; elsewhere fewer cost the same, and pauses come through sooner. */
const ROWS_ON_GPU = 64;
const ROWS = 16;

export interface Evaluation {
  readonly engine: Engine;
  readonly tokenizer: Tokenizer;
  readonly task: Task;
  /** Test examples per language. */
  readonly size: number;
  readonly padding: PaddingSettings;
  /** Slices started before a result is waited for: 0 where computing is synchronous. */
  readonly ahead: number;
}

/** A piece of the evaluation, finished. */
export interface Slice {
  readonly rows: number;
  /** Time it took, preparation of the examples excluded. */
  readonly ms: number;
  /** Whether all logits are finite numbers. */
  readonly finite: boolean;
}

/** Tests the model on every language of the task, a slice at a time; returns the scores by language. */
export async function* evaluate(evaluation: Evaluation): AsyncGenerator<Slice, Record<string, Score>> {
  const scores: Record<string, Score> = {};
  for (const language of evaluation.task.languages) {
    const score = yield* evaluateLanguage(evaluation, language);
    scores[language] = score;
  }
  return scores;
}

async function* evaluateLanguage(evaluation: Evaluation, language: Language): AsyncGenerator<Slice, Score> {
  const { engine, task, tokenizer, size, padding, ahead } = evaluation;
  const set = exampleSet(task, { split: "test", language, size }, tokenizer, padding.maxLength);
  const rows = Array.from({ length: size }, (_, index) => set.row(index));
  // Rows of like length together: little padding.
  rows.sort((a, b) => a.ids.length - b.ids.length);
  let correct = 0;
  let began = performance.now();
  const results = pipelined(chunks(rows, ahead > 0 ? ROWS_ON_GPU : ROWS), ahead, (slice) =>
    engine.logits(makeBatch(slice, padding)),
  );
  for await (const { item, result } of results) {
    correct += countCorrect(item, result);
    yield { rows: item.length, ms: performance.now() - began, finite: result.every(Number.isFinite) };
    began = performance.now();
  }
  return { accuracy: correct / size };
}

/** @param logits [rows, classes] */
function countCorrect(rows: readonly Row[], logits: Float32Array): number {
  const classes = logits.length / rows.length;
  return rows.filter(({ label }, row) => argmax(logits.subarray(row * classes, (row + 1) * classes)) === label).length;
}

/** The first of the largest. */
function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
