import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { forkOf } from "../../src/experiment/history.ts";
import { encodeLink, linkTo } from "../../src/experiment/link.ts";
import type { RunRecord } from "../../src/experiment/record.ts";
import { cli, modelFolder, scratch } from "./support.ts";

const tiny: Experiment = {
  ...defaultExperiment("nc", "sft"),
  epochs: 3,
  trainSize: 8,
  evalSize: 2,
  batchSize: 4,
  learningRate: 0.0007,
};
const FLAGS = "--epochs 3 --train-size 8 --eval-size 2 --batch-size 4 --lr 7e-4".split(" ");
const fork = forkOf(tiny, 1, { variant: "graddrop", hyper: { dropRate: 0.4 } });

async function train(...flags: string[]): Promise<RunRecord[]> {
  const { stdout, error } = await cli(["train", "--json", ...flags]);
  expect(error).toBe("");
  return (JSON.parse(stdout) as { runs: RunRecord[] }).runs;
}
const numbersOf = ([run]: readonly RunRecord[]) => ({ experiment: run!.experiment, epochs: run!.epochs });

describe("train", () => {
  test("gives a fork the same numbers from flags, a link, and a file, and those of its source before the fork", async () => {
    const folder = scratch();
    const model = modelFolder(folder);
    const file = join(folder, "fork.json");
    writeFileSync(file, JSON.stringify({ ...fork, model }));
    const method = ["--variant", "graddrop", "--hyper", "dropRate=0.4", "--history", "sft.1"];
    const forked = numbersOf(await train("--model", model, ...FLAGS, ...method));
    expect(forked.experiment).toEqual({ ...fork, model });
    expect(numbersOf(await train("--model", model, "--experiment", `#${encodeLink(linkTo(fork))}`))).toEqual(forked);
    expect(numbersOf(await train("--experiment", file))).toEqual(forked);
    const source = numbersOf(await train("--model", model, ...FLAGS));
    expect(forked.epochs[0]).toEqual(source.epochs[0]);
    expect(forked.epochs[1]).not.toEqual(source.epochs[1]);
  });

  test("saves a fork beside the variant it ends with, under a name of its own, with the line that makes it again", async () => {
    const folder = scratch();
    const model = modelFolder(folder);
    const runs = join(folder, "runs.json");
    const saved = join(folder, "saved");
    const experiments = [fork, { ...tiny, variant: "graddrop" }].map((experiment) => ({
      experiment: { ...experiment, epochs: 2, model },
    }));
    writeFileSync(runs, JSON.stringify({ runs: experiments }));
    expect((await cli(["train", "--experiment", runs, "--save", saved])).error).toBe("");
    expect(readdirSync(saved).sort()).toEqual(["graddrop-seed1", "sft-1-graddrop-seed1"]);
    const card = readFileSync(join(saved, "sft-1-graddrop-seed1", "README.md"), "utf8");
    expect(card).toContain("fine-tuned with SFT → GradDrop (drop rate 0.4) from epoch 2");
    expect(card).toContain("--variant graddrop --hyper dropRate=0.4 --history sft.1 --epochs 2");
  });

  test.each([
    ["sft", /^--history: "sft" is not of the form VARIANT\.EPOCH/],
    ["sft.3", /^--history: sft\.3 cannot be used: must be less than 3/],
    ["sft.0", /^--history: sft\.0 is too small/],
    ["magic.1", /^--history: magic\.1 names a variant that there is not/],
    ["sft.1.sigma.2", /^--history: .* sft has no such setting/],
  ])("refuses --history %s", async (history, message) => {
    const { code, error } = await cli(["train", "--history", history, ...FLAGS]);
    expect(error).toMatch(message);
    expect(code).toBe(2);
  });

  test("does not take a history beside an experiment that has its own", async () => {
    const { error } = await cli(["train", "--experiment", "#v=1", "--history", "sft.1"]);
    expect(error).toMatch(/^--history cannot be used with --experiment/);
  });
});

test("mask shows a fork's masks: the earlier variant's up to its epoch, then the other's", async () => {
  const mask = async (...flags: string[]) =>
    (await cli(["mask", "--json", "--epochs", "4", "--size", "9", ...flags])).stdout;
  const forked = ["--variant", "graddrop-epoch", "--history", "gradfreeze-topdown.2"];
  expect(await mask(...forked, "--epoch", "2")).toBe(await mask("--variant", "gradfreeze-topdown", "--epoch", "2"));
  expect(await mask(...forked, "--epoch", "3")).toBe(await mask("--variant", "graddrop-epoch", "--epoch", "3"));
  expect((await cli(["mask", ...forked, "--epochs", "2"])).error).toMatch(/^--history: .* must be less than 2/);
});
