import { findingOf } from "./finding.ts";
import { tableFor } from "./names.ts";

/** What the paper found for a task, for its help. */
export function TaskFinding({ task }: { task: string }) {
  const table = tableFor(task);
  const finding = table && findingOf(table);
  if (!table || !finding) return null;
  const { sft, best, score } = finding;
  return (
    <p>
      <b>In the paper</b> (Table {table.number}, {table.metric}, average of all languages, XLM-R large): standard
      fine-tuning {sft.toFixed(2)}, {score > sft ? "best" : "best of the others"} {best} {score.toFixed(2)}.
    </p>
  );
}
