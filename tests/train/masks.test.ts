import { describe, expect, test } from "vitest";
import { VARIANTS, variantById } from "../../src/graddrop/index.ts";
import { tensorSpecs } from "../../src/model/parameters.ts";
import { Activity } from "../../src/train/activity.ts";
import { masksAt } from "../../src/train/masks.ts";

const EPOCHS = 4;
const LAYERS = 3;

function masks(variant: string, embeddings: "train" | "freeze" | "follow", epoch: number, step = 0) {
  return masksAt(variantById(variant), { seed: 1, hyper: {}, embeddings }, { epoch, epochs: EPOCHS, step }, LAYERS);
}

const embeddingsByEpoch = (variant: string, policy: "train" | "freeze" | "follow") =>
  Array.from({ length: EPOCHS }, (_, index) => masks(variant, policy, index + 1).embeddings);

describe("the embeddings", () => {
  test.each(VARIANTS.map(({ id }) => id).filter((id) => id !== "head-only"))(
    "learn always or never under %s when that is the policy",
    (id) => {
      expect(new Set(embeddingsByEpoch(id, "train"))).toEqual(new Set(["train"]));
      expect(new Set(embeddingsByEpoch(id, "freeze"))).toEqual(new Set(["frozen"]));
    },
  );

  test("never learn when the head learns alone, whatever the policy", () => {
    for (const policy of ["train", "freeze", "follow"] as const) {
      expect(new Set(embeddingsByEpoch("head-only", policy))).toEqual(new Set(["frozen"]));
    }
  });

  test("follow a variant as the layer below the lowest: last from the top, first from the bottom", () => {
    expect(embeddingsByEpoch("gradfreeze-topdown", "follow")).toEqual(["frozen", "frozen", "frozen", "train"]);
    expect(embeddingsByEpoch("gradfreeze-bottomup", "follow")).toEqual(["train", "train", "train", "train"]);
    expect(embeddingsByEpoch("gradfreeze-toggle-topdown", "follow")).toEqual(["frozen", "frozen", "frozen", "train"]);
    expect(embeddingsByEpoch("head-only", "follow")).toEqual(["frozen", "frozen", "frozen", "frozen"]);
  });

  test("learn whole under a variant that masks single weights", () => {
    for (const id of ["sft", "graddrop", "graddrop-gaussian", "graddrop-epoch", "graddrop-epoch-toggle"]) {
      expect(new Set(embeddingsByEpoch(id, "follow"))).toEqual(new Set(["train"]));
    }
  });

  test("do not change the schedule of the layers by following", () => {
    for (const { id } of VARIANTS) {
      for (let epoch = 1; epoch <= EPOCHS; epoch++) {
        expect(masks(id, "follow", epoch).layers).toEqual(masks(id, "train", epoch).layers);
      }
    }
  });
});

describe("the record of what could move", () => {
  const config = { hiddenSize: 6, layers: LAYERS, heads: 2, intermediateSize: 10, vocabSize: 20, maxPositions: 9 };
  const ofXlmr = {
    architecture: "xlm-roberta",
    firstPosition: 2,
    typeVocabSize: 1,
    layerNormEps: 1e-5,
    padId: 1,
  } as const;
  const full = { ...config, ...ofXlmr };
  const specs = tensorSpecs(full, { kind: "sequence", classes: 2 });
  const sizes = specs
    .filter(({ owner }) => owner.kind === "layer" && owner.layer === 0)
    .map(({ shape }) => shape.reduce((product, side) => product * side, 1));

  function record(variant: string, epoch: number, steps: number, policy: "train" | "freeze" | "follow" = "train") {
    const activity = new Activity(specs, LAYERS, 1);
    for (let step = 0; step < steps; step++) {
      activity.add(masks(variant, policy, epoch, step), { epoch, epochs: EPOCHS, step });
    }
    return activity.record();
  }

  test("counts the weights of a layer exactly, tensor by tensor", () => {
    const total = sizes.reduce((sum, size) => sum + size, 0);
    for (let epoch = 1; epoch <= EPOCHS; epoch++) {
      const born = sizes.reduce((sum, size) => sum + Math.floor((epoch * size) / EPOCHS), 0);
      for (const { active, steps } of record("graddrop-epoch", epoch, 2).layers) {
        expect(active).toBeCloseTo(born / total, 12);
        expect(steps).toBe(1);
      }
    }
  });

  test("a layer that is frozen in some steps could move, and says in what share of the steps", () => {
    const steps = 200;
    for (const [layer, activity] of record("layer-graddrop", 1, steps).layers.entries()) {
      const learning = Array.from(
        { length: steps },
        (_, step) => masks("layer-graddrop", "train", 1, step).layers[layer],
      );
      expect(activity.active).toBe(1);
      expect(activity.steps).toBe(learning.filter((mask) => mask?.kind === "active").length / steps);
      expect(activity.steps).toBeGreaterThan(0.6);
      expect(activity.steps).toBeLessThan(0.95);
    }
  });

  test("frozen layers and embeddings are at 0, the head never", () => {
    const { layers, embeddings, head } = record("head-only", 1, 3, "follow");
    expect(layers.map(({ active, steps }) => [active, steps])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(embeddings.active).toBe(0);
    expect(head.active).toBe(1);
  });
});
