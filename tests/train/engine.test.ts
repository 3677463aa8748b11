import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import { fillFactors, type LayerMask } from "../../src/graddrop/index.ts";
import { tensorSpecs } from "../../src/model/parameters.ts";
import type { Ops } from "../../src/ops/index.ts";
import { createEngine, type Engine, type StepPlan } from "../../src/train/engine.ts";
import { planOf, randomBatch, randomWeights, relativeError, TINY } from "../model/support.ts";
import { OP_SETS } from "../ops/opsets.ts";

const CLASSES = 3;
const HEAD = { kind: "sequence", classes: CLASSES } as const;
const LENGTHS = [7, 12, 3, 9];

const batchOf = (step: number) => randomBatch(TINY, LENGTHS, HEAD, step + 1);
const masksOf = (...masks: LayerMask[]) => masks;
const everyLayer = (mask: LayerMask) => masksOf(mask, mask, mask);

function engineOn(create: () => Ops): Engine {
  return createEngine(TINY, HEAD, randomWeights(TINY, HEAD), create());
}

/** Size of the WASM module's memory, which grows when anything in it leaks; 0 on other backends. */
function wasmHeapBytes(): number {
  const backend = tf.backend() as { wasm?: { HEAPU8: Uint8Array } };
  return backend.wasm?.HEAPU8.length ?? 0;
}

async function train(engine: Engine, steps: number, planAt: (step: number) => Partial<StepPlan> = () => ({})) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push((await engine.step(batchOf(step), planOf(TINY, { step, ...planAt(step) })).read()).loss);
  }
  return losses;
}

afterEach(() => expect(tf.memory().numTensors).toBe(0));

describe.each(OP_SETS)("with $set ops on $backend", ({ backend, create }) => {
  /** Trains a fresh engine and returns its weights. */
  async function weightsAfter(steps: number, planAt?: (step: number) => Partial<StepPlan>) {
    await selectBackend(backend);
    const engine = engineOn(create);
    const losses = await train(engine, steps, planAt);
    const weights = await engine.weights();
    engine.dispose();
    return { losses, weights };
  }

  test("learns a batch by heart", async () => {
    await selectBackend(backend);
    const engine = engineOn(create);
    const losses: number[] = [];
    for (let step = 0; step < 30; step++) {
      losses.push((await engine.step(batchOf(0), planOf(TINY, { step, learningRate: 3e-3 })).read()).loss);
    }
    expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]!);
    engine.dispose();
  });

  test("holds no more after 20 steps than after 3, and nothing once disposed", async () => {
    await selectBackend(backend);
    const engine = engineOn(create);
    const planAt = (step: number): Partial<StepPlan> => ({
      dropout: 0.1,
      report: step % 2 === 0 ? "gradNorms" : "measures",
      layerMasks: masksOf(
        { kind: "active" },
        { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" },
        { kind: "partition", epoch: 1 + (step % 2), epochs: 4, mode: "cumulative" },
      ),
    });
    await train(engine, 3, planAt);
    await engine.logits(batchOf(0));
    const before = tf.memory();
    const heapBefore = wasmHeapBytes();
    await train(engine, 17, planAt);
    await engine.logits(batchOf(1));
    const after = tf.memory();
    // What XNNPACK packs is in no count of tfjs's.
    expect(wasmHeapBytes()).toBe(heapBefore);
    expect(after.numTensors).toBe(before.numTensors);
    expect(after.numBytes).toBe(before.numBytes);
    engine.dispose();
    expect(tf.memory().numTensors).toBe(0);
    expect(tf.memory().numBytes).toBe(0);
  });

  test("two runs from one seed are bit-identical, dropout and masks included", async () => {
    const planAt = (): Partial<StepPlan> => ({
      seed: 9,
      dropout: 0.2,
      layerMasks: everyLayer({ kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" }),
    });
    const first = await weightsAfter(4, planAt);
    expect(await weightsAfter(4, planAt)).toEqual(first);
    expect((await weightsAfter(4, () => ({ ...planAt(), seed: 10 }))).losses).not.toEqual(first.losses);
  });

  test.for([
    { name: "graddrop with p = 0", mask: { kind: "bernoulli", dropRate: 0, rescale: true, period: "step" } },
    { name: "gaussian graddrop with p = 0", mask: { kind: "gaussian", sigma: 0 } },
    { name: "graddrop-epoch over one epoch", mask: { kind: "partition", epoch: 1, epochs: 1, mode: "cumulative" } },
    { name: "graddrop-epoch-toggle over one epoch", mask: { kind: "partition", epoch: 1, epochs: 1, mode: "toggle" } },
    { name: "resampling with p = 0", mask: { kind: "bernoulli", dropRate: 0, rescale: true, period: "epoch" } },
  ] as { name: string; mask: LayerMask }[])("$name equals SFT without dropout, bit for bit", async ({ mask }) => {
    const sft = await weightsAfter(4);
    expect(await weightsAfter(4, () => ({ layerMasks: everyLayer(mask) }))).toEqual(sft);
  });

  test("frozen layers keep their bits; a layer that learned, froze and learns again goes on from its own moments", async () => {
    const before = randomWeights(TINY, HEAD);
    const frozenBelow = (): Partial<StepPlan> => ({
      layerMasks: masksOf({ kind: "frozen" }, { kind: "active" }, { kind: "frozen" }),
      embeddings: "frozen",
    });
    const { weights } = await weightsAfter(3, frozenBelow);
    for (const { name, owner } of tensorSpecs(TINY, HEAD)) {
      const still = owner.kind === "embeddings" || (owner.kind === "layer" && owner.layer !== 1);
      if (still) expect(weights.get(name), name).toEqual(before.get(name));
      else expect(weights.get(name), name).not.toEqual(before.get(name));
    }
  });

  test("weights a partition has not born yet keep their bits, and born ones move", async () => {
    const mask: LayerMask = { kind: "partition", epoch: 1, epochs: 4, mode: "cumulative" };
    const before = randomWeights(TINY, HEAD);
    const { weights } = await weightsAfter(3, () => ({ layerMasks: everyLayer(mask) }));
    let moved = 0;
    let born = 0;
    for (const { name, index, owner } of tensorSpecs(TINY, HEAD)) {
      if (owner.kind !== "layer" || name.endsWith("key.bias")) continue;
      const start = before.get(name)!;
      const factors = new Float32Array(start.length);
      fillFactors(mask, { seed: 1, tensor: index, epoch: 1, step: 0 }, start.length, factors);
      weights.get(name)!.forEach((value, i) => {
        if (factors[i] === 0) expect(value).toBe(start[i]);
        else {
          born++;
          if (value !== start[i]) moved++;
        }
      });
    }
    expect(moved / born).toBeGreaterThan(0.99);
  });

  test("padding changes nothing: not the logits, not the gradients, not the weights", async () => {
    await selectBackend(backend);
    const batch = batchOf(0);
    const wider = { ...batch, sequence: 15, inputIds: new Int32Array(batch.rows * 15).fill(TINY.padId) };
    for (let row = 0; row < batch.rows; row++) {
      wider.inputIds.set(batch.inputIds.subarray(row * batch.sequence, (row + 1) * batch.sequence), row * 15);
    }
    const results = [];
    for (const given of [batch, wider]) {
      const engine = engineOn(create);
      const report = await engine.step(given, planOf(TINY, { report: "gradNorms" })).read();
      results.push({ ...report, weights: await engine.weights() });
      engine.dispose();
    }
    const [narrow, wide] = results as [(typeof results)[0], (typeof results)[0]];
    expect(relativeError(wide.logits, narrow.logits)).toBeLessThan(1e-5);
    for (const [name, norm] of Object.entries(narrow.gradNorm!)) {
      if (!name.endsWith("key.bias")) expect(wide.gradNorm![name]! / norm, name).toBeCloseTo(1, 4);
    }
  });

  test.for([
    { update: "after", embeddings: "train" },
    { update: "fused", embeddings: "train" },
    { update: "after", embeddings: "frozen" },
  ] as const)(
    "tells what a step did to each tensor (update $update, embeddings $embeddings)",
    async ({ update, embeddings }) => {
      await selectBackend(backend);
      const memory = { recompute: false, update };
      const engine = createEngine(TINY, HEAD, randomWeights(TINY, HEAD), create(), memory);
      const layerMasks = masksOf(
        { kind: "frozen" },
        { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" },
        { kind: "partition", epoch: 1, epochs: 3, mode: "cumulative" },
      );
      await train(engine, 2, () => ({ layerMasks, embeddings }));
      const before = await engine.weights();
      const plan = planOf(TINY, { step: 2, layerMasks, embeddings, report: "measures" });
      const { tensors, globalNorm } = await engine.step(batchOf(2), plan).read();
      const after = await engine.weights();
      const told = new Map(tensors.map((tensor) => [tensor.name, tensor]));
      expect(told.size).toBe(tensors.length);
      for (const { name, index, owner } of engine.specs) {
        const [old, now] = [before.get(name)!, after.get(name)!];
        const learns = owner.kind === "embeddings" ? embeddings === "train" : owner.kind === "head" || owner.layer > 0;
        expect(told.has(name), name).toBe(learns);
        if (!learns) {
          expect(now, name).toEqual(old);
          continue;
        }
        const { active, norm } = told.get(name)!.update!;
        const factors = new Float32Array(old.length).fill(1);
        if (owner.kind === "layer") {
          fillFactors(layerMasks[owner.layer]!, { ...plan, tensor: index }, old.length, factors);
        }
        expect(active, name).toBe(factors.filter((factor) => factor !== 0).length);
        expect(norm / Math.hypot(...now.map((value, i) => value - old[i]!)), name).toBeCloseTo(1, 4);
      }
      expect(Math.hypot(...tensors.map(({ gradNorm }) => gradNorm)) / globalNorm).toBeCloseTo(1, 5);
      engine.dispose();
    },
  );

  test("each row is computed on its own: logits do not depend on the other rows", async () => {
    await selectBackend(backend);
    const engine = engineOn(create);
    const batch = batchOf(3);
    const together = await engine.logits(batch);
    for (let row = 0; row < batch.rows; row++) {
      const inputIds = batch.inputIds.slice(row * batch.sequence, (row + 1) * batch.sequence);
      const alone = await engine.logits({ ...batch, inputIds, rows: 1, lengths: batch.lengths.slice(row, row + 1) });
      expect(relativeError(alone, together.slice(row * CLASSES, (row + 1) * CLASSES))).toBeLessThan(1e-5);
    }
    engine.dispose();
  });

  test("loading weights starts over, bit for bit", async () => {
    await selectBackend(backend);
    const engine = engineOn(create);
    const first = await train(engine, 3);
    engine.load(randomWeights(TINY, HEAD));
    expect(await train(engine, 3)).toEqual(first);
    engine.dispose();
  });

  test("what it reports is zero where nothing was computed, and the global norm is that of the rest", async () => {
    await selectBackend(backend);
    const engine = engineOn(create);
    const plan = planOf(TINY, {
      layerMasks: masksOf({ kind: "frozen" }, { kind: "frozen" }, { kind: "active" }),
      embeddings: "frozen",
      report: "gradNorms",
    });
    const { gradNorm, globalNorm } = await engine.step(batchOf(0), plan).read();
    for (const { name, owner } of engine.specs) {
      const learns = owner.kind === "head" || (owner.kind === "layer" && owner.layer === 2);
      if (learns) expect(gradNorm![name], name).toBeGreaterThan(0);
      else expect(gradNorm![name], name).toBe(0);
    }
    const squares = Object.values(gradNorm!).reduce((sum, norm) => sum + norm ** 2, 0);
    expect(globalNorm).toBeCloseTo(Math.sqrt(squares), 5);
    engine.dispose();
  });
});

test("the op sets train alike, under dropout and masks", async () => {
  const runs: Map<string, Float32Array>[] = [];
  for (const { backend, create } of OP_SETS) {
    await selectBackend(backend);
    const engine = engineOn(create);
    await train(engine, 3, (step) => ({
      dropout: 0.15,
      epoch: 1 + (step > 1 ? 1 : 0),
      layerMasks: masksOf(
        { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" },
        { kind: "partition", epoch: 1 + (step > 1 ? 1 : 0), epochs: 3, mode: "cumulative" },
        { kind: "gaussian", sigma: 0.5 },
      ),
    }));
    runs.push(await engine.weights());
    engine.dispose();
  }
  const [first, ...others] = runs;
  for (const other of others) {
    for (const [name, values] of first!) {
      if (!name.endsWith("key.bias")) expect(relativeError(other.get(name)!, values), name).toBeLessThan(1e-4);
    }
  }
});

describe("frozen work is skipped", () => {
  /** Counts backward operations, and which of them computed weight gradients. */
  function counting(ops: Ops) {
    const counts = { operations: 0, weights: 0, embedding: 0, updates: 0 };
    const counted: Ops = {
      ...ops,
      attentionBackward(...args) {
        counts.operations++;
        if (args[6].weights) counts.weights++;
        return ops.attentionBackward(...args);
      },
      embeddingBackward(...args) {
        counts.embedding++;
        return ops.embeddingBackward(...args);
      },
      update(...args) {
        counts.updates += args[0].length;
        ops.update(...args);
      },
    };
    return { counted, counts };
  }

  const A: LayerMask = { kind: "active" };
  const F: LayerMask = { kind: "frozen" };
  const unborn: LayerMask = { kind: "partition", epoch: 1, epochs: 5000, mode: "toggle" };
  test.for([
    { what: "all", masks: [A, A, A], embeddings: "train", operations: 3, weights: 3, embedding: 1 },
    { what: "the head alone", masks: [F, F, F], embeddings: "frozen", operations: 0, weights: 0, embedding: 0 },
    { what: "the top layer", masks: [F, F, A], embeddings: "frozen", operations: 1, weights: 1, embedding: 0 },
    { what: "the lowest layer", masks: [A, F, F], embeddings: "frozen", operations: 3, weights: 1, embedding: 0 },
    { what: "the embeddings", masks: [F, F, F], embeddings: "train", operations: 3, weights: 0, embedding: 1 },
    {
      what: "layers of which no weight is born",
      masks: [unborn, unborn, A],
      embeddings: "frozen",
      operations: 1,
      weights: 1,
      embedding: 0,
    },
  ] as const)("when only $what can learn", async ({ masks, embeddings, operations, weights, embedding }) => {
    await selectBackend("cpu");
    const { counted, counts } = counting(OP_SETS[0].create());
    const engine = createEngine(TINY, HEAD, randomWeights(TINY, HEAD), counted);
    await engine.step(batchOf(0), planOf(TINY, { layerMasks: [...masks], embeddings })).read();
    expect(counts).toMatchObject({ operations, weights, embedding });
    expect(counts.updates).toBe(4 + weights * 12 + embedding * 5);
    engine.dispose();
  });
});

describe("a step that makes no sense is refused, and changes nothing", () => {
  const refused = async (message: RegExp, act: (engine: Engine) => unknown) => {
    await selectBackend("cpu");
    const engine = engineOn(OP_SETS[0].create);
    expect(() => act(engine)).toThrow(message);
    expect(await engine.weights()).toEqual(randomWeights(TINY, HEAD));
    engine.dispose();
  };

  test("a label beyond the classes", () =>
    refused(/label 3, but the head has 3 classes/, (engine) =>
      engine.step({ ...batchOf(0), targets: { kind: "sequence", labels: Int32Array.of(0, 1, 2, 3) } }, planOf(TINY)),
    ));
  test("masks for another number of layers", () =>
    refused(/masks for 2 layers, but the model has 3/, (engine) =>
      engine.step(batchOf(0), planOf(TINY, { layerMasks: [{ kind: "active" }, { kind: "active" }] })),
    ));
  test("a dropout rate of 1", () =>
    refused(/Dropout 1 is not a rate/, (engine) => engine.step(batchOf(0), planOf(TINY, { dropout: 1 }))));
  test("labels for another number of rows", () =>
    refused(/2 labels for 4 rows/, (engine) =>
      engine.step({ ...batchOf(0), targets: { kind: "sequence", labels: Int32Array.of(0, 1) } }, planOf(TINY)),
    ));
  test("weights with a tensor missing", () =>
    refused(/"classifier.dense.bias" have not been given/, (engine) => {
      const weights = randomWeights(TINY, HEAD);
      for (const values of weights.values()) values.fill(7);
      weights.delete("classifier.dense.bias");
      engine.load(weights);
    }));
});
