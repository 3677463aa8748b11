/** How a task's texts are called. */
import type { Task, TaskId } from "../../tasks/types.ts";

const NAMES: Partial<Record<TaskId, readonly [string, string]>> = {
  nc: ["Title", "Body"],
  xnli: ["Premise", "Hypothesis"],
  pawsx: ["Sentence 1", "Sentence 2"],
  qam: ["Question", "Passage"],
  qadsm: ["Query", "Ad"],
  wpr: ["Query", "Page"],
};

/** The first and the second text of a task's examples. */
export function partNames({ id }: Pick<Task, "id">): readonly [string, string] {
  return NAMES[id] ?? ["First text", "Second text"];
}
