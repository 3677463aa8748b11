import { describe, expect, test } from "vitest";
import { XGLUE } from "../../src/data/index.ts";
import { ndcg } from "../../src/metrics/index.ts";
import { bundledData } from "../../src/tasks/bundled.ts";
import { TASKS, taskById } from "../../src/tasks/registry.ts";
import { TASK_IDS } from "../../src/tasks/types.ts";

test("every task id has its task, and an unknown one names those there are", () => {
  expect(TASKS.map(({ id }) => id)).toEqual([...TASK_IDS]);
  for (const id of TASK_IDS) expect(taskById(id).id).toBe(id);
  expect(() => taskById("cola")).toThrow(/"cola".*nc, xnli, pawsx, qam, qadsm, wpr, ner, pos, mlqa/);
});

describe.each(TASKS)("$id", (task) => {
  const format = XGLUE[task.id];

  test("trains in English and is tested in XGLUE's languages", () => {
    expect(task.languages[0]).toBe("en");
    expect([...task.languages].sort()).toEqual([...format.languages].sort());
  });

  test("has XGLUE's labels, a class for each", () => {
    expect([...task.labels].sort()).toEqual(format.kind === "span" ? [] : [...format.labels].sort());
    expect(task.head).toEqual(
      { pair: { kind: "sequence", classes: task.labels.length }, tags: { kind: "token", classes: task.labels.length } }[
        format.kind as "pair" | "tags"
      ] ?? { kind: "span" },
    );
    if (task.meanings) expect(task.meanings).toHaveLength(task.labels.length);
  });

  test("smaller sets are prefixes of larger ones", () => {
    const query = { split: "train", language: "en" } as const;
    expect(task.examples({ ...query, size: 50 }).slice(0, 20)).toEqual(task.examples({ ...query, size: 20 }));
  });

  test("has examples of the kind that its head learns from, in every language", () => {
    for (const language of task.languages) {
      for (const example of task.examples({ split: "test", language, size: 10 })) {
        if ("label" in example) {
          expect(task.head.kind).toBe("sequence");
          expect(task.labels[example.label]).toBeDefined();
          expect(Math.min(example.textA.length, example.textB.length)).toBeGreaterThan(0);
        } else if ("tags" in example) {
          expect(task.head.kind).toBe("token");
          expect(example.tags).toHaveLength(example.words.length);
          for (const tag of example.tags) expect(task.labels[tag]).toBeDefined();
        } else {
          expect(task.head.kind).toBe("span");
          for (const { text, start } of example.answers) {
            expect([...example.context].slice(start, start + [...text].length).join("")).toBe(text);
          }
        }
      }
    }
  });

  test("says so where it has no examples in a language", () => {
    expect(() => task.examples({ split: "test", language: "eo", size: 2 })).toThrow(/"eo".*en, /);
  });

  test("gives the same data object to whoever asks, with the languages in the task's order", async () => {
    expect(bundledData(task)).toBe(bundledData(task));
    expect(bundledData(task).languages).toEqual(task.languages);
    const query = { split: "dev", language: "en", size: 10 } as const;
    expect(await bundledData(task).load(query)).toEqual(task.examples(query));
  });
});

describe.each(TASKS.filter(({ head, id }) => head.kind === "sequence" && id !== "wpr"))("$id", (task) => {
  test("has as many examples of each label, in every language in the same order", () => {
    const classes = task.labels.length;
    const labels = task.languages.map((language) =>
      task
        .examples({ split: "test", language, size: 4 * classes })
        .map((example) => "label" in example && example.label),
    );
    for (const set of labels) {
      expect(set).toEqual(labels[0]);
      for (let label = 0; label < classes; label++) expect(set.filter((other) => other === label)).toHaveLength(4);
    }
    expect(task.chance).toBeCloseTo(1 / classes, 12);
  });
});

describe("wpr", () => {
  const task = taskById("wpr");
  const queriesOf = (size: number) =>
    task.examples({ split: "test", language: "zh", size }).map((example) => ("textA" in example ? example.textA : ""));

  test("tests on whole groups of pages alone: at most so many pages, but at least one query", () => {
    expect([1, 5, 9, 10, 52].map((size) => queriesOf(size).length)).toEqual([5, 5, 5, 10, 50]);
    const queries = queriesOf(52);
    const groups = queries.filter((query, i) => query !== queries[i - 1]);
    expect(groups).toHaveLength(10);
  });

  test("trains on exactly as many pages as are asked for", () => {
    expect(task.examples({ split: "train", language: "en", size: 52 })).toHaveLength(52);
  });

  test("names as chance what a random order of each query's pages has on average", () => {
    const orders = (left: readonly number[]): number[][] =>
      left.length === 0
        ? [[]]
        : left.flatMap((grade) => orders(left.filter((other) => other !== grade)).map((rest) => [grade, ...rest]));
    const all = orders([0, 1, 2, 3, 4]).map((grades) => ndcg(grades, [5, 4, 3, 2, 1]));
    expect(task.chance).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 12);
  });
});

test("tasks without a simple score of guessing name none", () => {
  for (const id of ["ner", "pos", "mlqa"]) expect(taskById(id).chance).toBeUndefined();
});
