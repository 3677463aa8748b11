import { describe, expect, test } from "vitest";
import { findingOf } from "../../../src/app/paper/finding.ts";
import { tableFor } from "../../../src/app/paper/names.ts";
import { TASK_IDS } from "../../../src/tasks/types.ts";

describe("what the paper found, in the help of a task", () => {
  test("is there for each of the nine", () => {
    for (const task of TASK_IDS) expect(findingOf(tableFor(task)!), task).toBeDefined();
  });

  // Tables I, III and VI, as printed.
  test.each([
    ["qam", { sft: 69.82, best: "GradDrop-Epoch", score: 72.98 }],
    ["ner", { sft: 82.16, best: "GradDrop-Epoch", score: 82.41 }],
    ["pos", { sft: 80.38, best: "Layer-GradDrop", score: 81.42 }],
  ] as const)("is for %s what its table says", (task, finding) => {
    expect(findingOf(tableFor(task)!)).toEqual(finding);
  });
});
