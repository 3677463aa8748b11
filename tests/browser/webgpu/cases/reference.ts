/** Runs the same operations on WebGPU and on the portable op set, and tells how far apart they are. */
import * as tf from "@tensorflow/tfjs";
import { type Gradient, HeldGradient, isTableGradient, type Ops, type Parameter } from "../../../../src/ops/ops.ts";
import { createFusedOps } from "../../../../src/ops/portable/fused/index.ts";
import { packTokens, type Tokens } from "../../../../src/ops/tokens.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { DEFAULT_TILES } from "../../../../src/ops/webgpu/tiles.ts";
import { normals, relativeError } from "./numbers.ts";

/** Named arrays with shapes. */
export type Values = Record<string, { shape: number[]; values: Float32Array }>;

export function draw(shapes: Record<string, number[]>): Values {
  const size = (shape: number[]) => shape.reduce((product, side) => product * side, 1);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], site) => [name, { shape, values: normals(size(shape), site, 0.6) }]),
  );
}

/** What a piece of work is given. */
export interface Given {
  readonly ops: Ops;
  tensor(name: string): tf.Tensor2D;
  /** All of the work's parameters are made in one group. A name that starts with "table" is a table's. */
  parameter(name: string): Parameter;
}

/** Names with what was computed under them; undefined stands for what must not be computed. */
export type Results = Record<string, tf.Tensor | Gradient | undefined>;
export type Work = (given: Given) => Results;

/** Everything brought home, tables as whole matrices. */
async function run(ops: Ops, values: Values, learn: readonly string[], work: Work): Promise<Map<string, Float32Array>> {
  const parameters = ops.parameters(
    learn.map((name) => {
      const { shape, values: array } = values[name]!;
      const use = shape.length === 1 ? "vector" : name.startsWith("table") ? "table" : "matrix";
      return { description: { parts: [{ name, index: 0, size: array.length }], shape, use }, values: array };
    }),
  );
  const found = new Map<string, Float32Array>();
  tf.engine().startScope();
  try {
    const results = work({
      ops,
      tensor: (name) => tf.tensor(values[name]!.values.slice(), values[name]!.shape as [number, number]),
      parameter: (name) => parameters[learn.indexOf(name)]!,
    });
    for (const [name, result] of Object.entries(results)) {
      if (result !== undefined) found.set(name, await numbersOf(result, values[name]?.shape));
    }
  } finally {
    tf.engine().endScope();
    for (const parameter of parameters) parameter.dispose();
  }
  return found;
}

async function numbersOf(result: tf.Tensor | Gradient, shape: readonly number[] | undefined): Promise<Float32Array> {
  if (result instanceof HeldGradient) return result.read();
  if (!isTableGradient(result)) return Float32Array.from(await result.data<"float32">());
  const [size, features] = shape as [number, number];
  const matrix = new Float32Array(size * features);
  const rows = await result.rows.data<"float32">();
  result.ids.forEach((id, i) => {
    matrix.set(rows.subarray(i * features, (i + 1) * features), id * features);
  });
  return matrix;
}

/**
 * The largest relative error among the results, and whose it is; NaN where one op set computes what the other does not.
 *
 * @param learn names of the values that are parameters
 */
export async function disagreement(
  gpu: Gpu,
  values: Values,
  learn: readonly string[],
  work: Work,
): Promise<{ measured: number; what: string }> {
  const found = await run(gpu.backend.createOps(), values, learn, work);
  const wanted = await onCpu(() => run(createFusedOps(), values, learn, work));
  return compare(found, wanted);
}

export function compare(
  found: ReadonlyMap<string, Float32Array>,
  wanted: ReadonlyMap<string, Float32Array>,
): { measured: number; what: string } {
  let measured = 0;
  let what = "";
  for (const name of new Set([...found.keys(), ...wanted.keys()])) {
    const error = relativeError(found.get(name) ?? [], wanted.get(name) ?? []);
    if (error > measured || Number.isNaN(error)) {
      measured = error;
      what = name;
    }
    if (Number.isNaN(measured)) break;
  }
  return { measured, what };
}

/** On tfjs's CPU backend, where the portable op set computes; back to WebGPU afterwards. */
export async function onCpu<Result>(work: () => Promise<Result>): Promise<Result> {
  await tf.setBackend("cpu");
  try {
    return await work();
  } finally {
    await tf.setBackend("webgpu");
  }
}

/** With the kernels that a real GPU would get: the software adapter of the tests has its own choices. */
export async function asHardware<Result>(gpu: Gpu, work: () => Promise<Result>): Promise<Result> {
  const open = gpu as { -readonly [Key in "facts" | "tiles"]: Gpu[Key] };
  const { facts, tiles } = gpu;
  open.facts = { ...facts, software: false };
  open.tiles = DEFAULT_TILES;
  try {
    return await work();
  } finally {
    open.facts = facts;
    open.tiles = tiles;
  }
}

/** Of one dimension, instead of the 65,535 that a device takes. */
const FEW_GROUPS = 2;

/** Spreads workgroups over two dimensions, with some too many, as else only millions of rows would. */
export async function spread<Result>(work: () => Promise<Result>): Promise<Result> {
  const { prototype } = GPUComputePassEncoder;
  const { dispatchWorkgroups } = prototype;
  prototype.dispatchWorkgroups = function (this: GPUComputePassEncoder, x, y = 1) {
    const rows = Math.ceil((x * y) / FEW_GROUPS);
    return dispatchWorkgroups.call(this, y > 1 ? x : Math.ceil(x / rows), y > 1 ? y : rows);
  };
  try {
    return await work();
  } finally {
    prototype.dispatchWorkgroups = dispatchWorkgroups;
  }
}

/**
 * Rows of so many tokens, with words that occur more than once.
 *
 * @param seconds each row's first token of type 1
 */
export function tokensOf(
  lengths: readonly number[],
  sequence = Math.max(...lengths),
  vocabSize = 23,
  seconds?: readonly number[],
): Tokens {
  const id = (row: number, i: number) => (i === 0 ? 0 : 2 + ((7 * i + 3 * row * i + row) % (vocabSize - 2)));
  const inputIds = lengths.flatMap((length, row) =>
    Array.from({ length: sequence }, (_, i) => (i < length ? id(row, i) : 1)),
  );
  const own = {
    inputIds: Int32Array.from(inputIds),
    lengths: Int32Array.from(lengths),
    ...(seconds && { seconds: Int32Array.from(seconds) }),
  };
  const limits = { padId: 1, firstPosition: 2, vocabSize, maxPositions: sequence + 2, typeVocabSize: 2 };
  return packTokens({ ...own, rows: lengths.length, sequence }, limits);
}
