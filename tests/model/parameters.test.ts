import { describe, expect, test } from "vitest";
import type { StoredTensors, WrittenTensor } from "../../src/checkpoint/index.ts";
import { loadParameters } from "../../src/model/load.ts";
import { elements, type Head, type TensorSpec, tensorSpecs } from "../../src/model/parameters.ts";
import { storedOf } from "../support/tensors.ts";
import { TINY } from "./support.ts";

const HEAD = { kind: "sequence", classes: 3 } as const;
const BASE = {
  ...TINY,
  hiddenSize: 768,
  layers: 12,
  heads: 12,
  intermediateSize: 3072,
  vocabSize: 250_002,
  maxPositions: 514,
};
const LARGE = { ...BASE, hiddenSize: 1024, layers: 24, heads: 16, intermediateSize: 4096 };

const isHead = ({ owner }: TensorSpec) => owner.kind === "head";
const specs = tensorSpecs(TINY, HEAD);

type Tensors = Map<string, WrittenTensor>;

function stored(change: (tensors: Tensors) => void = () => {}): Promise<StoredTensors> {
  const tensors = new Map(
    specs.map(({ name, shape, index }) => [
      name,
      { shape, values: new Float32Array(elements(shape)).fill(index + 1) } as WrittenTensor,
    ]),
  );
  change(tensors);
  return storedOf(tensors);
}

test.for([
  { size: "base", config: BASE, parameters: 278_045_955 },
  { size: "large", config: LARGE, parameters: 559_893_507 },
])("XLM-R $size with a 3-way head has the published number of parameters", ({ config, parameters }) => {
  const total = tensorSpecs(config, HEAD).reduce((sum, { shape }) => sum + elements(shape), 0);
  expect(total).toBe(parameters);
});

test("every tensor has a number and a name of its own, lowest part first", () => {
  expect(specs.map(({ index }) => index)).toEqual(specs.map((_, i) => i));
  expect(new Set(specs.map(({ name }) => name)).size).toBe(specs.length);
  expect(specs.at(0)).toMatchObject({ owner: { kind: "embeddings" } });
  expect(specs.at(-1)).toMatchObject({ owner: { kind: "head" } });
  const layers = specs.flatMap(({ owner }) => (owner.kind === "layer" ? [owner.layer] : []));
  expect(layers).toEqual(layers.toSorted((a, b) => a - b));
});

test("heads on tokens are one linear layer, by Hugging Face's names", () => {
  const headOf = (head: Head) =>
    Object.fromEntries(tensorSpecs(TINY, head).flatMap((spec) => (isHead(spec) ? [[spec.name, spec.shape]] : [])));
  expect(headOf({ kind: "token", classes: 7 })).toEqual({ "classifier.weight": [7, 16], "classifier.bias": [7] });
  expect(headOf({ kind: "span" })).toEqual({ "qa_outputs.weight": [2, 16], "qa_outputs.bias": [2] });
});

test("another head renumbers nothing below it: masks are the same", () => {
  const below = (head: Head) => tensorSpecs(TINY, head).filter((spec) => !isHead(spec));
  expect(below({ kind: "token", classes: 7 })).toEqual(below(HEAD));
  expect(below({ kind: "span" })).toEqual(below(HEAD));
});

test("a BERT has the same tensors under its own names, its head's first layer being the pooler", () => {
  const bert = { ...TINY, architecture: "bert", firstPosition: 0, typeVocabSize: 2 } as const;
  const named = (name: string) =>
    name
      .replace(/^roberta\./, "bert.")
      .replace("classifier.dense", "bert.pooler.dense")
      .replace("classifier.out_proj", "classifier");
  for (const head of [HEAD, { kind: "token", classes: 7 }, { kind: "span" }] as const) {
    const ofBert = tensorSpecs(bert, head).map(({ name, index, owner }) => ({ name, index, owner }));
    expect(ofBert).toEqual(
      tensorSpecs(TINY, head).map(({ name, index, owner }) => ({ name: named(name), index, owner })),
    );
  }
});

test("another number of classes renumbers nothing", () => {
  const other = tensorSpecs(TINY, { kind: "sequence", classes: 10 });
  expect(other.map(({ name, index }) => [name, index])).toEqual(specs.map(({ name, index }) => [name, index]));
});

describe("loading", () => {
  test("takes what the model has, and ignores the rest", async () => {
    const tensors = await stored((map) => map.set("lm_head.bias", { shape: [2], values: new Float32Array(2) }));
    const weights = await loadParameters(tensors, specs, TINY, 1);
    expect([...weights.keys()]).toEqual(specs.map(({ name }) => name));
    for (const { name, index } of specs) expect(new Set(weights.get(name))).toEqual(new Set([index + 1]));
  });

  test("makes a missing head from the seed: N(0, 0.02), zero bias", async () => {
    const wide = { ...TINY, hiddenSize: 128 };
    const wideSpecs = tensorSpecs(wide, HEAD);
    const tensors = await storedOf(
      wideSpecs
        .filter((spec) => !isHead(spec))
        .map(({ name, shape }) => [name, { shape, values: new Float32Array(elements(shape)) }]),
    );
    const weights = await loadParameters(tensors, wideSpecs, wide, 5);
    const dense = weights.get("classifier.dense.weight")!;
    const mean = dense.reduce((sum, value) => sum + value, 0) / dense.length;
    const deviation = Math.sqrt(dense.reduce((sum, value) => sum + (value - mean) ** 2, 0) / dense.length);
    expect(mean).toBeCloseTo(0, 3);
    expect(deviation).toBeCloseTo(0.02, 3);
    expect(new Set(weights.get("classifier.dense.bias"))).toEqual(new Set([0]));
    expect(await loadParameters(tensors, wideSpecs, wide, 5)).toEqual(weights);
    expect((await loadParameters(tensors, wideSpecs, wide, 6)).get("classifier.dense.weight")).not.toEqual(dense);
  });

  test("makes the whole head new when the stored one has other classes", async () => {
    const tensors = await stored((map) => {
      map.set("classifier.out_proj.weight", { shape: [2, 16], values: new Float32Array(32).fill(1) });
      map.set("classifier.out_proj.bias", { shape: [2], values: new Float32Array(2).fill(1) });
    });
    const weights = await loadParameters(tensors, specs, TINY, 1);
    expect(weights.get("classifier.out_proj.weight")).toHaveLength(48);
    expect(weights.get("classifier.dense.weight")![0]).not.toBe(specs.find(isHead)!.index + 1);
  });

  test("keeps a BERT's pooler when the classifier on it has other classes, or when it has none", async () => {
    const bert = { ...TINY, architecture: "bert", firstPosition: 0, typeVocabSize: 2 } as const;
    const bertSpecs = tensorSpecs(bert, HEAD);
    const valuesOf = ({ index, shape }: TensorSpec) => new Float32Array(elements(shape)).fill(index + 1);
    const all = bertSpecs.map((spec) => [spec.name, { shape: spec.shape, values: valuesOf(spec) }] as const);
    const without = (part: string) => storedOf(all.filter(([name]) => !name.startsWith(part)));
    const fresh = await loadParameters(await without("classifier"), bertSpecs, bert, 1);
    expect(new Set(fresh.get("bert.pooler.dense.weight"))).toEqual(
      new Set([bertSpecs.find(({ name }) => name === "bert.pooler.dense.weight")!.index + 1]),
    );
    expect(Math.max(...fresh.get("classifier.weight")!.map(Math.abs))).toBeLessThan(0.1);
    const bare = await loadParameters(await without("bert.pooler"), bertSpecs, bert, 1);
    expect(Math.max(...bare.get("bert.pooler.dense.weight")!.map(Math.abs))).toBeLessThan(0.1);
    expect(new Set(bare.get("bert.pooler.dense.bias"))).toEqual(new Set([0]));
    expect(bare.get("classifier.weight")![0]).toBeGreaterThan(1);
  });

  test("makes a head of another kind new, whatever the stored one is", async () => {
    for (const head of [{ kind: "token", classes: 3 }, { kind: "span" }] as const) {
      const weights = await loadParameters(await stored(), tensorSpecs(TINY, head), TINY, 1);
      const [weight, bias] = tensorSpecs(TINY, head).filter(isHead);
      expect(Math.max(...weights.get(weight!.name)!.map(Math.abs))).toBeLessThan(0.1);
      expect(new Set(weights.get(bias!.name))).toEqual(new Set([0]));
    }
  });

  test("names the tensor that is missing", async () => {
    const name = "roberta.encoder.layer.1.output.dense.bias";
    const tensors = await stored((map) => map.delete(name));
    await expect(loadParameters(tensors, specs, TINY, 1)).rejects.toThrow(
      `no tensor "${name}", which a model of 3 layers needs`,
    );
  });

  test("names the tensor whose shape is another model's", async () => {
    const name = "roberta.embeddings.position_embeddings.weight";
    const tensors = await stored((map) => map.set(name, { shape: [5, 16], values: new Float32Array(80) }));
    await expect(loadParameters(tensors, specs, TINY, 1)).rejects.toThrow(
      `Tensor "${name}" has shape [5,16], but config.json asks for [18,16]`,
    );
  });
});
