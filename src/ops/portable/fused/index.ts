/** The op set for WASM and CPU: kernels of our own, one pass each; products by whoever is faster (multiplication.ts). */
import * as tf from "@tensorflow/tfjs";
import { dropRule } from "../../../graddrop/index.ts";
import {
  type DropoutSite,
  type LinearParameters,
  type Ops,
  type Parameter,
  type SavedTensors,
  type TableGradient,
  tensorOf,
  type Wanted,
} from "../../ops.ts";
import { type Segments, segmentsOf } from "../../tokens.ts";
import { clipScale, createHeads, type Linear } from "../head.ts";
import * as kernels from "./kernels.ts";
import { multiplicationHere } from "./multiplication.ts";
import { FusedParameter, fused } from "./parameter.ts";

function rowDropout(site: DropoutSite | null, places: Int32Array, features: number): tf.Tensor2D | null {
  return site && kernels.dropoutFactors(site, places, features);
}

function tableGradient(gradient: tf.Tensor2D, segments: Segments): TableGradient {
  return { ids: segments.ids, rows: kernels.segmentSums(gradient, segments) };
}

const value = (parameter: Parameter) => fused(parameter).value;

export function createFusedOps(): Ops {
  const multiplication = multiplicationHere();
  const { product } = multiplication;
  const linearGradients = (x: tf.Tensor2D, gradient: tf.Tensor2D, { weight }: LinearParameters, wanted: Wanted) => ({
    ...(wanted.input && { input: multiplication.inputGradient(gradient, weight) }),
    ...(wanted.weights && multiplication.weightGradients(x, gradient)),
  });
  const linear: Linear = {
    forward: (x, parameters) => tf.add(product(x, parameters.weight), value(parameters.bias)),
    backward: linearGradients,
  };
  return {
    name: `fused kernels (${tf.getBackend()})`,
    parameters: (group) => group.map(({ description, values }) => new FusedParameter(description, values)),

    embedding(tokens, parameters, eps, site) {
      const factors = rowDropout(site, tokens.places, parameters.gain.shape[0]!);
      const [output, normalised, inverse] = kernels.embeddingNorm(
        {
          word: value(parameters.word),
          position: value(parameters.position),
          tokenType: value(parameters.tokenType),
          gain: value(parameters.gain),
          shift: value(parameters.shift),
          factors,
        },
        { tokens, eps, features: parameters.gain.shape[0]! },
      );
      return { output, saved: { normalised, inverse, ...(factors && { factors }) } };
    },
    embeddingBackward(saved, gradient, tokens, parameters) {
      const [dz, gain, shift] = kernels.normBackward(saved, gradient, value(parameters.gain), true, saved.factors);
      const first = {
        ids: Int32Array.of(0),
        order: tokens.ids.map((_, i) => i),
        starts: Int32Array.of(0, tokens.count),
      };
      return {
        word: tableGradient(dz, segmentsOf(tokens.ids, tokens.padId)),
        position: tableGradient(dz, segmentsOf(tokens.positions)),
        tokenType: tableGradient(dz, tokens.types ? segmentsOf(tokens.types) : first),
        gain: gain!,
        shift: shift!,
      };
    },

    attention(x, parameters, tokens, shape, site) {
      const qkv = product(x, parameters.weight);
      const task = { tokens, shape, site, hidden: x.shape[1] };
      const [output, probabilities] = kernels.attention(qkv, value(parameters.bias), task);
      return { output, saved: { x, qkv, probabilities } };
    },
    attentionBackward(saved, gradient, parameters, tokens, shape, site, wanted, plus) {
      const x = saved.x as tf.Tensor2D;
      const kept = site ? dropRule(site.dropout.rate, true).kept : 1;
      const dQkv = kernels.attentionBackward(saved, gradient, {
        tokens,
        shape,
        site,
        hidden: x.shape[1],
        kept,
      });
      const result = linearGradients(x, dQkv, parameters, wanted);
      dQkv.dispose();
      if (result.input && plus) {
        if (shape.queries === "first") kernels.addRows(result.input, plus, tokens.starts);
        else kernels.add(result.input, plus);
      }
      return result;
    },

    firstTokens: (x, tokens) => kernels.copyRows(x, tokens.starts, tokens.rows),

    residualNorm(x, residual, parameters, eps, places, site) {
      const normalised = product(x, parameters.weight);
      const factors = rowDropout(site, places, normalised.shape[1]);
      const [output, inverse] = kernels.residualNorm(
        {
          y: normalised,
          bias: value(parameters.bias),
          residual,
          factors,
          gain: value(parameters.gain),
          shift: value(parameters.shift),
        },
        { rows: x.shape[0], features: normalised.shape[1], eps },
      );
      return { output, saved: { x, normalised, inverse, ...(factors && { factors }) } };
    },
    residualNormBackward(saved, gradient, parameters, _places, _site, wanted) {
      const gainValue = value(parameters.gain);
      const [residual, gain, shift] = kernels.normBackward(saved, gradient, gainValue, wanted.weights, undefined);
      const factors = saved.factors;
      const dy = factors ? kernels.multiply(residual, factors) : residual;
      const result = linearGradients(saved.x as tf.Tensor2D, dy, parameters, wanted);
      return { ...result, residual, ...(gain && shift && { gain, shift }) };
    },

    linearGelu(x, parameters) {
      const output = product(x, parameters.weight);
      const slope = kernels.biasGelu(output, value(parameters.bias));
      return { output, saved: { x, slope } };
    },
    linearGeluBackward(saved: SavedTensors, gradient, parameters, wanted, plus) {
      const dy = kernels.multiplyInto(saved.slope as tf.Tensor2D, gradient);
      const result = linearGradients(saved.x as tf.Tensor2D, dy, parameters, wanted);
      if (result.input && plus) kernels.add(result.input, plus);
      return result;
    },

    ...createHeads(linear),
    squaredNorms: (gradients) => ({
      sums: kernels.squaredNorms(
        gradients.map(({ gradient }) => tensorOf(gradient)),
        gradients.map(({ parameter }) => parameter.parts.length),
      ),
      parts: gradients.flatMap(({ parameter }) => parameter.parts),
    }),
    clipScale,
    update: (updates, scale) => {
      for (const { parameter, gradient, plan } of updates) fused(parameter).update(gradient, scale, plan, null);
    },
    measuredUpdate: (updates, scale) => {
      const parts = updates.flatMap(({ parameter }) => parameter.parts);
      const sums = new Float32Array(2 * parts.length);
      let at = 0;
      for (const { parameter, gradient, plan } of updates) {
        const next = at + 2 * parameter.parts.length;
        fused(parameter).update(gradient, scale, plan, sums.subarray(at, next));
        at = next;
      }
      return { sums: tf.tensor1d(sums), parts };
    },
  };
}
