import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import { experimentSchema } from "../../src/experiment/experiment.ts";
import { VARIANTS } from "../../src/graddrop/index.ts";
import { TASKS } from "../../src/tasks/registry.ts";

const pairs = TASKS.flatMap((task) => VARIANTS.map((variant) => ({ task, variant })));

test.each(pairs)("the defaults of $task.id with $variant.id are valid, and survive a file", ({ task, variant }) => {
  const experiment = defaultExperiment(task.id, variant.id);
  expect(experimentSchema.parse(JSON.parse(JSON.stringify(experiment)))).toEqual(experiment);
  expect(experiment).toMatchObject(task.defaults);
});

test("an experiment from before there was a choice about memory is what it was", () => {
  const { memory, ...old } = defaultExperiment("nc", "sft");
  expect(experimentSchema.parse(old)).toEqual({ ...old, memory: { recompute: false, update: "after" } });
  expect(memory).toEqual({ recompute: false, update: "after" });
});

const before = { variant: "graddrop", hyper: { dropRate: 0.3 }, until: 3 };

test("an experiment may be a fork, from its first epoch to its last but one, and of forks", () => {
  for (const until of [1, 15]) {
    const fork = { ...defaultExperiment("nc", "sft"), history: [{ ...before, until }] };
    expect(experimentSchema.parse(JSON.parse(JSON.stringify(fork)))).toEqual(fork);
  }
  const twice = { ...defaultExperiment("nc", "sft"), history: [before, { variant: "sft", hyper: {}, until: 4 }] };
  expect(experimentSchema.parse(twice)).toEqual(twice);
});

describe("an experiment that makes no sense is refused", () => {
  const wrong: [string, object, string][] = [
    ["no epoch", { epochs: 0 }, "epochs"],
    ["half a batch", { batchSize: 1.5 }, "batchSize"],
    ["a negative learning rate", { learningRate: -1 }, "learningRate"],
    ["a learning rate that is no number", { learningRate: Number.NaN }, "learningRate"],
    ["a clip norm of 0", { clipNorm: 0 }, "clipNorm"],
    ["more examples than there are", { trainSize: 5001 }, "trainSize"],
    ["an unknown variant", { variant: "magic" }, "variant"],
    ["a setting that the variant lacks", { variant: "head-only", hyper: { dropRate: 0.1 } }, "hyper"],
    ["a setting out of its range", { hyper: { dropRate: 1.5 } }, "hyper"],
    ["an unsafe seed", { seed: 2 ** 60 }, "seed"],
    ["an unknown way to save memory", { memory: { recompute: false, update: "never" } }, "memory"],
    ["another version", { version: 2 }, "version"],
    ["a fork from nothing", { history: [] }, "history"],
    ["a fork before the first epoch", { history: [{ ...before, until: 0 }] }, "history"],
    ["a fork after the last epoch", { epochs: 4, history: [{ ...before, until: 4 }] }, "history"],
    [
      "forks in the wrong order",
      {
        history: [
          { ...before, until: 3 },
          { ...before, until: 3 },
        ],
      },
      "history",
    ],
    ["a fork from an unknown variant", { history: [{ ...before, variant: "magic" }] }, "history"],
    ["a fork from a setting that the variant lacks", { history: [{ ...before, hyper: { sigma: 1 } }] }, "history"],
    ["a fork from a setting out of its range", { history: [{ ...before, hyper: { dropRate: 1 } }] }, "history"],
    [
      "more forks than a link holds",
      { history: Array.from({ length: 9 }, (_, i) => ({ ...before, until: i + 1 })) },
      "history",
    ],
  ];
  test.each(wrong)("%s", (_, change, field) => {
    const result = experimentSchema.safeParse({ ...defaultExperiment("nc", "sft"), ...change });
    expect(result.error?.issues[0]?.path[0]).toBe(field);
  });
});
