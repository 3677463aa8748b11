import type { Task } from "./types.ts";

/**
 * Score of guessing, 0 to 1; undefined where that is no one number. Guessing one of n labels is right in 1 of n cases whatever the
 * data, but a ranking at random scores by the grades that there are.
 */
export function chanceOf(task: Task, data: "bundled" | "own"): number | undefined {
  return data === "bundled" || task.metric.id === "accuracy" ? task.chance : undefined;
}
