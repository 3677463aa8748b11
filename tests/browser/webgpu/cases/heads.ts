/** Whole models with heads on tokens: against the portable op set, bit by bit against themselves, and what they cost. */
import * as tf from "@tensorflow/tfjs";
import type { LayerMask } from "../../../../src/graddrop/index.ts";
import type { Head } from "../../../../src/model/parameters.ts";
import { createFusedOps } from "../../../../src/ops/portable/fused/index.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { createEngine, type Engine, type MemorySettings, type StepPlan } from "../../../../src/train/engine.ts";
import { ADAMW, planOf, randomBatch, randomWeights, TINY } from "../../../model/models.ts";
import type { Case } from "./case.ts";
import { differing, relativeError } from "./numbers.ts";
import { asHardware, onCpu } from "./reference.ts";

/** Of several sizes, from a lone row of two tokens up: one without any label. */
const RAGGED = [[7, 12, 3, 9], [2], [5, 5, 5], [15, 2, 8], [3, 4], [11, 16, 6, 10, 2]];

const MASKS: LayerMask[] = [
  { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" },
  { kind: "partition", epoch: 1, epochs: 3, mode: "cumulative" },
  { kind: "gaussian", sigma: 0.5 },
];
const EVERYTHING: Partial<StepPlan> = { dropout: 0.15, layerMasks: MASKS };

const ACTIVE: LayerMask = { kind: "active" };
const FROZEN: LayerMask = { kind: "frozen" };

/**
 * Products a step needs: four a layer forward, four for the way down through a layer (three where it ends), four for the
 * gradients of a layer's weights; one forward in the head, one for its weights, one for the way down.
 */
const FROZEN_PLANS: readonly {
  readonly what: string;
  readonly layerMasks: LayerMask[];
  readonly embeddings: "train" | "frozen";
  readonly products: number;
}[] = [
  { what: "everything", layerMasks: [ACTIVE, ACTIVE, ACTIVE], embeddings: "train", products: 12 + 12 + 12 + 3 },
  { what: "the top layer", layerMasks: [FROZEN, FROZEN, ACTIVE], embeddings: "frozen", products: 12 + 3 + 4 + 3 },
  { what: "the head", layerMasks: [FROZEN, FROZEN, FROZEN], embeddings: "frozen", products: 12 + 0 + 0 + 2 },
];

function casesOf(head: Head): Case[] {
  const batchAt = (step: number) => randomBatch(TINY, RAGGED[step % RAGGED.length]!, head, 1 + step);
  const engineOn = (gpu: Gpu, memory?: MemorySettings) =>
    createEngine(TINY, head, randomWeights(TINY, head), gpu.backend.createOps(), memory);

  async function train(engine: Engine, steps: number, change: Partial<StepPlan>): Promise<number[]> {
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      losses.push((await engine.step(batchAt(step), planOf(TINY, { step, ...change })).read()).loss);
    }
    return losses;
  }

  async function weightsAfter(gpu: Gpu, change: Partial<StepPlan>, memory?: MemorySettings) {
    const engine = engineOn(gpu, memory);
    await train(engine, 4, change);
    const weights = await engine.weights();
    engine.dispose();
    return weights;
  }

  async function differingWeights(gpu: Gpu, change: Partial<StepPlan>, memory: MemorySettings) {
    const wanted = await weightsAfter(gpu, change);
    const found = await weightsAfter(gpu, change, memory);
    const counts = Array.from(wanted, ([name, values]) => differing(found.get(name)!, values));
    return { measured: counts.reduce((a, b) => a + b), limit: 0 };
  }

  async function asPortable(gpu: Gpu) {
    const engine = engineOn(gpu);
    await engine.prepare(batchAt(0), planOf(TINY, EVERYTHING));
    const losses = await train(engine, 8, EVERYTHING);
    engine.dispose();
    const wanted = await onCpu(async () => {
      const portable = createEngine(TINY, head, randomWeights(TINY, head), createFusedOps());
      const result = await train(portable, 8, EVERYTHING);
      portable.dispose();
      return result;
    });
    return { measured: relativeError(losses, wanted), limit: 1e-5, what: losses.join(", ") };
  }

  const cases: Case[] = [
    { name: "the losses of eight steps are the portable op set's within rounding", run: asPortable },
    {
      name: "the losses of eight steps are the portable op set's with the kernels for real GPUs",
      run: (gpu) => asHardware(gpu, () => asPortable(gpu)),
    },
    {
      name: "the same bits again, with activations computed again",
      run: (gpu) => differingWeights(gpu, EVERYTHING, { recompute: true, update: "after" }),
    },
    {
      name: "the same bits with updates within the backward pass, without clipping",
      run: (gpu) =>
        differingWeights(
          gpu,
          { ...EVERYTHING, optimizer: { ...ADAMW, clipNorm: null } },
          { recompute: false, update: "fused" },
        ),
    },
    {
      name: "60 steps hold no more memory than 18, and an engine that is disposed holds no tensor",
      async run(gpu) {
        const before = tf.memory().numTensors;
        const engine = engineOn(gpu);
        const held = () => [gpu.pool.sizeBytes, gpu.pool.lentBytes, tf.memory().numTensors];
        await train(engine, 18, EVERYTHING);
        const early = held();
        await train(engine, 60, EVERYTHING);
        const growth = held().map((value, i) => value - early[i]!);
        engine.dispose();
        const left = tf.memory().numTensors - before;
        return { measured: Math.max(left, ...growth.map(Math.abs)), limit: 0, what: `${growth.join(", ")}; ${left}` };
      },
    },
    ...FROZEN_PLANS.map(
      ({ what, products, ...plan }): Case => ({
        name: `frozen work is skipped: matrix products of a step in which ${what} can learn`,
        async run(gpu) {
          const engine = engineOn(gpu);
          await train(engine, 1, plan);
          gpu.trace = [];
          await train(engine, 1, plan);
          const { trace } = gpu;
          gpu.trace = null;
          engine.dispose();
          return { measured: trace.filter((name) => name === "matmul").length, limit: products };
        },
      }),
    ),
  ];
  return cases.map((one) => ({ ...one, name: `${head.kind} head: ${one.name}` }));
}

export const headCases: readonly Case[] = [...casesOf({ kind: "token", classes: 5 }), ...casesOf({ kind: "span" })];
