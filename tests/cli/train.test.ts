import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { experimentSchema } from "../../src/experiment/experiment.ts";
import type { RunRecord } from "../../src/experiment/record.ts";
import { readSafetensors } from "../support/tensors.ts";
import { cli, modelFolder, scratch } from "./support.ts";

const TINY = "--epochs 2 --train-size 10 --eval-size 3 --batch-size 4".split(" ");

async function train(model: string, ...flags: string[]): Promise<RunRecord[]> {
  const { stdout, error } = await cli(["train", "--json", "--model", model, ...TINY, ...flags]);
  expect(error).toBe("");
  return (JSON.parse(stdout) as { runs: RunRecord[] }).runs;
}

describe("train --json", () => {
  test("gives one document with every run: variants outside, seeds inside", async () => {
    const runs = await train(
      modelFolder(scratch()),
      "--variant",
      "sft,gradfreeze-topdown",
      "--seed",
      "1,2",
      "--hyper",
      "dropRate=0.1",
    );
    expect(runs.map(({ experiment }) => [experiment.variant, experiment.seed, experiment.hyper])).toEqual([
      ["sft", 1, { dropRate: 0.1 }],
      ["sft", 2, { dropRate: 0.1 }],
      ["gradfreeze-topdown", 1, {}],
      ["gradfreeze-topdown", 2, {}],
    ]);
    for (const { experiment, epochs, stepsPerSecond, backend } of runs) {
      expect(experimentSchema.parse(experiment)).toEqual(experiment);
      expect(experiment).toMatchObject({ task: "nc", epochs: 2, trainSize: 10, evalSize: 3, batchSize: 4 });
      expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
      expect(stepsPerSecond).toBeGreaterThan(0);
      expect(backend).toBe("wasm");
    }
    const [first] = runs[2]!.epochs;
    expect(first!.layers).toEqual([
      { layer: 0, active: 0, steps: 0 },
      { layer: 1, active: 1, steps: 1 },
      { layer: 2, active: 1, steps: 1 },
    ]);
    expect(Object.keys(first!.test)).toEqual(["en", "de", "es", "fr", "ru"]);
    expect(first!.trainLoss).toBeGreaterThan(0);
  });

  test("takes every setting of an experiment", async () => {
    const flags =
      "--task xnli --variant graddrop --lr 1e-4 --warmup 0.1 --weight-decay 0.02 --clip none --optimizer sgd --embeddings follow --label-noise 0.2 --seed 9 --recompute --fused-update";
    const [run] = await train(modelFolder(scratch()), ...flags.split(" "));
    expect(run!.experiment).toMatchObject({
      task: "xnli",
      learningRate: 1e-4,
      warmupShare: 0.1,
      weightDecay: 0.02,
      clipNorm: null,
      memory: { recompute: true, update: "fused" },
      optimizer: "sgd",
      embeddings: "follow",
      labelNoise: 0.2,
      seed: 9,
    });
    expect(Object.keys(run!.epochs[0]!.test)).toHaveLength(15);
  });
});

test("train shows people a table for each run", async () => {
  const { stdout } = await cli([
    "train",
    "--model",
    modelFolder(scratch()),
    ...TINY,
    "--variant",
    "sft,graddrop-epoch",
  ]);
  expect(stdout).toMatch(/^nc SFT seed 1: 10 examples/);
  expect(stdout).toMatch(/\nnc GradDrop-Epoch seed 1: /);
  expect(stdout).toMatch(/\nepoch +loss +active +zero-shot +en +de +es +fr +ru\n/);
  expect(stdout).toMatch(/\n +2 +\d\.\d{3} +100\.0 /);
});

describe("train --save", () => {
  test("writes a model in Hugging Face layout, which trains on with its own head", async () => {
    const folder = scratch();
    const saved = join(folder, "deep", "saved");
    const model = modelFolder(folder);
    const [first] = await train(model, "--save", saved, "--lr", "0.01");
    expect(readdirSync(saved).sort()).toEqual([
      "README.md",
      "config.json",
      "model.safetensors",
      "tokenizer.json",
      "tokenizer_config.json",
    ]);
    expect(readdirSync(join(folder, "deep"))).toEqual(["saved"]);

    const config = JSON.parse(readFileSync(join(saved, "config.json"), "utf8")) as Record<string, unknown>;
    expect(config).toMatchObject({
      model_type: "xlm-roberta",
      architectures: ["XLMRobertaForSequenceClassification"],
      dtype: "float32",
      hidden_size: 16,
      id2label: { 0: "foodanddrink", 9: "autos" },
      label2id: { foodanddrink: 0, autos: 9 },
    });
    expect(config.torch_dtype).toBeUndefined();
    const tensors = await readSafetensors(new Uint8Array(readFileSync(join(saved, "model.safetensors"))));
    expect(tensors.get("classifier.out_proj.weight")).toMatchObject({ dtype: "F32", shape: [10, 16] });
    expect(readFileSync(join(saved, "tokenizer.json"))).toEqual(readFileSync(join(model, "tokenizer.json")));

    const card = readFileSync(join(saved, "README.md"), "utf8");
    expect(card).toContain("| learningRate | 0.01 |");
    expect(card).toContain("train --task nc --variant sft");

    // Nothing moves at rate 0: the scores are those that the saved model ended with.
    const [again] = await train(saved, "--lr", "0", "--epochs", "1");
    expect(again!.epochs[0]!.test).toEqual(first!.epochs[1]!.test);
  });

  test.each([
    ["pos", "XLMRobertaForTokenClassification", "classifier.weight", [17, 16], "token-classification", "precision"],
    ["mlqa", "XLMRobertaForQuestionAnswering", "qa_outputs.weight", [2, 16], "question-answering", "F1"],
  ])("names the head of %s as Hugging Face does, and its metric in the card", async (task, ...expected) => {
    const [architecture, tensor, shape, pipeline, metric] = expected;
    const folder = scratch();
    const saved = join(folder, "saved");
    const [first] = await train(modelFolder(folder), "--task", task, "--save", saved, "--lr", "0.01");
    const config = JSON.parse(readFileSync(join(saved, "config.json"), "utf8")) as Record<string, unknown>;
    expect(config).toMatchObject({ architectures: [architecture] });
    expect(config.problem_type).toBeUndefined();
    const tensors = await readSafetensors(new Uint8Array(readFileSync(join(saved, "model.safetensors"))));
    expect(tensors.get(tensor)).toMatchObject({ shape });
    const card = readFileSync(join(saved, "README.md"), "utf8");
    expect(card).toContain(`pipeline_tag: ${pipeline}`);
    expect(card).toContain(`| language | ${metric} |`);
    expect(card).not.toContain("chance");
    const [again] = await train(saved, "--task", task, "--lr", "0", "--epochs", "1");
    expect(again!.epochs[0]!.test).toEqual(first!.epochs[1]!.test);
  });

  test("gives each of several runs a folder, and takes the place of an empty folder", async () => {
    const folder = scratch();
    const saved = join(folder, "saved");
    mkdirSync(saved);
    await train(modelFolder(folder), "--save", saved, "--variant", "sft,head-only", "--seed", "3");
    expect(readdirSync(saved).sort()).toEqual(["head-only-seed3", "sft-seed3"]);
    expect(existsSync(join(saved, "sft-seed3", "model.safetensors"))).toBe(true);
  });
});

test("a checkpoint that does not fit is refused before training, by file and tensor", async () => {
  const folder = scratch();
  const model = modelFolder(folder);
  const config = JSON.parse(readFileSync(join(model, "config.json"), "utf8")) as object;
  writeFileSync(join(model, "config.json"), JSON.stringify({ ...config, num_hidden_layers: 4 }));
  const { code, stdout, error } = await cli(["train", "--model", model, "--save", join(folder, "saved")]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(error).toMatch(/model\/model\.safetensors: .*"roberta\.encoder\.layer\.3\./);
  expect(existsSync(join(folder, "saved"))).toBe(false);
});
