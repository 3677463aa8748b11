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
  ];
  test.each(wrong)("%s", (_, change, field) => {
    const result = experimentSchema.safeParse({ ...defaultExperiment("nc", "sft"), ...change });
    expect(result.error?.issues[0]?.path[0]).toBe(field);
  });
});
