import { expect, test } from "vitest";
import { MODULES, moduleOf } from "../../src/model/modules.ts";
import { tensorSpecs } from "../../src/model/parameters.ts";
import { TINY } from "./models.ts";

test("every tensor of a layer belongs to the one module that its name says", () => {
  const specs = tensorSpecs({ ...TINY, layers: 2 }, { kind: "sequence", classes: 3 });
  const ofLayer = specs.filter(({ owner }) => owner.kind === "layer" && owner.layer === 1);
  const found = MODULES.map(({ id }) => [
    id,
    ofLayer.filter((spec) => moduleOf(spec) === id).map(({ name }) => name.replace("roberta.encoder.layer.1.", "")),
  ]);
  expect(Object.fromEntries(found)).toEqual({
    "attention.self.query": ["attention.self.query.weight", "attention.self.query.bias"],
    "attention.self.key": ["attention.self.key.weight", "attention.self.key.bias"],
    "attention.self.value": ["attention.self.value.weight", "attention.self.value.bias"],
    "attention.output.dense": ["attention.output.dense.weight", "attention.output.dense.bias"],
    "intermediate.dense": ["intermediate.dense.weight", "intermediate.dense.bias"],
    "output.dense": ["output.dense.weight", "output.dense.bias"],
    LayerNorm: [
      "attention.output.LayerNorm.weight",
      "attention.output.LayerNorm.bias",
      "output.LayerNorm.weight",
      "output.LayerNorm.bias",
    ],
  });
});

test("embeddings and head have no module, their layer norm included", () => {
  const specs = tensorSpecs({ ...TINY, layers: 1 }, { kind: "sequence", classes: 3 });
  const outside = specs.filter(({ owner }) => owner.kind !== "layer");
  expect(outside.map(moduleOf)).toEqual(outside.map(() => undefined));
});
