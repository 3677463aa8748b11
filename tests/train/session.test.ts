import { beforeAll, describe, expect, test } from "vitest";
import { writeSafetensors } from "../../src/checkpoint/index.ts";
import { useBackend } from "../../src/cli/backend.ts";
import { checkWeights, createBundle, initialWeights, openModel } from "../../src/train/session.ts";
import {
  CONFIG,
  memorySource,
  TINY_EXPERIMENT,
  TOKENIZER_JSON,
  tinyFiles,
  tinyTensors,
} from "../support/tiny-checkpoint.ts";

beforeAll(async () => {
  await useBackend("wasm");
});

const HEAD = { kind: "sequence", classes: 10 } as const;
const open = (change: Parameters<typeof tinyFiles>[0] = {}) => openModel(memorySource(tinyFiles(change)));
const configWith = (change: object) => JSON.stringify({ ...CONFIG, ...change });
const weightsOf = (tensors: ReturnType<typeof tinyTensors>) => writeSafetensors(tensors, "F32");

describe("a bad checkpoint is refused with its file, the fault and a remedy", () => {
  const whole = tinyFiles()["model.safetensors"];
  const lying = whole.slice();
  new DataView(lying.buffer).setBigUint64(0, 1n << 40n, true);

  const faults: [string, Parameters<typeof tinyFiles>[0], RegExp][] = [
    [
      "truncated weights",
      { "model.safetensors": whole.subarray(0, whole.length - 100) },
      /^tiny\/model\.safetensors: .*complete\?/,
    ],
    [
      "a lying header",
      { "model.safetensors": lying },
      /^tiny\/model\.safetensors: announces a header of 1099511627776 bytes/,
    ],
    [
      "weights that are text",
      { "model.safetensors": new TextEncoder().encode("<html>hello</html>") },
      /^tiny\/model\.safetensors: /,
    ],
    [
      "another kind of model",
      { "config.json": configWith({ model_type: "distilbert" }) },
      /^tiny\/config\.json: .*"distilbert".*xlm-roberta/,
    ],
    ["a config that is no JSON", { "config.json": "{" }, /^tiny\/config\.json: is not JSON/],
    [
      "a config that is no text",
      { "config.json": new Uint8Array([0xff, 0xfe, 0x00]) },
      /^tiny\/config\.json: is not UTF-8/,
    ],
    [
      "a tokenizer that is no JSON",
      { "tokenizer.json": TOKENIZER_JSON.slice(0, 500) },
      /^tiny\/tokenizer\.json: is not JSON/,
    ],
    ["a tokenizer of another kind", { "tokenizer.json": '{"model":{"type":"BPE"}}' }, /^tiny\/tokenizer\.json: /],
    [
      "a tokenizer with more tokens than the model",
      { "config.json": configWith({ vocab_size: 600 }) },
      /^tiny\/tokenizer\.json: has 665 tokens, .*600/,
    ],
  ];
  test.each(faults)("%s", async (_, change, message) => {
    await expect(open(change)).rejects.toThrow(message);
  });

  test("a missing tensor, by name", async () => {
    const tensors = tinyTensors();
    tensors.delete("roberta.encoder.layer.1.output.dense.weight");
    const model = await open({ "model.safetensors": weightsOf(tensors) });
    expect(() => checkWeights(model, HEAD)).toThrow(
      /^tiny\/model\.safetensors: .*"roberta\.encoder\.layer\.1\.output\.dense\.weight"/,
    );
  });

  test("a tensor of another shape, with both shapes", async () => {
    const model = await open({ "config.json": configWith({ intermediate_size: 32 }) });
    expect(() => checkWeights(model, HEAD)).toThrow(
      /^tiny\/model\.safetensors: .*"roberta\.encoder\.layer\.0\.intermediate\.dense\.weight".*\[24,16\].*\[32,16\]/,
    );
  });

  test("a file that is not there", async () => {
    const { "tokenizer.json": _, ...files } = tinyFiles();
    await expect(openModel(memorySource(files))).rejects.toThrow(/^tiny: has no tokenizer\.json/);
  });
});

describe("the head", () => {
  test("is made from the seed when the checkpoint has none", async () => {
    const model = await open();
    const first = await initialWeights(model, HEAD, 1);
    expect(await initialWeights(model, HEAD, 1)).toEqual(first);
    const second = await initialWeights(model, HEAD, 2);
    expect(second.get("classifier.dense.weight")).not.toEqual(first.get("classifier.dense.weight"));
    expect(second.get("roberta.encoder.layer.0.output.dense.weight")).toEqual(
      first.get("roberta.encoder.layer.0.output.dense.weight"),
    );
  });

  test("is the checkpoint's own when that has as many classes, and new otherwise", async () => {
    const tensors = tinyTensors({ classes: 10 });
    const model = await open({ "model.safetensors": weightsOf(tensors) });
    const own = (await initialWeights(model, HEAD, 1)).get("classifier.dense.weight");
    expect(own).toEqual(tensors.get("classifier.dense.weight")?.values);
    const other = (await initialWeights(model, { kind: "sequence", classes: 3 }, 1)).get("classifier.dense.weight");
    expect(other).not.toEqual(own);
  });
});

test("a bundle's engine holds the bundle's initial weights", async () => {
  const bundle = await createBundle(await open(), TINY_EXPERIMENT);
  try {
    expect(await bundle.engine.weights()).toEqual(bundle.initialWeights);
  } finally {
    bundle.engine.dispose();
  }
});
