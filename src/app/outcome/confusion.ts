/** Confusion matrices as they are shown: in one language or in all together, as counts or as shares of what is right. Pure. */
import type { ConfusionMatrix } from "../../metrics/index.ts";
import type { Task } from "../../tasks/types.ts";
import { csv } from "../store/csv.ts";
import type { Run } from "../store/runs.ts";

/** In place of a language. */
export const ALL = "all";

/** What a run took for what in a language, or in all of them; undefined where it was not tested in it. */
export function matrixOf({ confusions = {} }: Pick<Run, "confusions">, language: string): ConfusionMatrix | undefined {
  return language === ALL ? summed(Object.values(confusions)) : confusions[language];
}

/** Labels are matched by name: a language may have one more, for words that got no tag. */
export function summed(matrices: readonly ConfusionMatrix[]): ConfusionMatrix | undefined {
  const labels = [...new Set(matrices.flatMap((matrix) => matrix.labels))];
  if (labels.length === 0) return undefined;
  const counts = labels.map((gold) =>
    labels.map((predicted) => matrices.reduce((sum, matrix) => sum + countOf(matrix, gold, predicted), 0)),
  );
  return { labels, counts };
}

function countOf({ labels, counts }: ConfusionMatrix, gold: string, predicted: string): number {
  return counts[labels.indexOf(gold)]?.[labels.indexOf(predicted)] ?? 0;
}

export interface MatrixRow {
  /** As people read it. */
  readonly name: string;
  /** How many there are. */
  readonly total: number;
  readonly cells: readonly MatrixCell[];
}

export interface MatrixCell {
  readonly count: number;
  /** Of the row's total, 0 to 1; 0 where there are none. */
  readonly share: number;
  /** Right, as far as this cell goes. */
  readonly isRight: boolean;
}

export function rowsOf({ labels, counts }: ConfusionMatrix, task: Pick<Task, "labels" | "meanings">): MatrixRow[] {
  return labels.map((label, gold) => {
    const row = counts[gold]!;
    const total = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, predicted) => ({
      count,
      share: total === 0 ? 0 : count / total,
      isRight: gold === predicted,
    }));
    return { name: labelName(label, task), total, cells };
  });
}

/** "0 different": labels that are numbers say what they mean. `O` where it is no label of the task: nothing was predicted. */
export function labelName(label: string, { labels, meanings }: Pick<Task, "labels" | "meanings">): string {
  const place = labels.indexOf(label);
  if (place < 0) return "no tag";
  const meaning = meanings?.[place];
  return meaning ? `${label} ${meaning}` : label;
}

/** A cell, said. */
export function cellSentence(rows: readonly MatrixRow[], gold: number, predicted: number, things: string): string {
  const { name, total, cells } = rows[gold]!;
  const { count, share, isRight } = cells[predicted]!;
  if (total === 0) return `${name}: the test has none.`;
  const percent = `${(share * 100).toFixed(1)} %`;
  const what = isRight ? `${name} found` : `${name} taken for ${rows[predicted]!.name}`;
  return `${what}: ${count} of ${total} ${things}, ${percent}.`;
}

/** Every cell of every language as a row of CSV. */
export function confusionCsv(run: Pick<Run, "id" | "confusions" | "epochs" | "experiment">): string {
  const { task, variant, seed } = run.experiment;
  const epoch = run.epochs.length;
  return csv(
    Object.entries(run.confusions ?? {}).flatMap(([language, { labels, counts }]) =>
      labels.flatMap((gold, i) => {
        const total = counts[i]!.reduce((sum, count) => sum + count, 0);
        return labels.map((predicted, j) => ({
          run: run.id,
          task,
          variant,
          seed,
          epoch,
          language,
          gold,
          predicted,
          count: counts[i]![j]!,
          share_of_gold: total === 0 ? null : counts[i]![j]! / total,
        }));
      }),
    ),
  );
}
