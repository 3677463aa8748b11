import { describe, expect, test } from "vitest";
import {
  elements,
  type Head,
  loadParameters,
  type ShapedValues,
  type TensorSpec,
  tensorSpecs,
} from "../../src/model/parameters.ts";
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

function stored(change: (tensors: Map<string, ShapedValues>) => void = () => {}): Map<string, ShapedValues> {
  const tensors = new Map(
    specs.map(({ name, shape, index }) => [
      name,
      { shape, values: new Float32Array(elements(shape)).fill(index + 1) } as ShapedValues,
    ]),
  );
  change(tensors);
  return tensors;
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

test("another number of classes renumbers nothing", () => {
  const other = tensorSpecs(TINY, { kind: "sequence", classes: 10 });
  expect(other.map(({ name, index }) => [name, index])).toEqual(specs.map(({ name, index }) => [name, index]));
});

describe("loading", () => {
  test("takes what the model has, copies it, and ignores the rest", () => {
    const tensors = stored((map) => map.set("lm_head.bias", { shape: [2], values: new Float32Array(2) }));
    const weights = loadParameters(tensors, specs, TINY, 1);
    expect([...weights.keys()]).toEqual(specs.map(({ name }) => name));
    for (const { name, index } of specs) expect(new Set(weights.get(name))).toEqual(new Set([index + 1]));
    tensors.get(specs[0]!.name)!.values.fill(99);
    expect(weights.get(specs[0]!.name)![0]).toBe(1);
  });

  test("makes a missing head from the seed: N(0, 0.02), zero bias", () => {
    const wide = { ...TINY, hiddenSize: 128 };
    const wideSpecs = tensorSpecs(wide, HEAD);
    const tensors = new Map(
      wideSpecs
        .filter((spec) => !isHead(spec))
        .map(({ name, shape }) => [name, { shape, values: new Float32Array(elements(shape)) }]),
    );
    const weights = loadParameters(tensors, wideSpecs, wide, 5);
    const dense = weights.get("classifier.dense.weight")!;
    const mean = dense.reduce((sum, value) => sum + value, 0) / dense.length;
    const deviation = Math.sqrt(dense.reduce((sum, value) => sum + (value - mean) ** 2, 0) / dense.length);
    expect(mean).toBeCloseTo(0, 3);
    expect(deviation).toBeCloseTo(0.02, 3);
    expect(new Set(weights.get("classifier.dense.bias"))).toEqual(new Set([0]));
    expect(loadParameters(tensors, wideSpecs, wide, 5)).toEqual(weights);
    expect(loadParameters(tensors, wideSpecs, wide, 6).get("classifier.dense.weight")).not.toEqual(dense);
  });

  test("makes the whole head new when the stored one has other classes", () => {
    const tensors = stored((map) => {
      map.set("classifier.out_proj.weight", { shape: [2, 16], values: new Float32Array(32).fill(1) });
      map.set("classifier.out_proj.bias", { shape: [2], values: new Float32Array(2).fill(1) });
    });
    const weights = loadParameters(tensors, specs, TINY, 1);
    expect(weights.get("classifier.out_proj.weight")).toHaveLength(48);
    expect(weights.get("classifier.dense.weight")![0]).not.toBe(specs.find(isHead)!.index + 1);
  });

  test("makes a head of another kind new, whatever the stored one is", () => {
    for (const head of [{ kind: "token", classes: 3 }, { kind: "span" }] as const) {
      const weights = loadParameters(stored(), tensorSpecs(TINY, head), TINY, 1);
      const [weight, bias] = tensorSpecs(TINY, head).filter(isHead);
      expect(Math.max(...weights.get(weight!.name)!.map(Math.abs))).toBeLessThan(0.1);
      expect(new Set(weights.get(bias!.name))).toEqual(new Set([0]));
    }
  });

  test("names the tensor that is missing", () => {
    const name = "roberta.encoder.layer.1.output.dense.bias";
    expect(() =>
      loadParameters(
        stored((map) => map.delete(name)),
        specs,
        TINY,
        1,
      ),
    ).toThrow(`no tensor "${name}", which an XLM-R of 3 layers needs`);
  });

  test("names the tensor whose shape is another model's", () => {
    const name = "roberta.embeddings.position_embeddings.weight";
    const tensors = stored((map) => map.set(name, { shape: [5, 16], values: new Float32Array(80) }));
    expect(() => loadParameters(tensors, specs, TINY, 1)).toThrow(
      `Tensor "${name}" has shape [5,16], but config.json asks for [18,16]`,
    );
  });
});
