/** x W^T + b and its gradients, on the parameters' arenas. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { LinearGradients, LinearParameters, Wanted } from "../ops.ts";
import type { Gpu } from "./gpu.ts";
import { type Epilogue, multiply } from "./matmul.ts";
import { deviceParameter } from "./parameters.ts";

/** @returns [rows, out] */
export function linear(gpu: Gpu, x: Tensor2D, { weight, bias }: LinearParameters, epilogue: Epilogue = {}): Tensor2D {
  const [rows, features] = x.shape;
  const outputs = weight.shape[0]!;
  const out = gpu.matrix(rows, outputs);
  multiply(
    gpu,
    { m: rows, n: outputs, k: features, kind: "turnedB" },
    { a: gpu.slice(x), b: deviceParameter(weight).values, out: gpu.slice(out) },
    { bias: deviceParameter(bias).values, ...epilogue },
  );
  return out;
}

/**
 * @param gradient [rows, out], by x W^T + b
 * @param plus     [rows, in], added to the input's gradient
 */
export function linearBackward(
  gpu: Gpu,
  x: Tensor2D,
  gradient: Tensor2D,
  { weight, bias }: LinearParameters,
  wanted: Wanted,
  plus: Tensor2D | null = null,
): LinearGradients {
  const [rows, features] = x.shape;
  const outputs = gradient.shape[1];
  const result: { -readonly [Key in keyof LinearGradients]: LinearGradients[Key] } = {};
  if (wanted.input) {
    result.input = gpu.matrix(rows, features);
    multiply(
      gpu,
      { m: rows, n: features, k: outputs, kind: "plain" },
      { a: gpu.slice(gradient), b: deviceParameter(weight).values, out: gpu.slice(result.input) },
      { plus: plus && gpu.slice(plus) },
    );
  }
  if (wanted.weights) {
    const weights = deviceParameter(weight);
    const biases = deviceParameter(bias);
    multiply(
      gpu,
      { m: outputs, n: features, k: rows, kind: "turnedA" },
      { a: gpu.slice(gradient), b: gpu.slice(x), out: weights.gradient() },
      { rowSums: biases.gradient() },
    );
    result.weight = weights.held();
    result.bias = biases.held();
  }
  return result;
}
