/**
 * What the model is written on: one contract, several op sets. `count` is the number of tokens that are not padding
 * (tokens.ts); activations are [count, features], row by row.
 *
 * Ownership: an operation never disposes what it is given. What it returns belongs to the enclosing `tf.tidy`.
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { LayerMask } from "../graddrop/index.ts";
import type { Tokens } from "./tokens.ts";

/** What a forward operation leaves for its backward one. Only the op set that made it knows what is inside. */
export type SavedTensors = Readonly<Record<string, Tensor>>;

export interface Saved<Output extends Tensor> {
  readonly output: Output;
  readonly saved: SavedTensors;
}

/** A named stretch of a parameter: one tensor of the checkpoint. */
export interface ParameterPart {
  /** Hugging Face's name. */
  readonly name: string;
  /** The mask's tensor number. */
  readonly index: number;
  /** Elements. */
  readonly size: number;
}

/** What a parameter is, whichever op set holds it. */
export interface ParameterDescription {
  /** Query, key and value weights are the parts of one parameter [3 * hidden, hidden]; others have one part. */
  readonly parts: readonly ParameterPart[];
  readonly shape: readonly number[];
  /** A table's rows are looked up by id, and its gradient has only the rows that were. */
  readonly use: "matrix" | "vector" | "table";
}

/**
 * A weight and all that its next update depends on besides gradient and plan, as arrays that outlive the device. Sizes are
 * the parameter's; every op set writes and reads the same form.
 */
export interface ParameterState {
  /** The weights, as a checkpoint stores them. */
  readonly values: Float32Array;
  /** AdamW's moments; null before its first step. */
  readonly moments: { readonly first: Float32Array; readonly second: Float32Array } | null;
  /** Optimizer steps made: the steps of every weight while `counts` is null. */
  readonly steps: number;
  /** Steps weight by weight, once a mask has left some untouched. */
  readonly counts: Int32Array | null;
  /** [rows] of a table: 1 for rows that have had a gradient; null where nobody counted, which means that any may have. */
  readonly seen: Uint8Array | null;
}

/** A weight with its optimizer state. Made and changed by one op set, which alone knows how it is held. */
export interface Parameter extends ParameterDescription {
  /** The weights, as a checkpoint stores them. */
  read(): Promise<Float32Array>;
  /** Sets the weights and forgets the optimizer state. */
  write(values: Float32Array): void;
  /** A copy of all of it. No update may come before this resolves. */
  state(): Promise<ParameterState>;
  /** Goes on from a state of a parameter with the same description, bit for bit where the same op set made it. */
  restore(state: ParameterState): void;
  dispose(): void;
}

/** Gradient of a table: rows of distinct ids. */
export interface TableGradient {
  /** Ascending. */
  readonly ids: Int32Array;
  /** [ids, features] */
  readonly rows: Tensor2D;
}

/**
 * A gradient that stays where the op set made it, beside its parameter's weights, until `update` consumes it. The private
 * field keeps tfjs from walking into it when it looks for tensors.
 */
export class HeldGradient {
  readonly #read: () => Promise<Float32Array>;

  constructor(read: () => Promise<Float32Array>) {
    this.#read = read;
  }

  /** The gradient, as its parameter is shaped. */
  read(): Promise<Float32Array> {
    return this.#read();
  }
}

export type Gradient = Tensor | TableGradient | HeldGradient;

export function isTableGradient(gradient: Gradient): gradient is TableGradient {
  return "ids" in gradient;
}

/** The gradient of an op set that keeps its gradients in tensors. */
export function tensorOf(gradient: Gradient): Tensor {
  if (gradient instanceof HeldGradient) throw new TypeError("This gradient belongs to another op set.");
  return isTableGradient(gradient) ? gradient.rows : gradient;
}

/** Dropout of activations: kept values are divided by 1 - rate. Which are kept is a function of seed, step and place. */
export interface Dropout {
  readonly rate: number;
  readonly seed: number;
  readonly step: number;
}

/** A place in the model where activations are dropped, with a number of its own. */
export interface DropoutSite {
  readonly dropout: Dropout;
  readonly site: number;
}

/** Where a sequence head drops: its input, and what its tanh gives. */
export interface HeadSites {
  readonly before: DropoutSite | null;
  readonly within: DropoutSite | null;
}

/** What a backward operation is asked for: what nobody needs is not computed. */
export interface Wanted {
  readonly input: boolean;
  readonly weights: boolean;
}

export interface LinearParameters {
  /** [out, in], as Hugging Face stores it. */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter;
}

export interface NormParameters {
  /** [features] */
  readonly gain: Parameter;
  /** [features] */
  readonly shift: Parameter;
}

export interface EmbeddingParameters extends NormParameters {
  /** [vocabulary, hidden] */
  readonly word: Parameter;
  /** [positions, hidden] */
  readonly position: Parameter;
  /** [types, hidden]; XLM-R has row 0 alone. */
  readonly tokenType: Parameter;
}

export type ResidualNormParameters = LinearParameters & NormParameters;

export interface HeadParameters {
  readonly dense: LinearParameters;
  readonly out: LinearParameters;
}

export interface LinearGradients {
  readonly input?: Tensor2D;
  readonly weight?: Gradient;
  readonly bias?: Gradient;
}

/** A mean loss, and its gradient by the logits, as they are shaped. */
export interface Loss {
  readonly loss: Scalar;
  readonly gradient: Tensor2D;
}

export interface NormGradients {
  readonly gain?: Gradient;
  readonly shift?: Gradient;
}

export interface AttentionShape {
  readonly heads: number;
  /** "first": only each row's first token asks. For a top layer of which nothing else is read; exact, and cheaper. */
  readonly queries: "all" | "first";
}

export interface OptimizerSettings {
  kind: "adamw" | "sgd";
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
  /** Largest norm of the gradients that are clipped together; null: no clipping. */
  clipNorm: number | null;
}

/** How one parameter learns in one step. */
export interface UpdatePlan {
  readonly optimizer: OptimizerSettings;
  readonly learningRate: number;
  readonly mask: LayerMask;
  /** What happens to a weight whose factor is 0 (graddrop's `droppedMeans`). */
  readonly dropped: "zero-gradient" | "untouched";
  readonly seed: number;
  readonly epoch: number;
  readonly step: number;
}

export interface ParameterGradient {
  readonly parameter: Parameter;
  readonly gradient: Gradient;
}

export interface SquaredNorms {
  /** [parts] */
  readonly sums: Tensor1D;
  /** What each sum is of. */
  readonly parts: readonly ParameterPart[];
}

export interface Update extends ParameterGradient {
  readonly plan: UpdatePlan;
}

/** What an update did, part by part. */
export interface UpdateMeasures {
  /**
   * [2 * parts] Of each part how many of its weights the mask gave a factor other than 0, and the sum of squares of the change
   * of its weights as stored (new - old). Counts are exact up to 2^24, as f32 is.
   */
  readonly sums: Tensor1D;
  readonly parts: readonly ParameterPart[];
}

export interface Ops {
  /** Which op set this is, for messages and benchmarks. */
  readonly name: string;

  /**
   * Parameters with these weights; the caller disposes them. Those made by one call learn together: an update that names
   * several of them gives them one plan.
   */
  parameters(group: readonly { description: ParameterDescription; values: Float32Array }[]): Parameter[];

  /** dropout(norm(word[id] + position[p] + tokenType[t])) -> [count, hidden] */
  embedding(tokens: Tokens, parameters: EmbeddingParameters, eps: number, site: DropoutSite | null): Saved<Tensor2D>;
  /** The word `padId` has no gradient (see Tokens). */
  embeddingBackward(
    saved: SavedTensors,
    gradient: Tensor2D,
    tokens: Tokens,
    parameters: EmbeddingParameters,
    site: DropoutSite | null,
  ): { word: TableGradient; position: TableGradient; tokenType: TableGradient; gain: Gradient; shift: Gradient };

  /**
   * Multi-head self-attention within each row, up to and without the output projection:
   * softmax(Q K^T / sqrt(hidden / heads)) V, the probabilities dropped at `site`.
   *
   * @param x      [count, hidden]
   * @param linear query, key and value stacked: weight [3 * hidden, hidden], bias [3 * hidden]
   * @returns [count, hidden], or [rows, hidden] for queries "first"
   */
  attention(
    x: Tensor2D,
    linear: LinearParameters,
    tokens: Tokens,
    shape: AttentionShape,
    site: DropoutSite | null,
  ): Saved<Tensor2D>;
  /** @param plus added to the input's gradient: what reaches x by another way; of the first tokens for queries "first" */
  attentionBackward(
    saved: SavedTensors,
    gradient: Tensor2D,
    linear: LinearParameters,
    tokens: Tokens,
    shape: AttentionShape,
    site: DropoutSite | null,
    wanted: Wanted,
    plus: Tensor2D | null,
  ): LinearGradients;

  /** [count, features] -> [rows, features]: the first token of each row. */
  firstTokens(x: Tensor2D, tokens: Tokens): Tensor2D;

  /**
   * norm(dropout(x W^T + b) + residual), by layer norm over the features.
   *
   * @param x        [n, in]
   * @param residual [n, out]
   * @param places   [n] names each row in the counters of dropout: `places` or `firstPlaces` of the tokens that the latest
   *                 operation took
   */
  residualNorm(
    x: Tensor2D,
    residual: Tensor2D,
    parameters: ResidualNormParameters,
    eps: number,
    places: Int32Array,
    site: DropoutSite | null,
  ): Saved<Tensor2D>;
  /** `residual` is always computed: it is on the way down and costs nothing on top of the norm's own gradients. */
  residualNormBackward(
    saved: SavedTensors,
    gradient: Tensor2D,
    parameters: ResidualNormParameters,
    places: Int32Array,
    site: DropoutSite | null,
    wanted: Wanted,
  ): LinearGradients & NormGradients & { residual: Tensor2D };

  /** gelu(x W^T + b), with the exact (erf) GELU; [n, in] -> [n, out] */
  linearGelu(x: Tensor2D, linear: LinearParameters): Saved<Tensor2D>;
  /** @param plus [n, in], added to the input's gradient */
  linearGeluBackward(
    saved: SavedTensors,
    gradient: Tensor2D,
    linear: LinearParameters,
    wanted: Wanted,
    plus: Tensor2D | null,
  ): LinearGradients;

  /**
   * Hugging Face's classification head on a row's first token: dropout, dense, tanh, dropout, projection.
   *
   * @param x [rows, hidden]
   * @returns logits [rows, classes]
   */
  head(x: Tensor2D, parameters: HeadParameters, sites: HeadSites): Saved<Tensor2D>;
  headBackward(
    saved: SavedTensors,
    gradient: Tensor2D,
    parameters: HeadParameters,
    sites: HeadSites,
    wanted: Wanted,
  ): { input?: Tensor2D; dense: LinearGradients; out: LinearGradients };

  /**
   * Hugging Face's heads on single tokens: dropout, projection.
   *
   * @param x      [count, hidden]
   * @param tokens which the latest operation took
   * @returns logits [count, scores]
   */
  tokenHead(x: Tensor2D, linear: LinearParameters, tokens: Tokens, site: DropoutSite | null): Saved<Tensor2D>;
  tokenHeadBackward(
    saved: SavedTensors,
    gradient: Tensor2D,
    linear: LinearParameters,
    tokens: Tokens,
    site: DropoutSite | null,
    wanted: Wanted,
  ): LinearGradients;

  /**
   * Mean cross-entropy over the rows that count, and its gradient by the logits [rows, classes]. A row with a negative label
   * does not count; where none does, loss and gradient are 0.
   */
  crossEntropy(logits: Tensor2D, labels: Int32Array): Loss;
  /**
   * Mean cross-entropy of where an answer starts and where it ends: twice for each row, over the row's tokens.
   *
   * @param logits [count, 2] of each token as start and as end
   * @param ends   [rows * 2] number within its row of the token that is the start, and of the one that is the end
   */
  spanCrossEntropy(logits: Tensor2D, tokens: Tokens, ends: Int32Array): Loss;

  /** The sum of squares of each part's gradient. */
  squaredNorms(gradients: readonly ParameterGradient[]): SquaredNorms;
  /** min(1, clipNorm / (norm + 1e-6)), as PyTorch's clip_grad_norm_ scales by; from the sums of squaredNorms. */
  clipScale(sums: Tensor1D, clipNorm: number): Scalar;

  /** Compiles what `work` would run, without running it: on a GPU the first step would wait for every kernel. */
  compile?(work: () => void): Promise<void>;
  /** Gives back what the op set keeps besides parameters. */
  dispose?(): void;

  /** One optimizer step: gradient * scale, then the mask, then the optimizer. */
  update(updates: readonly Update[], scale: Scalar | null): void;
  /** The same step, and what it did. */
  measuredUpdate(updates: readonly Update[], scale: Scalar | null): UpdateMeasures;
}
