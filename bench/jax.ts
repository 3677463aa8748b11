/**
 * The same model and step in jax-js: numpy-like ops, `valueAndGrad`, Adam, all in one `jit`. Weights are [in, out], as in
 * Flax. jax-js counts references: a function uses up its arguments, and `.ref` keeps one.
 */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, scipySpecial, valueAndGrad } from "@jax-js/jax";
import type { EncoderConfig } from "../src/model/config.ts";
import { layerPrefix } from "../src/model/names.ts";
import { type TensorSpec, tensorSpecs } from "../src/model/parameters.ts";
import type { SequenceBatch } from "./shapes.ts";

export interface JaxModel {
  /** One step; on a GPU the work is only queued when this returns. */
  step(batch: SequenceBatch): void;
  /** Resolves when all steps are done. */
  settle(): Promise<void>;
  /** Logits of a batch [rows * classes]. */
  logits(batch: SequenceBatch): Promise<Float32Array>;
  dispose(): void;
}

type Tree = Record<string, np.Array>;
type Inputs = { ids: np.Array; positions: np.Array; padding: np.Array; labels: np.Array };

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const EMBEDDINGS = "roberta.embeddings";

/** @param gpu WebGPU for jax-js to take its device from; null: it computes on WASM */
export async function createJaxModel(
  config: EncoderConfig,
  weights: ReadonlyMap<string, Float32Array>,
  learningRate: number,
  gpu: GPU | null,
): Promise<JaxModel> {
  const device = gpu ? "webgpu" : "wasm";
  if (gpu) {
    // Node 20 has no navigator, where jax-js looks for WebGPU and for the kind of browser.
    Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "Node.js" }, configurable: true });
  }
  const started = await init(device);
  if (!started.includes(device)) throw new Error(`jax-js does not start its ${device} device here.`);
  defaultDevice(device);

  const { layers, heads, hiddenSize } = config;
  const size = hiddenSize / heads;
  const classes = weights.get("classifier.out_proj.bias")!.length;

  function forward(p: Tree, { ids, positions, padding }: Omit<Inputs, "labels">): np.Array {
    const [rows, sequence] = padding.shape as [number, number];
    const at = (name: string) => p[name]!.ref;
    const linear = (x: np.Array, name: string) => np.matmul(x, at(`${name}.weight`)).add(at(`${name}.bias`));
    const norm = (x: np.Array, name: string) =>
      nn
        .standardize(x, -1, { epsilon: config.layerNormEps })
        .mul(at(`${name}.weight`))
        .add(at(`${name}.bias`));
    const gelu = (x: np.Array) => x.ref.mul(0.5).mul(scipySpecial.erf(x.mul(Math.SQRT1_2)).add(1));
    const word = np.take(at(`${EMBEDDINGS}.word_embeddings.weight`), ids, 0);
    const position = np.take(at(`${EMBEDDINGS}.position_embeddings.weight`), positions, 0);
    const embedded = word.add(position).add(at(`${EMBEDDINGS}.token_type_embeddings.weight`));
    const mask = padding.reshape([rows, 1, 1, sequence]);
    let x = norm(embedded, `${EMBEDDINGS}.LayerNorm`);
    for (let layer = 0; layer < layers; layer++) {
      const prefix = layerPrefix(config, layer);
      const [q, k, v] = ["query", "key", "value"].map((part) =>
        linear(x.ref, `${prefix}.attention.self.${part}`)
          .reshape([rows, sequence, heads, size])
          .transpose([0, 2, 1, 3]),
      ) as [np.Array, np.Array, np.Array];
      const scores = np
        .matmul(q, k.transpose([0, 1, 3, 2]))
        .mul(1 / Math.sqrt(size))
        .add(mask.ref);
      const context = np.matmul(nn.softmax(scores, -1), v);
      const merged = context.transpose([0, 2, 1, 3]).reshape([rows * sequence, hiddenSize]);
      const attended = linear(merged, `${prefix}.attention.output.dense`).add(x);
      const h = norm(attended, `${prefix}.attention.output.LayerNorm`);
      const inner = gelu(linear(h.ref, `${prefix}.intermediate.dense`));
      x = norm(linear(inner, `${prefix}.output.dense`).add(h), `${prefix}.output.LayerNorm`);
    }
    mask.dispose();
    const first = x.reshape([rows, sequence, hiddenSize]).slice([], 0);
    const logits = linear(np.tanh(linear(first, "classifier.dense")), "classifier.out_proj");
    for (const parameter of Object.values(p)) parameter.dispose();
    return logits;
  }

  function loss(p: Tree, { labels, ...inputs }: Inputs): np.Array {
    const rows = labels.shape[0]!;
    const logs = nn.logSoftmax(forward(p, inputs), -1);
    return logs
      .mul(nn.oneHot(labels, classes))
      .sum()
      .mul(-1 / rows);
  }

  /** @param scales learning rate over 1 - beta1^t, and 1 / (1 - beta2^t): [2] */
  const step = jit((p: Tree, m: Tree, v: Tree, scales: np.Array, inputs: Inputs) => {
    const [value, gradients] = valueAndGrad(loss)(
      Object.fromEntries(Object.entries(p).map(([name, parameter]) => [name, parameter.ref])),
      inputs,
    ) as [np.Array, Tree];
    const next = { p: {} as Tree, m: {} as Tree, v: {} as Tree };
    for (const [name, gradient] of Object.entries(gradients)) {
      const mean = m[name]!.mul(BETA1).add(gradient.ref.mul(1 - BETA1));
      const square = v[name]!.mul(BETA2).add(gradient.ref.mul(gradient).mul(1 - BETA2));
      const scaled = mean.ref.mul(scales.ref.slice(0));
      const divisor = np.sqrt(square.ref.mul(scales.ref.slice(1))).add(EPSILON);
      next.p[name] = p[name]!.sub(scaled.div(divisor));
      next.m[name] = mean;
      next.v[name] = square;
    }
    scales.dispose();
    return { ...next, value };
  });
  const logitsOf = jit((p: Tree, inputs: Omit<Inputs, "labels">) => forward(p, inputs));

  let p: Tree = {};
  let m: Tree = {};
  let v: Tree = {};
  for (const spec of tensorSpecs(config, { kind: "sequence", classes })) {
    const { name } = spec;
    const tensor = asArray(spec, weights.get(name)!);
    m[name] = np.zerosLike(tensor.ref);
    v[name] = np.zerosLike(tensor.ref);
    p[name] = tensor;
  }
  let steps = 0;
  let last: np.Array | null = null;

  return {
    step(batch) {
      steps++;
      const scales = np.array([learningRate / (1 - BETA1 ** steps), 1 / (1 - BETA2 ** steps)]);
      const result = step(p, m, v, scales, inputsOf(batch, config));
      ({ p, m, v } = result);
      last?.dispose();
      last = result.value;
    },
    async settle() {
      await blockUntilReady(p);
    },
    async logits(batch) {
      const { labels, ...inputs } = inputsOf(batch, config);
      labels.dispose();
      const kept = Object.fromEntries(Object.entries(p).map(([name, parameter]) => [name, parameter.ref]));
      return (await logitsOf(kept, inputs).data()) as Float32Array;
    },
    dispose() {
      for (const tree of [p, m, v]) for (const array of Object.values(tree)) array.dispose();
      last?.dispose();
      step.dispose();
      logitsOf.dispose();
    },
  };
}

/** Linear weights are turned to [in, out]. */
function asArray({ shape, owner }: TensorSpec, values: Float32Array): np.Array {
  const [rows, columns] = shape as [number, number];
  if (shape.length === 1) return np.array(values);
  if (owner.kind === "embeddings") return np.array(values).reshape([rows, columns]);
  return np.array(transposed(values, columns)).reshape([columns, rows]);
}

function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column]!;
  }
  return result;
}

function inputsOf({ inputIds, rows, sequence, targets }: SequenceBatch, config: EncoderConfig): Inputs {
  const positions = new Int32Array(inputIds.length).fill(config.padId);
  const padding = new Float32Array(inputIds.length);
  for (let row = 0; row < rows; row++) {
    let length = 0;
    for (let column = 0; column < sequence; column++) {
      const i = row * sequence + column;
      if (inputIds[i] === config.padId) padding[i] = -1e9;
      else positions[i] = config.padId + ++length;
    }
  }
  return {
    ids: np.array(inputIds.slice()),
    positions: np.array(positions),
    padding: np.array(padding).reshape([rows, sequence]),
    labels: np.array(targets.labels.slice()),
  };
}
