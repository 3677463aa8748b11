import { mlqa } from "./mlqa.ts";
import { nc } from "./nc.ts";
import { ner } from "./ner.ts";
import { pawsx } from "./pawsx.ts";
import { pos } from "./pos.ts";
import { qadsm } from "./qadsm.ts";
import { qam } from "./qam.ts";
import type { Task, TaskId } from "./types.ts";
import { wpr } from "./wpr.ts";
import { xnli } from "./xnli.ts";

const BY_ID: Readonly<Record<TaskId, Task>> = { nc, xnli, pawsx, qam, qadsm, wpr, ner, pos, mlqa };

/** Every task, in the order in which people are shown them. */
export const TASKS: readonly Task[] = Object.values(BY_ID);

export function taskById(id: string): Task {
  const task = TASKS.find((candidate) => candidate.id === id);
  if (task === undefined) {
    throw new RangeError(`There is no task "${id}". Choose one of: ${TASKS.map((known) => known.id).join(", ")}.`);
  }
  return task;
}
