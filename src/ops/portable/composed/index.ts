/** The op set for any tfjs backend, composed of its core ops: right everywhere, fast nowhere. */
import * as tf from "@tensorflow/tfjs";
import {
  type DropoutSite,
  type EmbeddingParameters,
  type LinearParameters,
  type Ops,
  type ParameterGradient,
  type ResidualNormParameters,
  type Saved,
  type SavedTensors,
  type SquaredNorms,
  tensorOf,
  type Wanted,
} from "../../ops.ts";
import type { Tokens } from "../../tokens.ts";
import { clipScale, createHeads, type Linear, rowFactors } from "../head.ts";
import { attention, attentionBackward } from "./attention.ts";
import { ComposedParameter, composed, weightsOf } from "./parameter.ts";
import {
  gelu,
  geluSlope,
  linear,
  linearBackward,
  normalise,
  normBackward,
  normParameterGradients,
  tableGradient,
} from "./parts.ts";

const coreLinear: Linear = {
  forward: linear,
  backward: (x, gradient, parameters, wanted) => linearBackward(x, gradient, parameters, wanted, null),
};

export function createComposedOps(): Ops {
  return {
    name: `tfjs core ops (${tf.getBackend()})`,
    parameters: (group) => group.map(({ description, values }) => new ComposedParameter(description, values)),
    embedding,
    embeddingBackward,
    attention,
    attentionBackward: (saved, gradient, parameters, tokens, shape, _site, wanted, plus) =>
      attentionBackward(saved, gradient, parameters, tokens, shape, wanted, plus),
    firstTokens: (x, tokens) => tf.gather(x, tf.tensor1d(tokens.starts.slice(0, tokens.rows), "int32")),
    residualNorm,
    residualNormBackward,
    linearGelu,
    linearGeluBackward,
    ...createHeads(coreLinear),
    squaredNorms,
    clipScale,
    update(updates, scale) {
      for (const { parameter, gradient, plan } of updates) composed(parameter).update(gradient, scale, plan);
    },
    measuredUpdate(updates, scale) {
      const sums = updates.map(({ parameter, gradient, plan }) =>
        composed(parameter).measuredUpdate(gradient, scale, plan),
      );
      return { sums: tf.concat1d(sums), parts: updates.flatMap(({ parameter }) => parameter.parts) };
    },
  };
}

function embedding(
  tokens: Tokens,
  parameters: EmbeddingParameters,
  eps: number,
  site: DropoutSite | null,
): Saved<tf.Tensor2D> {
  const word = tf.gather(weightsOf(parameters.word) as tf.Tensor2D, tf.tensor1d(tokens.ids, "int32"));
  const position = tf.gather(weightsOf(parameters.position) as tf.Tensor2D, tf.tensor1d(tokens.positions, "int32"));
  const types = weightsOf(parameters.tokenType) as tf.Tensor2D;
  const tokenType = tokens.types
    ? tf.gather(types, tf.tensor1d(tokens.types, "int32"))
    : tf.slice(types, [0, 0], [1, -1]);
  const { normalised, inverse } = normalise(tf.add(tf.add(word, position), tokenType), eps);
  const y = tf.add(tf.mul(normalised, weightsOf(parameters.gain)), weightsOf(parameters.shift)) as tf.Tensor2D;
  const factors = site && rowFactors(site, tokens.places, y.shape[1]);
  return { output: factors ? tf.mul(y, factors) : y, saved: { normalised, inverse, ...(factors && { factors }) } };
}

function embeddingBackward(
  saved: SavedTensors,
  gradient: tf.Tensor2D,
  tokens: Tokens,
  parameters: EmbeddingParameters,
) {
  const factors = saved.factors;
  const dy = factors ? (tf.mul(gradient, factors) as tf.Tensor2D) : gradient;
  const dz = normBackward(dy, weightsOf(parameters.gain), saved);
  return {
    word: tableGradient(dz, tokens.ids, tokens.padId),
    position: tableGradient(dz, tokens.positions),
    tokenType: tokens.types
      ? tableGradient(dz, tokens.types)
      : { ids: Int32Array.of(0), rows: tf.sum(dz, 0, true) as tf.Tensor2D },
    ...normParameterGradients(dy, saved),
  };
}

function residualNorm(
  x: tf.Tensor2D,
  residual: tf.Tensor2D,
  parameters: ResidualNormParameters,
  eps: number,
  places: Int32Array,
  site: DropoutSite | null,
): Saved<tf.Tensor2D> {
  const y = linear(x, parameters);
  const factors = site && rowFactors(site, places, y.shape[1]);
  const z = tf.add(factors ? tf.mul(y, factors) : y, residual) as tf.Tensor2D;
  const { normalised, inverse } = normalise(z, eps);
  const output = tf.add(tf.mul(normalised, weightsOf(parameters.gain)), weightsOf(parameters.shift)) as tf.Tensor2D;
  return { output, saved: { x, normalised, inverse, ...(factors && { factors }) } };
}

function residualNormBackward(
  saved: SavedTensors,
  gradient: tf.Tensor2D,
  parameters: ResidualNormParameters,
  _places: Int32Array,
  _site: DropoutSite | null,
  wanted: Wanted,
) {
  const residual = normBackward(gradient, weightsOf(parameters.gain), saved);
  const factors = saved.factors;
  const dy = factors ? (tf.mul(residual, factors) as tf.Tensor2D) : residual;
  return {
    residual,
    ...linearBackward(saved.x as tf.Tensor2D, dy, parameters, wanted, null),
    ...(wanted.weights && normParameterGradients(gradient, saved)),
  };
}

function linearGelu(x: tf.Tensor2D, parameters: LinearParameters): Saved<tf.Tensor2D> {
  const y = linear(x, parameters);
  return { output: gelu(y), saved: { x, y } };
}

function linearGeluBackward(
  saved: SavedTensors,
  gradient: tf.Tensor2D,
  parameters: LinearParameters,
  wanted: Wanted,
  plus: tf.Tensor2D | null,
) {
  const dy = tf.mul(gradient, geluSlope(saved.y!)) as tf.Tensor2D;
  return linearBackward(saved.x as tf.Tensor2D, dy, parameters, wanted, plus);
}

function squaredNorms(gradients: readonly ParameterGradient[]): SquaredNorms {
  const sums = gradients.flatMap(({ parameter, gradient }) => {
    const squares = tf.square(tensorOf(gradient));
    if (parameter.parts.length === 1) return [tf.sum(squares)];
    // Parts are equal stretches, one after another.
    return tf.unstack(tf.sum(tf.reshape(squares, [parameter.parts.length, -1]), 1));
  });
  return { sums: tf.stack(sums) as tf.Tensor1D, parts: gradients.flatMap(({ parameter }) => parameter.parts) };
}
