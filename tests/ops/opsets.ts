/** Every op set on every backend that Node has, and random numbers to feed them. */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../src/cli/backend.ts";
import { fillNormals } from "../../src/graddrop/index.ts";
import { type Gradient, type Ops, type Parameter, type ParameterDescription, tensorOf } from "../../src/ops/ops.ts";
import { createComposedOps } from "../../src/ops/portable/composed/index.ts";
import { createFusedOps } from "../../src/ops/portable/fused/index.ts";

export const OP_SETS = [
  { backend: "cpu", set: "fused", create: createFusedOps },
  { backend: "wasm", set: "fused", create: createFusedOps },
  { backend: "cpu", set: "composed", create: createComposedOps },
  { backend: "wasm", set: "composed", create: createComposedOps },
] as const;

let drawn = 0;

/** New numbers each call, the same in each run of a test file. */
export function normals(size: number, deviation = 1): Float32Array {
  const values = new Float32Array(size);
  fillNormals({ seed: 5, stream: "data", site: drawn++, time: 0 }, values);
  return values.map((value) => value * deviation);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

/** Named arrays with shapes: what an operation is given, wherever it runs. */
export type Values = Record<string, { shape: number[]; values: Float32Array }>;

export function draw(shapes: Record<string, number[]>): Values {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, values: normals(sizeOf(shape), 0.6) }]),
  );
}

export function parameterOf(ops: Ops, name: string, shape: readonly number[], values: Float32Array): Parameter {
  const use = shape.length === 1 ? "vector" : name.startsWith("table") ? "table" : "matrix";
  return makeParameter(ops, { parts: [{ name, index: 0, size: sizeOf(shape) }], shape, use }, values);
}

export function makeParameter(ops: Ops, description: ParameterDescription, values: Float32Array): Parameter {
  return ops.parameters([{ description, values }])[0]!;
}

/** Runs on an op set and brings the results home; fails if tensors are left behind. */
export async function runOn<Result extends Record<string, Gradient>>(
  { backend, create }: (typeof OP_SETS)[number],
  values: Values,
  work: (ops: Ops, tensor: (name: string) => tf.Tensor2D, parameter: (name: string) => Parameter) => Result,
): Promise<Record<keyof Result, Float32Array>> {
  await selectBackend(backend);
  const before = tf.memory().numTensors;
  const ops = create();
  const parameters: Parameter[] = [];
  const results = tf.tidy(() => {
    const given = (name: string) => {
      const found = values[name];
      if (!found) throw new Error(`no value "${name}"`);
      return found;
    };
    const tensor = (name: string): tf.Tensor2D =>
      tf.tensor(given(name).values.slice(), given(name).shape as [number, number]);
    const parameter = (name: string) => {
      const { shape, values } = given(name);
      parameters.push(parameterOf(ops, name, shape, values));
      return parameters.at(-1)!;
    };
    const tensors = work(ops, tensor, parameter);
    return Object.fromEntries(
      Object.entries(tensors).map(([name, result]) => [
        name,
        Float32Array.from(tensorOf(result).dataSync<"float32">()),
      ]),
    ) as Record<keyof Result, Float32Array>;
  });
  for (const parameter of parameters) parameter.dispose();
  if (tf.memory().numTensors !== before) throw new Error("tensors were left behind");
  return results;
}

/** Output and gradients of `reference` by tf.grads on the CPU backend, for an output gradient `upstream`. */
export async function oracle(
  values: Values,
  upstream: string,
  reference: (tensors: Record<string, tf.Tensor>) => tf.Tensor,
): Promise<Record<string, Float32Array>> {
  await selectBackend("cpu");
  return tf.tidy(() => {
    const names = Object.keys(values).filter((name) => name !== upstream);
    const inputs = names.map((name) => tf.tensor(values[name]!.values, values[name]!.shape));
    const named = (tensors: tf.Tensor[]) => Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    const output = reference(named(inputs));
    const dy = tf.tensor(values[upstream]!.values, values[upstream]!.shape);
    const gradients = tf.grads((...tensors: tf.Tensor[]) => reference(named(tensors)))(inputs, dy);
    return {
      output: Float32Array.from(output.dataSync<"float32">()),
      ...Object.fromEntries(names.map((name, i) => [name, Float32Array.from(gradients[i]!.dataSync<"float32">())])),
    };
  });
}
