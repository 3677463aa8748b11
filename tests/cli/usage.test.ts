import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { writeSafetensors } from "../../src/checkpoint/index.ts";
import { tinyTensors } from "../support/tiny-checkpoint.ts";
import { cli, modelFolder, scratch } from "./support.ts";

describe("wrong use ends with exit code 2 and one line that names the flag, the fault and what is allowed", () => {
  const wrong: [string, RegExp][] = [
    ["", /command is missing.*train, replay, score, average, mask, tokenize, variants/],
    ["fly", /no command "fly".*train/],
    ["train --fast", /no flag --fast.*--task/],
    ["train -x", /no flag -x/],
    ["train now", /"now"/],
    ["train --lr", /--lr needs a value/],
    ["train --lr=", /--lr is empty/],
    ["train --json=yes", /--json takes no value/],
    ["train --lr ten", /--lr: "ten" is not a number/],
    ["train --lr NaN", /--lr: "NaN" is not a number/],
    ["train --lr 1e10", /--lr: 1e10 is too large; the most is 10/],
    ["train --lr -1", /--lr: -1 is too small; the least is 0/],
    ["train --epochs 2.5", /--epochs: 2.5 is not a whole number/],
    ["train --train-size 1", /--train-size: 1 is too small; the least is 2/],
    ["train --eval-size 1001", /--eval-size: 1001 is too large; the most is 1000/],
    ["train --batch-size 0", /--batch-size: 0 is too small/],
    ["train --clip -1", /--clip: -1 is too small/],
    ["train --warmup 2", /--warmup: 2 is too large; the most is 1/],
    ["train --label-noise 1", /--label-noise: 1 is too large/],
    ["train --optimizer adam", /--optimizer: there is no "adam".*adamw, sgd/],
    ["train --task cola", /--task: there is no "cola".*nc, xnli, .*mlqa/],
    [
      "train --task mlqa --label-noise 0.1",
      /--label-noise: 0.1 cannot be used: must be 0: the answers of mlqa are spans/,
    ],
    ["train --variant sft,dropout", /--variant: there is no "dropout".*sft, head-only/],
    ["train --variant sft,,graddrop", /--variant has an empty place/],
    ["train --variant sft,sft", /--variant names sft twice/],
    ["train --seed 1,x", /--seed: "x" is not a number/],
    ["train --seed -3", /--seed: -3 is too small/],
    ["train --embeddings no", /--embeddings: there is no "no".*train, freeze, follow/],
    ["train --backend gpu", /--backend: there is no "gpu".*auto, wasm/],
    ["train --hyper 0.3", /--hyper: "0.3" is not of the form NAME=VALUE/],
    ["train --hyper rate=0.3", /--hyper: no chosen variant has a setting "rate".*dropRate/],
    ["train --variant graddrop --hyper dropRate=1.5", /--hyper dropRate: 1.5 is too large; the most is 0.95/],
    ["train --model /no/such/folder", /^\/no\/such\/folder\/config\.json: there is no such file/],
    ["replay --lr 1e-3 --batches b.json", /--model is missing/],
    ["replay --model m --batches b.json", /--lr is missing/],
    ["mask", /--variant is missing/],
    ["mask --variant sft,graddrop", /--variant: mask shows one variant/],
    ["mask --variant sft --epochs 3 --epoch 4", /--epoch: 4 is beyond the last of --epochs 3/],
    ["mask --variant sft --layers 1000 --size 100000", /--size: .*ask for fewer/],
    ["score --language en --gold g --pred p", /--task is missing/],
    ["score --task mnli --language en --gold g --pred p", /--task: there is no "mnli".*xnli, nc, ner, pawsx/],
    ["score --task qam --language ru --gold g --pred p", /--language: there is no "ru".*de, en, fr/],
    ["score --task PAWS-X --language en --gold g", /--pred is missing/],
    ["score --task nc --language en --gold /no/such/file --pred p", /^\/no\/such\/file: there is no such file/],
    ["score --task nc --language en --gold / --pred p", /^\/: is a folder, not a file/],
    ["tokenize --model /no/such/folder", /^\/no\/such\/folder\/tokenizer\.json: there is no such file/],
  ];
  test.each(wrong)("%s", async (line, message) => {
    const { code, stdout, error } = await cli(line === "" ? [] : line.split(" "));
    expect(error).toMatch(message);
    expect(error).not.toContain("\n");
    expect(code).toBe(2);
    expect(stdout).toBe("");
  });
});

describe("--save", () => {
  test("refuses a file, a folder with something in it, and a place below a file, before anything else", async () => {
    const folder = scratch();
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "full"));
    writeFileSync(join(folder, "full", "kept"), "");
    // A model that is not there would be found next.
    const save = (name: string) => cli(["train", "--model", join(folder, "none"), "--save", join(folder, name)]);
    expect((await save("file")).error).toMatch(/--save: .*file is a file/);
    expect((await save("full")).error).toMatch(/--save: .*full is not empty/);
    expect((await save("file/below")).error).toMatch(/--save: .*below cannot be made, because .*file is a file/);
    expect(readdirSync(folder).sort()).toEqual(["file", "full"]);
    expect(readdirSync(join(folder, "full"))).toEqual(["kept"]);
  });

  test("writes nothing when the run fails or is stopped", async () => {
    const folder = scratch();
    const model = modelFolder(folder);
    const target = join(folder, "new", "saved");
    const tiny = ["--train-size", "4", "--eval-size", "1", "--epochs", "1", "--batch-size", "4"];
    const train = ["train", "--model", model, "--save", target, ...tiny];
    const stopped = await cli(train, { signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ code: 130, stdout: "" });
    const tensors = tinyTensors();
    tensors.get("roberta.embeddings.LayerNorm.bias")?.values.fill(Number.NaN);
    writeFileSync(join(model, "model.safetensors"), writeSafetensors(tensors, "F32"));
    const failed = await cli(train);
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed.error).toMatch(/^Step 1 of 1 \(epoch 1\): the loss is NaN\. Lower the learning rate/);
    expect(existsSync(join(folder, "new"))).toBe(false);
  });
});

test("every command explains itself", async () => {
  const { stdout } = await cli(["--help"]);
  for (const command of ["train", "replay", "score", "average", "mask", "tokenize", "tasks", "variants"]) {
    expect(stdout).toContain(command);
    const help = await cli([command, "--json", "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain(`graddrop -- ${command}`);
    for (const line of help.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  }
});
