/** AdamW's and SGD's settings as shaders take them (optimizer.wgsl). */
import type { UpdatePlan } from "../ops.ts";
import { Corrections } from "../portable/fused/adamw.ts";
import { type Float, f32, type Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import optimizerText from "./optimizer.wgsl?raw";
import type { Source } from "./shader.ts";

export const OPTIMIZER: Source = { name: "optimizer", text: optimizerText };

/**
 * The fields of the shaders' `Optimizer`.
 *
 * @param steps of all weights, this one included; null: the shader looks each weight's correction up
 */
export function optimizerParams(plan: UpdatePlan, steps: number | null): Float[] {
  const { optimizer, learningRate } = plan;
  const { beta1, beta2, epsilon, weightDecay } = optimizer;
  let [rate, root] = [learningRate, 1];
  if (optimizer.kind === "adamw" && steps !== null) {
    const corrections = Corrections.of(beta1, beta2).upTo(steps);
    rate *= corrections.first[steps]!;
    root = corrections.second[steps]!;
  }
  return [rate, root, learningRate * weightDecay, epsilon, 1 - beta1, 1 - beta2].map(f32).concat(f32(0), f32(0));
}

interface KeptCorrections {
  readonly key: string;
  readonly length: number;
  readonly slice: Slice;
}
const kept = new WeakMap<Gpu, KeptCorrections>();

/** [at least steps + 1] pairs of f32: reciprocals of AdamW's bias corrections by number of steps. */
export function correctionTable(gpu: Gpu, { optimizer: { beta1, beta2 } }: UpdatePlan, steps: number): Slice {
  const key = `${beta1} ${beta2}`;
  const found = kept.get(gpu);
  if (found?.key === key && found.length > steps) return found.slice;
  const { first, second } = Corrections.of(beta1, beta2).upTo(2 * steps + 64);
  const length = first.length;
  const pairs = new Float32Array(2 * length);
  for (let step = 0; step < length; step++) {
    pairs[2 * step] = first[step]!;
    pairs[2 * step + 1] = second[step]!;
  }
  const buffer = gpu.create(pairs.byteLength);
  const slice = { buffer, offset: 0, size: pairs.byteLength };
  gpu.write(slice, pairs);
  found?.slice.buffer.destroy(); // What was recorded with it has just been sent off.
  kept.set(gpu, { key, length, slice });
  return slice;
}
