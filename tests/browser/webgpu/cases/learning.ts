/** Parameters that learn on a GPU beside references that learn in doubles. */
import { fillFactors, type LayerMask } from "../../../../src/graddrop/index.ts";
import type { OptimizerSettings, ParameterDescription, UpdatePlan } from "../../../../src/ops/ops.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { createParameters, type DeviceParameter } from "../../../../src/ops/webgpu/parameters.ts";
import { normals, relativeError, worst } from "./numbers.ts";

export const LIMIT = 2e-6;
export const LEARNING_RATE = 0.02;

export const ADAMW: OptimizerSettings = {
  kind: "adamw",
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: null,
};
export const SGD: OptimizerSettings = { ...ADAMW, kind: "sgd" };

export function planOf(step: number, change: Partial<UpdatePlan> = {}): UpdatePlan {
  return {
    optimizer: ADAMW,
    learningRate: LEARNING_RATE,
    mask: { kind: "active" },
    dropped: "zero-gradient",
    seed: 1,
    epoch: 1,
    step,
    ...change,
  };
}

/** Weights by PyTorch's rules, in doubles. */
export class Reference {
  readonly values: Float64Array;
  readonly #m: Float64Array;
  readonly #v: Float64Array;
  readonly #steps: Int32Array;

  constructor(values: Float32Array) {
    this.values = Float64Array.from(values);
    this.#m = new Float64Array(values.length);
    this.#v = new Float64Array(values.length);
    this.#steps = new Int32Array(values.length);
  }

  step(gradient: ArrayLike<number>, factors: Float32Array | null, { optimizer, dropped }: UpdatePlan): void {
    const { beta1, beta2, epsilon, weightDecay } = optimizer;
    for (let i = 0; i < this.values.length; i++) {
      const factor = factors ? factors[i]! : 1;
      if (factor === 0 && dropped === "untouched") continue;
      const g = gradient[i]! * factor;
      const value = this.values[i]!;
      if (optimizer.kind === "sgd") {
        this.values[i] = value - LEARNING_RATE * (g + weightDecay * value);
        continue;
      }
      const steps = ++this.#steps[i]!;
      const m = beta1 * this.#m[i]! + (1 - beta1) * g;
      const v = beta2 * this.#v[i]! + (1 - beta2) * g * g;
      this.#m[i] = m;
      this.#v[i] = v;
      const root = Math.sqrt(v / (1 - beta2 ** steps)) + epsilon;
      this.values[i] = value * (1 - LEARNING_RATE * weightDecay) - (LEARNING_RATE * m) / (1 - beta1 ** steps) / root;
    }
  }
}

/** Factors of a parameter's parts, one after another. */
export function factorsOf(
  { parts }: ParameterDescription,
  mask: LayerMask,
  { seed, epoch, step }: UpdatePlan,
): Float32Array {
  const factors = parts.map(({ index, size }) => {
    const out = new Float32Array(size);
    fillFactors(mask, { seed, tensor: index, epoch, step }, size, out);
    return out;
  });
  const all = new Float32Array(factors.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of factors) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}

let named = 0;

/** A dense parameter of equal parts. */
export function dense(partSize: number, parts = 1): ParameterDescription {
  const list = Array.from({ length: parts }, () => ({ name: `part ${named}`, index: named++ % 50, size: partSize }));
  return { parts: list, shape: [parts, partSize], use: "matrix" };
}

export interface Member {
  readonly parameter: DeviceParameter;
  readonly reference: Reference;
  readonly size: number;
}

export function makeGroup(gpu: Gpu, descriptions: readonly ParameterDescription[]): Member[] {
  const members = descriptions.map((description, i) => {
    const size = description.shape.reduce((product, side) => product * side, 1);
    return { description, values: normals(size, i) };
  });
  return createParameters(gpu, members).map((parameter, i) => {
    const { values } = members[i]!;
    return { parameter, reference: new Reference(values), size: values.length };
  });
}

/** Writes a gradient where a kernel would. */
export function give(gpu: Gpu, { parameter, size }: Member, site: number): Float32Array {
  const gradient = normals(size, 1000 + site);
  gpu.write(parameter.gradient(), gradient);
  return gradient;
}

/** Leaves NaN in the memory that the group's gradients will be lent, so that whoever reads between them is found out. */
export function poison(gpu: Gpu, members: readonly Member[]): void {
  const chunks = members.reduce((sum, { size }) => sum + Math.ceil(size / 1024), 0);
  const { buffer } = gpu.upload(new Float32Array(1024 * chunks).fill(Number.NaN));
  gpu.pool.release(buffer);
}

export async function errors(members: readonly Member[]): Promise<number> {
  const all = [];
  for (const { parameter, reference } of members) all.push(relativeError(await parameter.read(), reference.values));
  return worst(all);
}

export function disposeAll(members: readonly Member[]): void {
  for (const { parameter } of members) parameter.dispose();
}
