/**
 * The same model and step as anyone would write them with tfjs: core ops, automatic gradients, tf.train.adam. Weights are
 * [in, out], tfjs's own layout, so that its forward products need no transpose.
 */
import * as tf from "@tensorflow/tfjs";
import type { EncoderConfig } from "../src/model/config.ts";
import type { SequenceBatch } from "./shapes.ts";

export interface StockModel {
  /** One step. Nothing is read back: on a GPU the work is only recorded when this returns. */
  step(batch: SequenceBatch): void;
  /** Logits of a batch [rows * classes]. */
  logits(batch: SequenceBatch): Promise<Float32Array>;
  dispose(): void;
}

export function createStockModel(
  config: EncoderConfig,
  weights: ReadonlyMap<string, Float32Array>,
  learningRate: number,
): StockModel {
  const { hiddenSize, intermediateSize, heads, layers, vocabSize, maxPositions } = config;
  const variables = new Map<string, tf.Variable>();
  const add = (name: string, shape: number[]) => {
    const values = weights.get(name)!;
    const [out, into] = shape as [number, number];
    const isLinear = shape.length === 2 && !name.includes("embeddings");
    const initial = isLinear ? tf.transpose(tf.tensor2d(values, [out, into])) : tf.tensor(values, shape);
    variables.set(name, tf.variable(initial));
    initial.dispose();
  };
  const addLinear = (name: string, out: number, into: number) => {
    add(`${name}.weight`, [out, into]);
    add(`${name}.bias`, [out]);
  };
  const addNorm = (name: string) => {
    add(`${name}.weight`, [hiddenSize]);
    add(`${name}.bias`, [hiddenSize]);
  };
  const at = (name: string) => variables.get(name)!;

  add("roberta.embeddings.word_embeddings.weight", [vocabSize, hiddenSize]);
  add("roberta.embeddings.position_embeddings.weight", [maxPositions, hiddenSize]);
  add("roberta.embeddings.token_type_embeddings.weight", [1, hiddenSize]);
  addNorm("roberta.embeddings.LayerNorm");
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `roberta.encoder.layer.${layer}`;
    for (const part of ["query", "key", "value"]) addLinear(`${prefix}.attention.self.${part}`, hiddenSize, hiddenSize);
    addLinear(`${prefix}.attention.output.dense`, hiddenSize, hiddenSize);
    addNorm(`${prefix}.attention.output.LayerNorm`);
    addLinear(`${prefix}.intermediate.dense`, intermediateSize, hiddenSize);
    addLinear(`${prefix}.output.dense`, hiddenSize, intermediateSize);
    addNorm(`${prefix}.output.LayerNorm`);
  }
  addLinear("classifier.dense", hiddenSize, hiddenSize);
  const classes = weights.get("classifier.out_proj.bias")!.length;
  addLinear("classifier.out_proj", classes, hiddenSize);

  const linear = (x: tf.Tensor, name: string) => tf.add(tf.matMul(x, at(`${name}.weight`)), at(`${name}.bias`));
  const norm = (x: tf.Tensor, name: string) => {
    const { mean, variance } = tf.moments(x, -1, true);
    const normalised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, config.layerNormEps)));
    return tf.add(tf.mul(normalised, at(`${name}.weight`)), at(`${name}.bias`));
  };
  const gelu = (x: tf.Tensor) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2))));

  // tf.gather's own gradient needs UnsortedSegmentSum, which tfjs lacks on WASM; scatterND is the stock op that has it.
  const lookUp = (table: tf.Tensor, ids: Int32Array) =>
    tf.customGrad((x) => {
      const value = tf.gather(x as tf.Tensor, tf.tensor1d(ids, "int32"));
      const gradFunc = (dy: tf.Tensor) => tf.scatterND(tf.tensor2d(ids, [ids.length, 1], "int32"), dy, table.shape);
      return { value, gradFunc };
    })(table);

  function forward(batch: SequenceBatch): tf.Tensor2D {
    const { inputIds, rows, sequence } = batch;
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
    const mask = tf.tensor4d(padding, [rows, 1, 1, sequence]);
    const word = lookUp(at("roberta.embeddings.word_embeddings.weight"), inputIds);
    const position = lookUp(at("roberta.embeddings.position_embeddings.weight"), positions);
    const tokenType = at("roberta.embeddings.token_type_embeddings.weight");
    let x: tf.Tensor = norm(tf.add(tf.add(word, position), tokenType), "roberta.embeddings.LayerNorm");
    const size = hiddenSize / heads;
    for (let layer = 0; layer < layers; layer++) {
      const prefix = `roberta.encoder.layer.${layer}`;
      const [q, k, v] = ["query", "key", "value"].map((part) => {
        const projected = linear(x, `${prefix}.attention.self.${part}`);
        return tf.transpose(tf.reshape(projected, [rows, sequence, heads, size]), [0, 2, 1, 3]);
      });
      const scores = tf.add(tf.mul(tf.matMul(q!, k!, false, true), 1 / Math.sqrt(size)), mask);
      const context = tf.matMul(tf.softmax(scores), v!);
      const merged = tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [rows * sequence, hiddenSize]);
      const attended = linear(merged, `${prefix}.attention.output.dense`);
      const h = norm(tf.add(attended, x), `${prefix}.attention.output.LayerNorm`);
      const inner = gelu(linear(h, `${prefix}.intermediate.dense`));
      x = norm(tf.add(linear(inner, `${prefix}.output.dense`), h), `${prefix}.output.LayerNorm`);
    }
    const first = tf.squeeze(tf.slice(tf.reshape(x, [rows, sequence, hiddenSize]), [0, 0, 0], [-1, 1, -1]), [1]);
    return linear(tf.tanh(linear(first, "classifier.dense")), "classifier.out_proj") as tf.Tensor2D;
  }

  const optimizer = tf.train.adam(learningRate);
  return {
    step(batch) {
      const loss = optimizer.minimize(
        () => {
          const target = tf.oneHot(tf.tensor1d(batch.targets.labels, "int32"), classes);
          return tf.losses.softmaxCrossEntropy(target, forward(batch));
        },
        true,
        [...variables.values()],
      )!;
      loss.dispose();
    },
    async logits(batch) {
      const logits = tf.tidy(() => forward(batch));
      try {
        return await logits.data<"float32">();
      } finally {
        logits.dispose();
      }
    },
    dispose() {
      optimizer.dispose();
      for (const variable of variables.values()) variable.dispose();
    },
  };
}
