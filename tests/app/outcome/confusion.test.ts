import { describe, expect, test } from "vitest";
import {
  ALL,
  cellSentence,
  confusionCsv,
  labelName,
  matrixOf,
  rowsOf,
  summed,
} from "../../../src/app/outcome/confusion.ts";
import { contrast, shadeOf } from "../../../src/app/outcome/shade.ts";
import { defaultExperiment } from "../../../src/experiment/defaults.ts";
import { taskById } from "../../../src/tasks/registry.ts";

const en = {
  labels: ["a", "b"],
  counts: [
    [3, 1],
    [0, 0],
  ],
};
const de = {
  labels: ["a", "b", "O"],
  counts: [
    [1, 1, 2],
    [4, 5, 0],
    [0, 0, 0],
  ],
};

describe("a confusion matrix", () => {
  test("of all languages is the sum over them, label by label", () => {
    expect(matrixOf({ confusions: { en, de } }, ALL)).toEqual({
      labels: ["a", "b", "O"],
      counts: [
        [4, 2, 2],
        [4, 5, 0],
        [0, 0, 0],
      ],
    });
    expect(matrixOf({ confusions: { en, de } }, "de")).toBe(de);
    expect(matrixOf({ confusions: { en } }, "fr")).toBeUndefined();
    expect(matrixOf({}, ALL)).toBeUndefined();
    expect(summed([])).toBeUndefined();
  });

  test("has rows of what is right, whose shares add up to 1, and to 0 where the test has none", () => {
    const rows = rowsOf(de, taskById("xnli"));
    expect(rows.map(({ total }) => total)).toEqual([4, 9, 0]);
    expect(rows.map(({ cells }) => cells.reduce((sum, { share }) => sum + share, 0))).toEqual([1, 1, 0]);
    expect(rows[1]!.cells.map(({ isRight }) => isRight)).toEqual([false, true, false]);
  });

  test("calls labels by their names, numbers with what they mean, and a missing tag by what it is", () => {
    expect(taskById("wpr").labels.map((label) => labelName(label, taskById("wpr")))).toEqual([
      "0 bad",
      "1 fair",
      "2 good",
      "3 excellent",
      "4 perfect",
    ]);
    expect(labelName("NOUN", taskById("pos"))).toBe("NOUN");
    expect(labelName("O", taskById("pos"))).toBe("no tag");
    expect(labelName("O", taskById("ner"))).toBe("O");
  });

  test("says of a cell how many and what share of what is right", () => {
    const task = { labels: ["a", "b"] };
    const rows = rowsOf(en, task);
    expect(cellSentence(rows, 0, 1, "examples")).toBe("a taken for b: 1 of 4 examples, 25.0 %.");
    expect(cellSentence(rows, 0, 0, "examples")).toBe("a found: 3 of 4 examples, 75.0 %.");
    expect(cellSentence(rows, 1, 0, "examples")).toBe("b: the test has none.");
  });

  test("is a table of every cell in every language as CSV", () => {
    const experiment = defaultExperiment("xnli", "sft");
    const text = confusionCsv({ id: "run-3", experiment, epochs: [], confusions: { en, de } });
    const [head, ...lines] = text.trimEnd().split("\r\n");
    expect(head).toBe("run,task,variant,seed,epoch,language,gold,predicted,count,share_of_gold");
    expect(lines).toHaveLength(4 + 9);
    expect(lines[1]).toBe("run-3,xnli,sft,1,0,en,a,b,1,0.25");
    expect(lines[3]).toBe("run-3,xnli,sft,1,0,en,b,b,0,");
  });
});

describe("the shade of a cell", () => {
  test("can be read on, whatever the share, on light and dark pages", () => {
    for (const scheme of ["light", "dark"] as const) {
      for (let share = 0; share <= 1; share += 0.001) {
        const { ground, ink } = shadeOf(share, scheme);
        expect(contrast(ground, ink), `${scheme} ${share}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  test("of 0 is the page's ground, and a larger share stands out more", () => {
    expect(shadeOf(0, "light").ground).toEqual([255, 255, 255]);
    for (const scheme of ["light", "dark"] as const) {
      const steps = [0, 0.05, 0.2, 0.5, 1].map((share) =>
        contrast(shadeOf(0, scheme).ground, shadeOf(share, scheme).ground),
      );
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(new Set(steps).size).toBe(5);
    }
  });
});
