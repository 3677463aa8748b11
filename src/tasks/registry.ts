import { nc } from "./nc.ts";
import type { Task } from "./types.ts";
import { xnli } from "./xnli.ts";

/** Every task, in the order in which people are shown them. */
export const TASKS: readonly Task[] = [nc, xnli];

export function taskById(id: string): Task {
  const task = TASKS.find((candidate) => candidate.id === id);
  if (task === undefined) {
    throw new RangeError(`There is no task "${id}". Choose one of: ${TASKS.map((known) => known.id).join(", ")}.`);
  }
  return task;
}
