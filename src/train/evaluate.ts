import type { LanguageTest } from "../experiment/record.ts";
import { ScoreError } from "../metrics/index.ts";
import type { Task } from "../tasks/types.ts";
import { makeBatch, type PaddingSettings, type Row } from "./batches.ts";
import type { Batch, Engine } from "./engine.ts";
import { TrainingError } from "./error.ts";
import type { ExampleSet } from "./examples.ts";
import { pipelined } from "./pipeline.ts";
import { sliceEnds } from "./slices.ts";

export interface Evaluation {
  readonly engine: Engine;
  readonly task: Task;
  /** By language. */
  readonly tests: ReadonlyMap<string, ExampleSet>;
  readonly padding: PaddingSettings;
  /** Slices started before a result is waited for: 0 where computing is synchronous. */
  readonly ahead: number;
}

/** A piece of the evaluation, finished. */
export interface Slice {
  /** As many as its share of the rows; of an example with several windows, only a part may be done. */
  readonly examples: number;
  /** Time it took, preparation of the examples excluded. */
  readonly ms: number;
  /** Whether all logits are finite numbers. */
  readonly finite: boolean;
}

/** Tests the model on every language of the data, a slice at a time; returns the outcomes by language. */
export async function* evaluate(evaluation: Evaluation): AsyncGenerator<Slice, Record<string, LanguageTest>> {
  const outcomes: Record<string, LanguageTest> = {};
  for (const [language, set] of evaluation.tests) {
    outcomes[language] = yield* evaluateLanguage(evaluation, language, set);
  }
  return outcomes;
}

async function* evaluateLanguage(
  { engine, task, padding, ahead }: Evaluation,
  language: string,
  set: ExampleSet,
): AsyncGenerator<Slice, LanguageTest> {
  const features = Array.from({ length: set.size }, (_, index) => set.features(index));
  const logits: Float32Array[][] = features.map(() => []);
  const places = features.flatMap(({ rows }, example) => rows.map((row, window) => ({ row, example, window })));
  // Rows of like length together: little padding.
  places.sort((a, b) => a.row.ids.length - b.row.ids.length);
  let done = 0;
  let told = 0;
  let began = performance.now();
  const ends = sliceEnds(
    places.map(({ row }) => row.ids.length),
    engine.config,
    ahead > 0 ? "gpu" : "processor",
  );
  const slices = ends.map((end, i) => places.slice(ends[i - 1] ?? 0, end));
  const results = pipelined(slices, ahead, async (slice) => {
    const rows = slice.map(({ row }) => row);
    const batch = makeBatch(rows, padding);
    return byRow(rows, batch, await engine.logits(batch));
  });
  for await (const { item, result } of results) {
    for (const [i, { example, window }] of item.entries()) logits[example]![window] = result[i]!;
    done += item.length;
    const examples = Math.round((set.size * done) / places.length) - told;
    told += examples;
    const finite = result.every((values) => values.every(Number.isFinite));
    yield { examples, ms: performance.now() - began, finite };
    began = performance.now();
  }
  const answers = features.map((feature, example) => feature.answer(logits[example]!));
  const { score, companions, confusion } = scored(task, language, () =>
    task.metric.score(answers, task.labels, language),
  );
  const cutWords = features.reduce((sum, feature) => sum + feature.cutWords, 0);
  return {
    score: { score, companions, ...(cutWords > 0 && { cutWords }) },
    answers,
    ...(confusion && { confusion }),
  };
}

/** What there is to score may be the fault of one's own data. */
function scored<Result>(task: Task, language: string, score: () => Result): Result {
  try {
    return score();
  } catch (error) {
    if (!(error instanceof ScoreError)) throw error;
    throw new TrainingError(`${task.label}, test in "${language}": ${error.message}`, { cause: error });
  }
}

/** Cuts a batch's logits into those of its rows, without those of padding. */
function byRow(rows: readonly Row[], { targets, sequence }: Batch, logits: Float32Array): Float32Array[] {
  const answers = targets.kind === "token" ? targets.positions.length : rows.length;
  const each = logits.length / answers;
  let position = 0;
  return rows.map(({ ids, target }, row) => {
    if (target.kind === "sequence") return logits.subarray(row * each, (row + 1) * each);
    if (target.kind === "span") return logits.subarray(2 * row * sequence, 2 * (row * sequence + ids.length));
    const first = position;
    position += target.positions.length;
    return logits.subarray(first * each, position * each);
  });
}
