import { describe, expect, test } from "vitest";
import { VARIANTS } from "../../src/graddrop/index.ts";
import { TASKS, taskById } from "../../src/tasks/registry.ts";
import { parseTokenizer } from "../../src/tokenizer/index.ts";
import { TOKENIZER_JSON } from "../support/tiny-checkpoint.ts";
import { cli, modelFolder, scratch } from "./support.ts";

interface Masks {
  layers: { layer: number; kind: string; active: number; factors: number[] }[];
}

async function mask(line: string): Promise<Masks["layers"]> {
  const { stdout } = await cli(["mask", "--json", ...line.split(" ")]);
  return (JSON.parse(stdout) as Masks).layers;
}

describe("mask", () => {
  test("shows the freezing of layers from the top", async () => {
    const layers = await mask("--variant gradfreeze-topdown --epochs 4 --epoch 2 --layers 8 --size 3");
    expect(layers.map(({ layer, kind, active }) => [layer, kind, active])).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((layer) => (layer < 4 ? [layer, "frozen", 0] : [layer, "active", 1])),
    );
    expect(layers[0]?.factors).toEqual([0, 0, 0]);
    expect(layers[7]?.factors).toEqual([1, 1, 1]);
  });

  test("turns weights on without replacement, exactly floor(e * N / T) by epoch e", async () => {
    let before: number[] = Array(10).fill(0);
    for (let epoch = 1; epoch <= 3; epoch++) {
      const [layer] = await mask(`--variant graddrop-epoch --epochs 3 --epoch ${epoch} --layers 1 --size 10 --seed 7`);
      const { kind, active, factors } = layer!;
      expect(kind).toBe("partition");
      expect(active).toBe(Math.floor((epoch * 10) / 3) / 10);
      expect(factors.filter((factor) => factor === 1)).toHaveLength(Math.floor((epoch * 10) / 3));
      for (const [weight, factor] of factors.entries()) expect(factor).toBeGreaterThanOrEqual(before[weight]!);
      before = factors;
    }
  });

  test("drops at the given rate and rescales, differently in each step, layer and seed", async () => {
    const line = "--variant graddrop --hyper dropRate=0.5 --layers 2 --size 1000";
    const [first, second] = await mask(`${line} --step 3`);
    expect(new Set(first!.factors)).toEqual(new Set([0, 2]));
    expect(first!.active).toBe(first!.factors.filter((factor) => factor > 0).length / 1000);
    expect(Math.abs(first!.active - 0.5)).toBeLessThan(0.08);
    expect(second!.factors).not.toEqual(first!.factors);
    expect((await mask(`${line} --step 3`))[0]).toEqual(first);
    expect((await mask(`${line} --step 4`))[0]!.factors).not.toEqual(first!.factors);
    expect((await mask(`${line} --step 3 --seed 2`))[0]!.factors).not.toEqual(first!.factors);
  });

  test("is a table for people", async () => {
    const { stdout } = await cli(["mask", "--variant", "sft", "--layers", "2", "--size", "2"]);
    expect(stdout).toBe(
      "layer  mask    active %  factors\n    1  active     100.0  1 1\n    0  active     100.0  1 1\n",
    );
  });
});

describe("tokenize", () => {
  const reference = parseTokenizer(TOKENIZER_JSON, "tokenizer.json");

  test("gives a JSON line for each line, special tokens included, however the input is cut", async () => {
    const model = modelFolder(scratch());
    const lines = ["Hello world", "", "你好 🙂 Привет", "one\u2028line", "long ".repeat(300)];
    const { stdout, code } = await cli(["tokenize", "--model", model], { stdin: `${lines.join("\n")}` });
    expect(code).toBe(0);
    const found = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(found).toEqual(lines.map((line) => reference.encodePair(line, undefined, 10_000)));
  });

  test("takes line ends of any system, and nothing for nothing", async () => {
    const model = modelFolder(scratch());
    const unix = await cli(["tokenize", "--model", model], { stdin: "a\nb\n" });
    expect(unix.stdout.split("\n")).toHaveLength(3);
    expect((await cli(["tokenize", "--model", model], { stdin: "a\r\nb\r\n" })).stdout).toBe(unix.stdout);
    expect((await cli(["tokenize", "--model", model])).stdout).toBe("");
  });
});

describe("tasks", () => {
  test("lists all nine, with languages, labels, metric, head and sizes", async () => {
    const list = JSON.parse((await cli(["tasks", "--json"])).stdout) as Record<string, unknown>[];
    expect(list.map(({ id }) => id)).toEqual(TASKS.map(({ id }) => id));
    expect(list.find(({ id }) => id === "ner")).toMatchObject({
      languages: ["en", "de", "es", "nl"],
      labels: expect.arrayContaining(["O", "B-PER", "I-MISC"]),
      head: { kind: "token", classes: 9 },
      metric: { name: "F1", chance: null },
      defaults: { trainSize: taskById("ner").defaults.trainSize },
    });
    expect(list.find(({ id }) => id === "nc")).toMatchObject({ metric: { name: "accuracy", chance: 0.1 } });
    const { stdout } = await cli(["tasks"]);
    for (const { id, metric, languages } of TASKS) {
      const line = stdout.split("\n").find((candidate) => candidate.startsWith(`${id} `));
      expect(line).toContain(metric.name);
      expect(line).toContain(languages.join(" "));
    }
  });
});

describe("variants", () => {
  test("lists all, with their settings", async () => {
    const list = JSON.parse((await cli(["variants", "--json"])).stdout) as Record<string, unknown>[];
    expect(list.map(({ id }) => id)).toEqual(VARIANTS.map(({ id }) => id));
    expect(list.find(({ id }) => id === "graddrop")).toMatchObject({
      label: "GradDrop",
      hyperparameters: { dropRate: { default: 0.2, min: 0, max: 0.95 } },
    });
    const { stdout } = await cli(["variants"]);
    for (const { id } of VARIANTS) expect(stdout).toContain(id);
  });
});
