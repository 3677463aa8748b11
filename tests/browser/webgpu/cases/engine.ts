/** Whole models: against goldens and the portable op set, bit by bit against themselves, and what they cost. */
import * as tf from "@tensorflow/tfjs";
import { type LayerMask, VARIANTS, type Variant, variantById } from "../../../../src/graddrop/index.ts";
import type { EncoderConfig } from "../../../../src/model/config.ts";
import { createFusedOps } from "../../../../src/ops/portable/fused/index.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import {
  type Batch,
  createEngine,
  type Engine,
  type MemorySettings,
  type StepPlan,
} from "../../../../src/train/engine.ts";
import { masksAt } from "../../../../src/train/masks.ts";
import { ADAMW, isNoise, planOf, randomBatch, randomWeights, TINY } from "../../../model/models.ts";
import type { Case } from "./case.ts";
import { differing, relativeError, worst } from "./numbers.ts";
import { asHardware, onCpu, spread } from "./reference.ts";

const CLASSES = 3;
const HEAD = { kind: "sequence", classes: CLASSES } as const;

/** Of several sizes, from a lone row of two tokens up. */
const RAGGED = [[7, 12, 3, 9], [2], [5, 5, 5], [15, 2, 8], [3, 4], [11, 16, 6, 10, 2], [9], [12, 12]];

function batchAt(config: EncoderConfig, step: number): Batch {
  return randomBatch(config, RAGGED[step % RAGGED.length]!, HEAD, 1 + (step % RAGGED.length));
}

function engineOn(gpu: Gpu, config = TINY, memory?: MemorySettings): Engine {
  return createEngine(config, HEAD, randomWeights(config, HEAD), gpu.backend.createOps(), memory);
}

type PlanAt = (step: number) => Partial<StepPlan>;

async function train(engine: Engine, first: number, end: number, planAt: PlanAt): Promise<number[]> {
  const losses: number[] = [];
  for (let step = first; step < end; step++) {
    const plan = planOf(engine.config, { step, ...planAt(step) });
    losses.push((await engine.step(batchAt(engine.config, step), plan).read()).loss);
  }
  return losses;
}

/** Every kind of mask, with dropout, over two epochs. */
const everything: PlanAt = (step) => {
  const epoch = step < 3 ? 1 : 2;
  const masks: LayerMask[] = [
    { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" },
    { kind: "partition", epoch, epochs: 3, mode: "cumulative" },
    { kind: "gaussian", sigma: 0.5 },
  ];
  return { dropout: 0.15, epoch, layerMasks: masks };
};

async function weightsAfter(gpu: Gpu, steps: number, planAt: PlanAt, memory?: MemorySettings) {
  const engine = engineOn(gpu, TINY, memory);
  await train(engine, 0, steps, planAt);
  const weights = await engine.weights();
  engine.dispose();
  return weights;
}

type Weights = ReadonlyMap<string, Float32Array>;

function differingWeights(found: Weights, wanted: Weights): number {
  return Array.from(wanted, ([name, values]) => differing(found.get(name)!, values)).reduce((a, b) => a + b);
}

const repeatable: Case = {
  name: "two runs with one seed give the same bits, dropout and every mask included",
  async run(gpu) {
    const first = await weightsAfter(gpu, 5, everything);
    return { measured: differingWeights(await weightsAfter(gpu, 5, everything), first), limit: 0 };
  },
};

const repeatableOnHardware: Case = {
  name: "two runs with one seed give the same bits with the kernels for real GPUs",
  run: (gpu) => asHardware(gpu, async () => repeatable.run(gpu, { newDevice: async () => {} })),
};

const hardwareAgrees: Case = {
  name: "the kernels for real GPUs, spread over two dimensions, train as those for the software adapter do",
  async run(gpu) {
    const software = await weightsAfter(gpu, 3, everything);
    const hardware = await asHardware(gpu, () => spread(() => weightsAfter(gpu, 3, everything)));
    const errors = Array.from(software, ([name, values]) =>
      isNoise(name, HEAD, TINY) ? 0 : relativeError(hardware.get(name)!, values),
    );
    return { measured: worst(errors), limit: 1e-4 };
  },
};

const recomputes: Case = {
  name: "activations that are computed again change no bit",
  async run(gpu) {
    const kept = await weightsAfter(gpu, 4, everything);
    const again = await weightsAfter(gpu, 4, everything, { recompute: true, update: "after" });
    return { measured: differingWeights(again, kept), limit: 0 };
  },
};

const fusedUpdate: Case = {
  name: "updates within the backward pass change no bit without clipping",
  async run(gpu) {
    const unclipped: PlanAt = (step) => ({ ...everything(step), optimizer: { ...ADAMW, clipNorm: null } });
    const after = await weightsAfter(gpu, 4, unclipped);
    const fused = await weightsAfter(gpu, 4, unclipped, { recompute: false, update: "fused" });
    return { measured: differingWeights(fused, after), limit: 0 };
  },
};

const snapshots: Case = {
  name: "another engine goes on from a snapshot with the same bits",
  async run(gpu) {
    const undisturbed = await weightsAfter(gpu, 6, everything);
    const first = engineOn(gpu);
    await train(first, 0, 3, everything);
    const snapshot = await first.snapshot();
    first.dispose();
    const second = engineOn(gpu);
    second.restore(snapshot);
    await train(second, 3, 6, everything);
    const measured = differingWeights(await second.weights(), undisturbed);
    second.dispose();
    return { measured, limit: 0 };
  },
};

/** Ten steps in two epochs, as a run with this variant makes them; the first epoch may be another one's. */
function variantPlan(own: Variant, before = own): PlanAt {
  const settings = { seed: 7, hyper: {}, embeddings: "follow" } as const;
  return (step) => {
    const epoch = step < 5 ? 1 : 2;
    const variant = epoch === 1 ? before : own;
    const { layers, embeddings } = masksAt(variant, settings, { epoch, epochs: 2, step }, TINY.layers);
    return { seed: 7, epoch, layerMasks: layers, embeddings, dropout: variant.activationDropout({}) };
  };
}

/** Forks that change how weights are counted and masked. */
const FORKS = [
  ["sft", "graddrop-epoch-toggle"],
  ["graddrop-epoch", "sft"],
  ["graddrop-epoch-toggle", "graddrop"],
] as const;
const PLANS = [
  ...VARIANTS.map((variant) => ({ what: variant.id as string, plan: variantPlan(variant) })),
  ...FORKS.map(([before, own]) => ({
    what: `${before}, then ${own}`,
    plan: variantPlan(variantById(own), variantById(before)),
  })),
];

const variantCases: Case[] = PLANS.map(({ what: run, plan }) => ({
  name: `${run}: the losses of ten steps are the portable op set's within rounding, and the same weights stand still`,
  async run(gpu) {
    const onGpu = engineOn(gpu);
    const losses = await train(onGpu, 0, 10, plan);
    const weights = await onGpu.weights();
    onGpu.dispose();
    const portable = await onCpu(async () => {
      const engine = createEngine(TINY, HEAD, randomWeights(TINY, HEAD), createFusedOps());
      const result = { losses: await train(engine, 0, 10, plan), weights: await engine.weights() };
      engine.dispose();
      return result;
    });
    const before = randomWeights(TINY, HEAD);
    let otherwise = 0;
    for (const [name, start] of before) {
      if (isNoise(name, HEAD, TINY)) continue;
      const [a, b] = [weights.get(name)!, portable.weights.get(name)!];
      start.forEach((value, i) => {
        if ((a[i] === value) !== (b[i] === value)) otherwise++;
      });
    }
    const what = otherwise > 0 ? `${otherwise} weights moved on one op set alone` : "loss";
    return { measured: otherwise > 0 ? otherwise : relativeError(losses, portable.losses), limit: 1e-5, what };
  },
}));

const memory: Case = {
  name: "200 steps hold no more memory than 20, and an engine that is disposed holds none",
  async run(gpu) {
    const before = { tensors: tf.memory().numTensors, lent: gpu.pool.lentBytes };
    const engine = engineOn(gpu, { ...TINY, layers: 2 });
    const held = () => [gpu.pool.sizeBytes, gpu.pool.lentBytes, tf.memory().numTensors];
    const plan: PlanAt = (step) => ({ ...everything(step), layerMasks: everything(step).layerMasks!.slice(0, 2) });
    await train(engine, 0, 20, plan);
    const early = held();
    await train(engine, 20, 200, plan);
    const growth = held().map((value, i) => value - early[i]!);
    engine.dispose();
    const left = [tf.memory().numTensors - before.tensors, Math.max(0, gpu.pool.lentBytes - before.lent - TOKEN_BYTES)];
    const measured = Math.max(...growth.map(Math.abs), ...left.map(Math.abs));
    return { measured, limit: 0, what: `growth ${growth.join(", ")}; left ${left.join(", ")}` };
  },
};
/** The latest batch's tokens stay on the device. */
const TOKEN_BYTES = 4096;

/** What one step dispatches, by kernel, after one that brings everything up. */
async function dispatches(gpu: Gpu, config: EncoderConfig, plan: Partial<StepPlan>): Promise<string[]> {
  const engine = engineOn(gpu, config);
  await train(engine, 0, 1, () => plan);
  gpu.trace = [];
  await train(engine, 0, 1, () => ({ ...plan, step: 1 }));
  const { trace } = gpu;
  gpu.trace = null;
  engine.dispose();
  return trace;
}

const everyLayer = (config: EncoderConfig, mask: LayerMask) => Array.from({ length: config.layers }, () => mask);

const perLayerCases: Case[] = (
  [
    { kind: "active" },
    { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" },
    { kind: "partition", epoch: 1, epochs: 3, mode: "cumulative" },
  ] satisfies LayerMask[]
).map((mask) => ({
  name: `a layer takes at most 32 dispatches a step, update included, ${mask.kind}`,
  async run(gpu) {
    const of = async (layers: number) => {
      const config = { ...TINY, layers };
      return (await dispatches(gpu, config, { dropout: 0.1, layerMasks: everyLayer(config, mask) })).length;
    };
    return { measured: ((await of(6)) - (await of(3))) / 3, limit: 32 };
  },
}));

const ACTIVE: LayerMask = { kind: "active" };
const FROZEN: LayerMask = { kind: "frozen" };

/**
 * Products a step needs: four a layer forward, four for the way down through a layer (three where it ends), four for the
 * gradients of a layer's weights; two forward in the head, two for its weights, two for the way down (one where it ends).
 */
const FROZEN_PLANS: readonly {
  readonly what: string;
  readonly layerMasks: LayerMask[];
  readonly embeddings: "train" | "frozen";
  readonly products: number;
}[] = [
  { what: "everything", layerMasks: [ACTIVE, ACTIVE, ACTIVE], embeddings: "train", products: 12 + 12 + 12 + 6 },
  { what: "the lowest layer", layerMasks: [ACTIVE, FROZEN, FROZEN], embeddings: "frozen", products: 12 + 11 + 4 + 6 },
  { what: "the top layer", layerMasks: [FROZEN, FROZEN, ACTIVE], embeddings: "frozen", products: 12 + 3 + 4 + 6 },
  { what: "the embeddings", layerMasks: [FROZEN, FROZEN, FROZEN], embeddings: "train", products: 12 + 12 + 0 + 6 },
  { what: "the head", layerMasks: [FROZEN, FROZEN, FROZEN], embeddings: "frozen", products: 12 + 0 + 0 + 5 },
];

const frozenCases: Case[] = FROZEN_PLANS.map(({ what, products, ...plan }) => ({
  name: `frozen work is skipped: matrix products of a step in which ${what} can learn`,
  async run(gpu) {
    const trace = await dispatches(gpu, TINY, plan);
    return { measured: trace.filter((name) => name === "matmul").length, limit: products };
  },
}));

const frozenCostsLess: Case = {
  name: "frozen work is skipped: the fewer layers learn, the fewer dispatches a step has",
  async run(gpu) {
    const counts: number[] = [];
    for (const frozen of [0, 1, 2, 3]) {
      const layerMasks = [FROZEN, FROZEN, FROZEN, ACTIVE, ACTIVE, ACTIVE].slice(3 - frozen, 6 - frozen);
      counts.push((await dispatches(gpu, TINY, { embeddings: "frozen", layerMasks })).length);
    }
    // A frozen lower layer saves its backward pass and its update: about two thirds of what it takes.
    const savings = counts.slice(1).map((count, i) => counts[i]! - count);
    return { measured: -Math.min(...savings), limit: -8, what: counts.join(", ") };
  },
};

export const engineCases: readonly Case[] = [
  repeatable,
  repeatableOnHardware,
  hardwareAgrees,
  recomputes,
  fusedUpdate,
  snapshots,
  ...variantCases,
  memory,
  ...perLayerCases,
  ...frozenCases,
  frozenCostsLess,
];
