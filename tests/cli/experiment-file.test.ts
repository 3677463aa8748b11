import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { encodeLink, linkTo } from "../../src/experiment/link.ts";
import type { RunRecord } from "../../src/experiment/record.ts";
import { cli, modelFolder, scratch } from "./support.ts";

const tiny: Experiment = {
  ...defaultExperiment("nc", "graddrop"),
  hyper: { dropRate: 0.35 },
  epochs: 2,
  trainSize: 10,
  evalSize: 3,
  batchSize: 4,
  learningRate: 0.0007,
  seed: 5,
};
const FLAGS =
  "--variant graddrop --hyper dropRate=0.35 --epochs 2 --train-size 10 --eval-size 3 --batch-size 4 --lr 7e-4 --seed 5";

async function train(...flags: string[]): Promise<RunRecord[]> {
  const { stdout, error } = await cli(["train", "--json", ...flags]);
  expect(error).toBe("");
  return (JSON.parse(stdout) as { runs: RunRecord[] }).runs;
}

/** What does not depend on the hour: times differ from run to run. */
const numbersOf = (runs: readonly RunRecord[]) =>
  runs.map(({ experiment, epochs }) => ({
    experiment,
    epochs: epochs.map(({ epoch, trainLoss, test: scores, zeroShot, layers }) => ({
      epoch,
      trainLoss,
      scores,
      zeroShot,
      layers,
    })),
  }));

describe("train --experiment", () => {
  test("gives the very numbers of the flags, from a link, an experiment and a file of runs", async () => {
    const folder = scratch();
    const model = modelFolder(folder);
    const byFlags = await train("--model", model, ...FLAGS.split(" "));
    const expected = numbersOf(byFlags);
    expect(expected[0]!.experiment).toEqual({ ...tiny, model });

    const file = (name: string, content: unknown) => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return join(folder, name);
    };
    const link = `https://example.org/play/#${encodeLink(linkTo(tiny))}`;
    expect(numbersOf(await train("--model", model, "--experiment", link))).toEqual(expected);
    expect(numbersOf(await train("--experiment", file("experiment.json", { ...tiny, model })))).toEqual(expected);
    expect(numbersOf(await train("--experiment", file("run.json", byFlags[0])))).toEqual(expected);
    expect(numbersOf(await train("--experiment", file("runs.json", { runs: byFlags })))).toEqual(expected);
  });

  test("runs all that a link asks for: every variant with one seed, then with the next", async () => {
    const link = "#v=1&variant=sft,head-only&seed=3&seeds=2&epochs=1&train=4&test=1&batch=4";
    const runs = await train("--model", modelFolder(scratch()), "--experiment", link);
    expect(runs.map(({ experiment: { variant, seed } }) => `${variant} ${seed}`)).toEqual([
      "sft 3",
      "head-only 3",
      "sft 4",
      "head-only 4",
    ]);
  });

  test("of a wrong file or link says in one line which and why, and ends with 2", async () => {
    const folder = scratch();
    const write = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const json = (name: string, content: unknown) => write(name, JSON.stringify(content));
    const wrong: [string, RegExp][] = [
      [join(folder, "none.json"), /none\.json: there is no such file/],
      [folder, /is a folder, not a file/],
      [write("text.json", "hello\nworld"), /text\.json: is not JSON/],
      [json("number.json", 3), /number\.json: holds no experiment/],
      [json("empty.json", { runs: [] }), /empty\.json: there are no runs/],
      [json("epochs.json", { ...tiny, epochs: 0 }), /epochs\.json: epochs cannot be used: /],
      [json("hyper.json", { ...tiny, hyper: { constructor: 1 } }), /hyper\.json: hyper\.constructor cannot be used: /],
      [json("newer.json", { ...tiny, version: 2 }), /newer\.json: version cannot be used: /],
      [json("second.json", { runs: [{ experiment: tiny }, { experiment: {} }] }), /second\.json: run 2: /],
      ["#v=1&lr=fast", /--experiment: the link cannot be opened\. "lr" should be a number/],
      ["https://example.org/", /the link cannot be opened/],
    ];
    for (const [source, message] of wrong) {
      const { code, stdout, error } = await cli(["train", "--experiment", source]);
      expect(error, source).toMatch(message);
      expect(error).not.toContain("\n");
      expect([code, stdout]).toEqual([2, ""]);
    }
  });

  test("does not go together with flags that say something else", async () => {
    const { code, error } = await cli(["train", "--experiment", "#v=1", "--lr", "0.1"]);
    expect(error).toMatch(/^--lr cannot be used with --experiment/);
    expect(code).toBe(2);
  });

  test("does not save two runs in one folder", async () => {
    const folder = scratch();
    const file = join(folder, "runs.json");
    writeFileSync(file, JSON.stringify({ runs: [{ experiment: tiny }, { experiment: { ...tiny, epochs: 1 } }] }));
    const { code, error } = await cli(["train", "--experiment", file, "--save", join(folder, "saved")]);
    expect(error).toMatch(/--save: several runs would be written to the folder graddrop-seed5/);
    expect(code).toBe(2);
  });
});
