/** The engine as a contender. */
import type { LayerMask } from "../src/graddrop/index.ts";
import { createEngine, type Engine, type StepPlan } from "../src/train/engine.ts";
import type { Backend } from "./backends.ts";
import type { Contender } from "./measure.ts";
import { batchOf, HEAD, randomWeights, type Shape } from "./shapes.ts";

export const LEARNING_RATE = 1e-4;

export const SETTINGS = {
  seed: 1,
  epoch: 1,
  learningRate: LEARNING_RATE,
  optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
} as const;

/** Every weight learns, without dropout: what all contenders can do. */
export function plainPlan(step: number, layers: number): StepPlan {
  const layerMasks = Array.from({ length: layers }, (): LayerMask => ({ kind: "active" }));
  return { ...SETTINGS, step, dropout: 0, layerMasks, embeddings: "train" };
}

export function engineFor(shape: Shape): Engine {
  return createEngine(shape.config, HEAD, randomWeights(shape.config));
}

export function engineContender(
  name: string,
  engine: Engine,
  shape: Shape,
  backend: Backend,
  plan: (step: number) => StepPlan = (step) => plainPlan(step, shape.config.layers),
  fill: "full" | "mixed" = "full",
): Contender {
  return {
    name,
    run: (turn) => void engine.step(batchOf(shape, turn, fill), plan(turn)),
    settle: backend.settle,
    repeats: repeatsFor(backend, shape),
  };
}

/** Steps recorded before the device is waited for: a real GPU is waited for in more time than it takes for a small step. */
export function repeatsFor({ gpu, software }: Backend, { name }: Shape): number {
  if (gpu === null || software) return 1;
  return name === "mini" ? 20 : 4;
}
