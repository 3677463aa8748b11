/** One's own finished runs, sorted so that they can stand beside the paper's figures. Pure. */
import type { Experiment } from "../../experiment/experiment.ts";
import { type Mean, meanOf } from "../../experiment/mean.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import { type Pair, type PairedTest, pairedTTest } from "../../experiment/statistics.ts";
import type { VariantId } from "../../graddrop/index.ts";
import { type Change, changeOf, type PaperTable } from "../../paper/index.ts";
import type { TaskId } from "../../tasks/types.ts";
import type { Run } from "./runs.ts";

/** The finished runs of a task that differ in nothing but variant and seed. */
export interface OwnTask {
  /** Of the newest run; what all have in common. */
  readonly settings: Experiment;
  /** Variant, then seed. */
  readonly variants: ReadonlyMap<string, ReadonlyMap<number, Run>>;
}
export type OwnTasks = ReadonlyMap<TaskId, OwnTask>;

/** Fewer seeds say little about the next one. */
export const FEWEST_SEEDS = 3;

/** A fork, which is of no variant, stands beside none of the paper's figures. */
function isOwn(run: Run): boolean {
  return isFinished(run) && run.experiment.history === undefined;
}

export function isFinished({ status, epochs, experiment }: Run): boolean {
  return status === "done" && epochs.length === experiment.epochs;
}

/**
 * By task: the settings of its newest finished run, and every run that shares them. Of each variant the newest run's own settings
 * count, and of each seed the newest run.
 */
export function ownTasks(runs: readonly Run[]): OwnTasks {
  const tasks = new Map<TaskId, { settings: Experiment; variants: Map<string, Map<number, Run>> }>();
  for (const run of runs.filter(isOwn).toReversed()) {
    const { experiment } = run;
    const task = tasks.get(experiment.task) ?? { settings: experiment, variants: new Map() };
    tasks.set(experiment.task, task);
    if (sharedSettings(experiment) !== sharedSettings(task.settings)) continue;
    const seeds = task.variants.get(experiment.variant) ?? new Map<number, Run>();
    const newest: Run | undefined = seeds.values().next().value;
    if (newest && hyperText(newest.experiment) !== hyperText(experiment)) continue;
    if (!seeds.has(experiment.seed)) seeds.set(experiment.seed, run);
    task.variants.set(experiment.variant, seeds);
  }
  return tasks;
}

function sharedSettings({ variant: _v, hyper: _h, seed: _s, memory, ...rest }: Experiment): string {
  // Computing activations again changes no number.
  return JSON.stringify({ ...rest, update: memory.update }, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function hyperText({ hyper }: Experiment): string {
  return JSON.stringify(Object.entries(hyper).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const lastOf = (run: Run): EpochRecord => run.epochs.at(-1)!;

/** In percent, in a language after the last epoch, or averaged over all languages as the paper averages: with English. */
function percentOf(run: Run, column: string): number | undefined {
  const { test } = lastOf(run);
  if (column !== AVERAGE) {
    const score = test[column];
    return score && score.score * 100;
  }
  return meanOf(Object.values(test).map(({ score }) => score * 100))?.mean;
}

/** In place of a language. */
export const AVERAGE = "average";

/** Over seeds, in percent. The columns of Table X are tasks, of which it has the averages; it has no average of its own. */
export function ownScore(own: OwnTasks, table: PaperTable, variant: string, column: string): Mean | undefined {
  const [task, score] = table.task === null ? [column, AVERAGE] : [table.task, column];
  const seeds = own.get(task as TaskId)?.variants.get(variant);
  if (!seeds) return undefined;
  const scores = [...seeds.values()].map((run) => percentOf(run, score));
  return meanOf(scores.filter((value) => value !== undefined));
}

/** A variant's runs with standard fine-tuning's of the same seed, as far as both started alike. */
function pairedRuns(own: OwnTask | undefined, variant: string): { seed: number; before: Run; after: Run }[] {
  const before = own?.variants.get("sft");
  const after = own?.variants.get(variant);
  return [...(after ?? [])].flatMap(([seed, run]) => {
    const sft = before?.get(seed);
    return sft && startedAlike(sft, run) ? [{ seed, before: sft, after: run }] : [];
  });
}

function startedAlike(a: Run, b: Run): boolean {
  if (!a.identity || !b.identity) return true;
  return a.identity.weights === b.identity.weights && a.identity.batches === b.identity.batches;
}

export interface OwnTest {
  readonly test: PairedTest;
  readonly seeds: number;
}

/** A variant against standard fine-tuning: a pair for each seed and each language not trained on, in percent. */
export function ownTest(own: OwnTask | undefined, variant: string): OwnTest {
  const runs = pairedRuns(own, variant);
  const pairs = runs.flatMap(({ before, after }): Pair[] =>
    Object.entries(lastOf(after).test).flatMap(([language, { score }]) => {
      const sft = lastOf(before).test[language];
      return language === "en" || !sft ? [] : [{ before: sft.score * 100, after: score * 100 }];
    }),
  );
  return { test: pairedTTest(pairs), seeds: runs.length };
}

/** The same from the paper's table: a pair for each language not trained on. */
export function paperTest(table: PaperTable, variant: VariantId): PairedTest | undefined {
  const [before, after] = ["sft", variant].map((id) => table.rows.find((row) => row.variant === id)?.scores);
  if (!before || !after) return undefined;
  const pairs = table.columns.flatMap((column, i): Pair[] => {
    const [from, to] = [before[i] ?? null, after[i] ?? null];
    return column === "en" || from === null || to === null ? [] : [{ before: from, after: to }];
  });
  return pairedTTest(pairs);
}

export interface OwnChanges {
  readonly changes: readonly Change[];
  readonly seeds: number;
}

/** What Figure 4 draws, from means over the seeds that both variants have. */
export function ownChanges(own: OwnTasks, table: PaperTable, variant: string): OwnChanges {
  const taskOf = (column: string) => own.get((table.task ?? column) as TaskId);
  const counts = table.columns.map((column) => pairedRuns(taskOf(column), variant).length).filter((n) => n > 0);
  const changes = table.columns.flatMap((column): Change[] => {
    const runs = pairedRuns(taskOf(column), variant);
    const score = table.task === null ? AVERAGE : column;
    const mean = (which: "before" | "after") =>
      meanOf(runs.map((pair) => percentOf(pair[which], score)).filter((value) => value !== undefined))?.mean;
    const [before, after] = [mean("before"), mean("after")];
    return before === undefined || after === undefined ? [] : [changeOf(column, before, after)];
  });
  return { changes, seeds: counts.length > 0 ? Math.min(...counts) : 0 };
}
