import { describe, expect, test } from "vitest";
import { withLabelNoise } from "../../src/tasks/label-noise.ts";
import { TASKS, taskById } from "../../src/tasks/registry.ts";
import { TASK_IDS } from "../../src/tasks/types.ts";

test("every task id has its task, and an unknown one names those there are", () => {
  expect(TASKS.map(({ id }) => id)).toEqual([...TASK_IDS]);
  for (const id of TASK_IDS) expect(taskById(id).id).toBe(id);
  expect(() => taskById("pawsx")).toThrow(/"pawsx".*nc, xnli/);
});

describe.each(TASKS)("$id", (task) => {
  test("trains in English and is tested in XGLUE's languages", () => {
    expect(task.languages[0]).toBe("en");
    expect(task.languages).toHaveLength(task.id === "nc" ? 5 : 15);
    expect(task.chance).toBeCloseTo(1 / task.labels.length, 12);
    expect(task.head.classes).toBe(task.labels.length);
  });

  test("has as many examples of each label, in every language in the same order", () => {
    const classes = task.labels.length;
    const sets = task.languages.map((language) => task.examples({ split: "test", language, size: 4 * classes }));
    for (const set of sets) {
      expect(set.map(({ label }) => label)).toEqual(sets[0]?.map(({ label }) => label));
      for (let label = 0; label < classes; label++)
        expect(set.filter((example) => example.label === label)).toHaveLength(4);
      for (const { textA, textB } of set) expect(Math.min(textA.length, textB.length)).toBeGreaterThan(0);
    }
  });

  test("smaller sets are prefixes of larger ones, with label noise too", () => {
    for (const labelNoise of [0, 0.5]) {
      const query = { split: "train", language: "en", labelNoise, seed: 3 } as const;
      expect(task.examples({ ...query, size: 50 }).slice(0, 20)).toEqual(task.examples({ ...query, size: 20 }));
    }
  });
});

describe("label noise", () => {
  const CLASSES = 4;
  const clean = Array.from({ length: 4000 }, (_, index) => ({ textA: "a", textB: "b", label: index % CLASSES }));
  const noisy = (share: number, seed = 1) => withLabelNoise(clean, { share, classes: CLASSES, seed });
  const changed = (share: number, seed = 1) =>
    noisy(share, seed).flatMap(({ label }, index) => (label === clean[index]!.label ? [] : [index]));

  test("spoils the share that was asked for", () => {
    expect(noisy(0)).toEqual(clean);
    // Four standard deviations of a binomial.
    expect(Math.abs(changed(0.2).length / clean.length - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / clean.length));
  });

  test("gives a wrong label, any of the others alike", () => {
    const shifts = Array<number>(CLASSES).fill(0);
    noisy(0.9).forEach(({ label }, index) => {
      shifts[(label - clean[index]!.label + CLASSES) % CLASSES]!++;
    });
    const [right, ...wrong] = shifts as [number, ...number[]];
    expect(right / clean.length).toBeCloseTo(0.1, 1);
    for (const count of wrong) expect(count / clean.length).toBeCloseTo(0.3, 1);
  });

  test("depends on the seed, and more of it spoils the same labels and others", () => {
    expect(changed(0.2)).toEqual(changed(0.2));
    expect(changed(0.2, 2)).not.toEqual(changed(0.2));
    const more = new Set(changed(0.4));
    expect(changed(0.2).every((index) => more.has(index))).toBe(true);
  });
});
