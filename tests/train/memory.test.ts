import { expect, test } from "vitest";
import { BASE, LARGE, MINI } from "../../bench/shapes.ts";
import { elements, type Head, tensorSpecs } from "../../src/model/parameters.ts";
import { LEAST_BINDING_BYTES, type MemoryOptions, memoryPlan } from "../../src/train/memory.ts";

const head: Head = { kind: "sequence", classes: 3 };
const batch = { rows: 16, sequence: 128 };
const plain: MemoryOptions = {
  recompute: false,
  update: "after",
  optimizer: "adamw",
  embeddings: "train",
  dropout: false,
};

test("weights and embeddings are the model's, and AdamW keeps two moments of each", () => {
  const plan = memoryPlan(BASE, head, batch, plain);
  const all = tensorSpecs(BASE, head).reduce((sum, { shape }) => sum + 4 * elements(shape), 0);
  expect(plan.weights + plan.embeddings).toBe(all);
  expect(plan.moments + plan.embeddingMoments).toBe(2 * all);
});

test("the total is the sum of the kinds", () => {
  const { total, largestBinding: _, ...kinds } = memoryPlan(MINI, head, batch, plain);
  expect(total).toBe(Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0));
});

test("embeddings that never learn have neither gradients nor moments", () => {
  const frozen = memoryPlan(MINI, head, batch, { ...plain, embeddings: "frozen" });
  expect(frozen.embeddingMoments).toBe(0);
  expect(frozen.gradients).toBe(frozen.weights);
});

test("a table's gradient has no more rows than the batch has tokens, or the vocabulary words", () => {
  const gradients = (rows: number) => {
    const { gradients, weights } = memoryPlan(MINI, head, { rows, sequence: 100 }, plain);
    return gradients - weights;
  };
  const row = 4 * MINI.hiddenSize;
  expect(gradients(2) - gradients(1)).toBe(100 * row);
  expect(gradients(81)).toBe(gradients(80));
});

test("an update within the backward pass keeps the gradients of one part at a time", () => {
  const fused = memoryPlan(LARGE, head, batch, { ...plain, update: "fused" });
  const layer = (fused.weights - memoryPlan({ ...LARGE, layers: 0 }, head, batch, plain).weights) / LARGE.layers;
  expect(fused.gradients).toBe(layer);
});

test("recomputing keeps one input a layer, whatever the layer's width", () => {
  const inputs = (intermediateSize: number) => {
    const config = { ...LARGE, intermediateSize };
    const deep = memoryPlan(config, head, batch, { ...plain, recompute: true });
    const shallow = memoryPlan({ ...config, layers: 1 }, head, batch, { ...plain, recompute: true });
    return deep.activations - shallow.activations;
  };
  expect(inputs(4096)).toBe((LARGE.layers - 1) * 4 * 16 * 128 * LARGE.hiddenSize);
  expect(inputs(8192)).toBe(inputs(4096));
});

test("XLM-R large with 30,000 words trains within 6 GiB when it recomputes and updates as it goes back", () => {
  const plan = memoryPlan(LARGE, head, batch, { ...plain, recompute: true, update: "fused" });
  expect(plan.total).toBeLessThan(6 * 2 ** 30);
});

test("nothing of mini, base or large needs a larger binding than every device has", () => {
  for (const config of [MINI, BASE, LARGE]) {
    expect(memoryPlan(config, head, { rows: 32, sequence: 128 }, plain).largestBinding).toBeLessThanOrEqual(
      LEAST_BINDING_BYTES,
    );
  }
});

test("dropout remembers a bit for each query and key", () => {
  const without = memoryPlan(MINI, head, { rows: 1, sequence: 32 }, plain).activations;
  const longer = memoryPlan(MINI, head, { rows: 1, sequence: 32 }, { ...plain, dropout: true }).activations;
  const ordinary = (MINI.layers - 1) * MINI.heads * 32;
  const top = MINI.heads;
  expect(longer - without).toBe(4 * (ordinary + top));
});

test("a head on tokens has the top layer computed for all of them, one on sequences for the first of each row", () => {
  const activations = (head: Head, sequence: number) =>
    memoryPlan(MINI, head, { rows: 1, sequence }, plain).activations;
  const sequence = activations(head, 64);
  const span = activations({ kind: "span" }, 64);
  const token = activations({ kind: "token", classes: 17 }, 64);
  expect(span - activations({ kind: "span" }, 1)).toBeGreaterThan(sequence - activations(head, 1));
  // 17 logits a token and as many gradients, where a span head has 2.
  expect(token - span).toBe(4 * 64 * 2 * (17 - 2));
});

test("a top layer that is kept whole makes room for a lower one that is computed again", () => {
  const options = { ...plain, recompute: true };
  const more = (head: Head) => {
    const { activations, working } = memoryPlan(BASE, head, batch, options);
    return activations + working;
  };
  const ratio = more({ kind: "span" }) / more(head);
  expect(ratio).toBeGreaterThan(1);
  expect(ratio).toBeLessThan(1.1);
});
