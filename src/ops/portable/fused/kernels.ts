/** The loops as tfjs kernels: which tensors go in, which come out, and what is overwritten. */
import type * as tf from "@tensorflow/tfjs";
import type { DropoutSite, SavedTensors } from "../../ops.ts";
import type { Segments, Tokens } from "../../tokens.ts";
import { fillRowDropout } from "../dropout.ts";
import { type HeadsTask, largestHead, probabilityCount } from "./heads.ts";
import { defineKernel } from "./kernel.ts";
import { copyRows as copyRowsOf } from "./matrices.ts";

interface Sides {
  readonly rows: number;
  readonly features: number;
}

function sidesOf(x: tf.Tensor2D): Sides {
  return { rows: x.shape[0], features: x.shape[1] };
}

interface MatmulAttributes {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly turned: "a" | "b" | "neither";
}

const matmulKernel = defineKernel<"a" | "b", MatmulAttributes>("Matmul", {
  outputs: ({ rows, columns }) => [[rows, columns]],
  run: ({ a, b }, [c], { turned, ...sides }, loops) => {
    const left = { values: a!, turned: turned === "a" };
    const right = { values: b!, turned: turned === "b" };
    loops.matmul!(left, right, c!, sides);
  },
});

/** a b, or a^T b, or a b^T; only where the device's loops have a matmul. */
export function matmul(a: tf.Tensor2D, b: tf.Tensor2D, turned: MatmulAttributes["turned"]): tf.Tensor2D {
  const [rows, inner] = turned === "a" ? [a.shape[1], a.shape[0]] : a.shape;
  const columns = turned === "b" ? b.shape[0] : b.shape[1];
  return matmulKernel({ a, b }, { rows, inner, columns, turned })[0] as tf.Tensor2D;
}

const transposeAndSumKernel = defineKernel<"x", Sides>("TransposeAndSum", {
  outputs: ({ rows, features }) => [[features, rows], [features]],
  run: ({ x }, [turned, sums], { rows, features }, loops) => {
    loops.transpose(x!, turned!, rows, features);
    loops.rowSums(turned!, sums!);
  },
});

/** [rows, features] -> its transpose, and the sum of each feature over the rows */
export function transposeAndSum(x: tf.Tensor2D): [tf.Tensor2D, tf.Tensor1D] {
  return transposeAndSumKernel({ x }, sidesOf(x)) as [tf.Tensor2D, tf.Tensor1D];
}

const columnSumsKernel = defineKernel<"x", Sides>("ColumnSums", {
  outputs: ({ features }) => [[features]],
  run: ({ x }, [sums], { rows }, loops) => loops.columnSums(x!, sums!, rows),
});

export function columnSums(x: tf.Tensor2D): tf.Tensor1D {
  return columnSumsKernel({ x }, sidesOf(x))[0] as tf.Tensor1D;
}

const transposeKernel = defineKernel<"x", Sides>("Transpose", {
  outputs: ({ rows, features }) => [[features, rows]],
  run: ({ x }, [turned], { rows, features }, loops) => loops.transpose(x!, turned!, rows, features),
});

export function transpose(x: tf.Tensor2D): tf.Tensor2D {
  return transposeKernel({ x }, sidesOf(x))[0] as tf.Tensor2D;
}

const multiplyIntoKernel = defineKernel<"to" | "by", object>("MultiplyInto", {
  outputs: () => [],
  run: ({ to, by }, _outputs, _attributes, loops) => loops.multiply(to!, by!, to!),
});

/** Overwrites `to` with the product, and returns it. */
export function multiplyInto(to: tf.Tensor2D, by: tf.Tensor): tf.Tensor2D {
  multiplyIntoKernel({ to, by }, {});
  return to;
}

const multiplyKernel = defineKernel<"a" | "b", Sides>("Multiply", {
  outputs: ({ rows, features }) => [[rows, features]],
  run: ({ a, b }, [out], _attributes, loops) => loops.multiply(a!, b!, out!),
});

export function multiply(a: tf.Tensor2D, b: tf.Tensor): tf.Tensor2D {
  return multiplyKernel({ a, b }, sidesOf(a))[0] as tf.Tensor2D;
}

const addKernel = defineKernel<"to" | "from", object>("Add", {
  outputs: () => [],
  run: ({ to, from }, _outputs, _attributes, loops) => loops.add(to!, from!),
});

/** Overwrites `to`. */
export function add(to: tf.Tensor, from: tf.Tensor): void {
  addKernel({ to, from }, {});
}

const addRowsKernel = defineKernel<"to" | "from", { at: Int32Array; rows: number }>("AddRows", {
  outputs: () => [],
  run: ({ to, from }, _outputs, { at, rows }, loops) => loops.addRows(to!, from!, at, rows),
});

/** Adds row i of `from` to row at[i] of `to`, overwriting it. */
export function addRows(to: tf.Tensor2D, from: tf.Tensor2D, at: Int32Array): void {
  addRowsKernel({ to, from }, { at, rows: from.shape[0] });
}

const copyRowsKernel = defineKernel<"x", Sides & { at: Int32Array }>("CopyRows", {
  outputs: ({ rows, features }) => [[rows, features]],
  run: ({ x }, [out], { at, rows }) => copyRowsOf(x!, out!, at, rows),
});

/** Rows at[0] .. at[rows - 1]. */
export function copyRows(x: tf.Tensor2D, at: Int32Array, rows: number): tf.Tensor2D {
  return copyRowsKernel({ x }, { at, rows, features: x.shape[1] })[0] as tf.Tensor2D;
}

const dropoutKernel = defineKernel<never, { site: DropoutSite; places: Int32Array; features: number }>(
  "DropoutFactors",
  {
    outputs: ({ places, features }) => [[places.length, features]],
    run: (_, [out], { site, places, features }, loops) =>
      fillRowDropout(site, places, features, out!, loops.fillFactorRows),
  },
);

/** [places, features] */
export function dropoutFactors(site: DropoutSite, places: Int32Array, features: number): tf.Tensor2D {
  return dropoutKernel({}, { site, places, features })[0] as tf.Tensor2D;
}

type EmbeddingInput = "word" | "position" | "tokenType" | "gain" | "shift" | "factors";

const embeddingKernel = defineKernel<EmbeddingInput, { tokens: Tokens; eps: number; features: number }>("Embedding", {
  outputs: ({ tokens: { count }, features }) => [[count, features], [count, features], [count]],
  run: (inputs, [output, normalised, inverse], { tokens, eps }, loops) => {
    const { word, position, tokenType, gain, shift, factors } = inputs;
    const lookup = {
      word: word!,
      position: position!,
      tokenType: tokenType!,
      ids: tokens.ids,
      positions: tokens.positions,
      types: tokens.types,
    };
    const out = { output: output!, normalised: normalised!, inverse: inverse! };
    loops.embeddingNorm(lookup, { gain: gain!, shift: shift!, eps }, factors, out);
  },
});

/** @returns output, normalised [count, features] and inverse [count] */
export function embeddingNorm(
  inputs: Record<EmbeddingInput, tf.Tensor | null>,
  attributes: { tokens: Tokens; eps: number; features: number },
): [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D] {
  return embeddingKernel(inputs, attributes) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
}

type ResidualInput = "y" | "bias" | "residual" | "factors" | "gain" | "shift";

const residualNormKernel = defineKernel<ResidualInput, Sides & { eps: number }>("ResidualNorm", {
  outputs: ({ rows, features }) => [[rows, features], [rows]],
  run: ({ y, bias, residual, factors, gain, shift }, [output, inverse], { eps }, loops) => {
    const add = { bias: bias!, residual: residual!, factors };
    loops.residualNorm(y!, add, { gain: gain!, shift: shift!, eps }, output!, inverse!);
  },
});

/** Overwrites y with the normalised rows. @returns output [rows, features], inverse [rows] */
export function residualNorm(
  inputs: Record<ResidualInput, tf.Tensor | null>,
  attributes: Sides & { eps: number },
): [tf.Tensor2D, tf.Tensor1D] {
  return residualNormKernel(inputs, attributes) as [tf.Tensor2D, tf.Tensor1D];
}

type NormBackwardInput = "gradient" | "normalised" | "inverse" | "gain" | "before";

const normBackwardKernel = defineKernel<NormBackwardInput, Sides & { parameters: boolean }>("NormBackward", {
  outputs: ({ rows, features, parameters }) =>
    parameters ? [[rows, features], [features], [features]] : [[rows, features]],
  run: ({ gradient, normalised, inverse, gain, before }, [dz, dGain, dShift], _attributes, loops) => {
    const parameters = dGain && dShift && { gain: dGain, shift: dShift };
    loops.normBackward(gradient!, { normalised: normalised!, inverse: inverse! }, gain!, dz!, parameters, before);
  },
});

/** @returns the gradient by what was normalised; with `parameters` also those by gain and shift */
export function normBackward(
  saved: SavedTensors,
  gradient: tf.Tensor2D,
  gain: tf.Tensor,
  parameters: boolean,
  before: tf.Tensor | undefined,
): [tf.Tensor2D, tf.Tensor1D?, tf.Tensor1D?] {
  const inputs = {
    gradient,
    normalised: saved.normalised!,
    inverse: saved.inverse!,
    gain,
    before: before ?? null,
  };
  const attributes = { ...sidesOf(gradient), parameters };
  return normBackwardKernel(inputs, attributes) as [tf.Tensor2D, tf.Tensor1D?, tf.Tensor1D?];
}

const biasGeluKernel = defineKernel<"y" | "bias", Sides>("BiasGelu", {
  outputs: ({ rows, features }) => [[rows, features]],
  run: ({ y, bias }, [slope], _attributes, loops) => loops.biasGelu(y!, bias!, slope!),
});

/** Overwrites y with gelu(y + bias). @returns GELU's slope [rows, features] */
export function biasGelu(y: tf.Tensor2D, bias: tf.Tensor): tf.Tensor2D {
  return biasGeluKernel({ y, bias }, sidesOf(y))[0] as tf.Tensor2D;
}

const attentionKernel = defineKernel<"qkv" | "bias", HeadsTask>("Attention", {
  outputs: (task) => {
    const { tokens, shape, hidden } = task;
    return [[shape.queries === "first" ? tokens.rows : tokens.count, hidden], [probabilityCount(task)]];
  },
  workspace: largestHead,
  run: ({ qkv, bias }, [output, probabilities], task, loops) => {
    loops.addBias(qkv!, bias!);
    loops.attentionForward(qkv!, output!, probabilities!, task);
  },
});

/** Overwrites qkv with qkv + bias. @returns context [count or rows, hidden] and probabilities, which the backward pass wants */
export function attention(qkv: tf.Tensor2D, bias: tf.Tensor, task: HeadsTask): [tf.Tensor2D, tf.Tensor1D] {
  return attentionKernel({ qkv, bias }, task) as [tf.Tensor2D, tf.Tensor1D];
}

type AttentionBackwardInput = "qkv" | "probabilities" | "gradient";

const attentionBackwardKernel = defineKernel<AttentionBackwardInput, HeadsTask & { kept: number }>(
  "AttentionBackward",
  {
    outputs: ({ tokens, hidden }) => [[tokens.count, 3 * hidden]],
    workspace: (task) => 2 * largestHead(task),
    run: ({ qkv, probabilities, gradient }, [dQkv], task, loops) =>
      loops.attentionBackward(qkv!, probabilities!, gradient!, dQkv!, task),
  },
);

/**
 * @param saved qkv as `attention` left it, and probabilities
 * @returns the gradient by queries, keys and values [count, 3 * hidden]
 */
export function attentionBackward(
  saved: SavedTensors,
  gradient: tf.Tensor2D,
  task: HeadsTask & { kept: number },
): tf.Tensor2D {
  const inputs = { qkv: saved.qkv!, probabilities: saved.probabilities!, gradient };
  return attentionBackwardKernel(inputs, task)[0] as tf.Tensor2D;
}

const segmentSumsKernel = defineKernel<"x", { segments: Segments; features: number }>("SegmentSums", {
  outputs: ({ segments, features }) => [[segments.ids.length, features]],
  run: ({ x }, [out], { segments }, loops) => loops.segmentSums(x!, out!, segments),
});

/** Sums the rows of each group, in the order of the tokens: the same bits each time. */
export function segmentSums(x: tf.Tensor2D, segments: Segments): tf.Tensor2D {
  return segmentSumsKernel({ x }, { segments, features: x.shape[1] })[0] as tf.Tensor2D;
}

const squaredNormsKernel = defineKernel<string, { parts: readonly number[] }>("SquaredNorms", {
  outputs: ({ parts }) => [[parts.reduce((sum, count) => sum + count, 0)]],
  run: (inputs, [out], { parts }, loops) => {
    let at = 0;
    parts.forEach((count, number) => {
      const gradient = inputs[`g${number}`]!;
      const size = gradient.length / count;
      for (let part = 0; part < count; part++) {
        out![at++] = loops.sumOfSquares(gradient, part * size, (part + 1) * size);
      }
    });
  },
});

/** @param parts into how many equal stretches each gradient falls */
export function squaredNorms(gradients: readonly tf.Tensor[], parts: readonly number[]): tf.Tensor1D {
  const inputs = Object.fromEntries(gradients.map((gradient, number) => [`g${number}`, gradient]));
  return squaredNormsKernel(inputs, { parts })[0] as tf.Tensor1D;
}
