/**
 * How many bytes a training needs on the device, before it is started. The WebGPU op set's buffers are what is counted; what
 * the device is really asked for lies within a tenth of it (0.94 to 1.09 of the plan, measured 2026-11 on mini and base),
 * since the pool's buffers have few sizes, and gradients move in where activations were.
 */
import type { EncoderConfig } from "../model/config.ts";
import { elements, type Head, type Owner, scoresOf, type TensorSpec, tensorSpecs } from "../model/parameters.ts";
import type { MemorySettings } from "./engine.ts";

export interface MemoryOptions extends MemorySettings {
  readonly optimizer: "adamw" | "sgd";
  /** Whether the embeddings ever learn. */
  readonly embeddings: "train" | "frozen";
  /** Whether activations are dropped. */
  readonly dropout: boolean;
}

/** Sizes of a batch. */
export interface BatchSize {
  readonly rows: number;
  /** Of the longest row. */
  readonly sequence: number;
  /** Of all rows together, without padding, which takes no room; absent: all rows are full. */
  readonly tokens?: number;
}

/** Bytes by kind. */
export interface MemoryPlan {
  /** Of layers and head. */
  readonly weights: number;
  /** AdamW's, of layers and head. */
  readonly moments: number;
  /** All that are there at once. */
  readonly gradients: number;
  /** What the forward pass keeps for the backward one, of full rows. */
  readonly activations: number;
  /** What one layer's backward pass makes and gives back, and the layer computed again. */
  readonly working: number;
  /** What the tests take beyond the room of activations and working, which is free by then. */
  readonly testing: number;
  /** Weights of the embeddings: the tables' rows and their layer norm. */
  readonly embeddings: number;
  readonly embeddingMoments: number;
  /** Parameters of the kernels. */
  readonly uniforms: number;
  readonly total: number;
  /** The largest stretch that one kernel needs bound in one piece; a table's rows may be bound in several. */
  readonly largestBinding: number;
}

/** Every WebGPU device binds at least so much. */
export const LEAST_BINDING_BYTES = 128 * 2 ** 20;

const FLOAT = 4;
/** Moments per weight. */
const MOMENTS = { adamw: 2, sgd: 0 } as const;
/** Keys whose dropout one word remembers. */
const KEYS_PER_WORD = 32;
/** Slots of the dispatcher's uniform ring, of 256 bytes each. */
const UNIFORM_BYTES = 2048 * 256;

/**
 * @param config with the rows of the word embedding that are on the device, of a compacted vocabulary its own
 * @param tests the largest slice of the tests; absent: it needs no more than training
 */
export function memoryPlan(
  config: EncoderConfig,
  head: Head,
  batch: BatchSize,
  options: MemoryOptions,
  tests?: BatchSize,
): MemoryPlan {
  const specs = tensorSpecs(config, head);
  const bytesOf = (fits: (owner: Owner) => boolean) =>
    FLOAT * specs.filter(({ owner }) => fits(owner)).reduce((sum, { shape }) => sum + elements(shape), 0);
  const layer = bytesOf((owner) => owner.kind === "layer" && owner.layer === 0);
  const headBytes = bytesOf(({ kind }) => kind === "head");
  const embeddings = bytesOf(({ kind }) => kind === "embeddings");
  const weights = config.layers * layer + headBytes;
  const learnEmbeddings = options.embeddings === "train";
  const embeddingGradient = learnEmbeddings ? embeddingGradientBytes(config, batch) : 0;
  const gradients =
    options.update === "after"
      ? weights + embeddingGradient
      : Math.max(config.layers > 0 ? layer : 0, headBytes, embeddingGradient);
  const activations = activationBytes(config, head, batch, options);
  const working = workingBytes(config, head, batch, options);
  const testing = tests ? testingBytes(config, countOf(tests)) : 0;
  const kinds = {
    weights,
    moments: MOMENTS[options.optimizer] * weights,
    gradients,
    activations,
    working,
    testing: Math.max(0, testing - activations - working),
    embeddings,
    embeddingMoments: learnEmbeddings ? MOMENTS[options.optimizer] * embeddings : 0,
    uniforms: UNIFORM_BYTES,
  };
  const total = Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0);
  return { ...kinds, total, largestBinding: largestBindingBytes(config, batch, specs) };
}

function countOf({ rows, sequence, tokens = rows * sequence }: BatchSize): number {
  return tokens;
}

/** What a forward pass for logits alone makes of each token before a layer's memory is given back, in floats. */
function testingFloats({ hiddenSize: hidden, intermediateSize: inner, heads }: EncoderConfig): number {
  const inputs = 2 * hidden;
  const attention = 3 * hidden + hidden + heads;
  const norms = 2 * (2 * hidden + 1);
  return inputs + attention + norms + 2 * inner;
}

export function testingBytes(config: EncoderConfig, tokens: number): number {
  return FLOAT * testingFloats(config) * tokens;
}

/** Only rows that occur have a gradient: at most one a token. */
function embeddingGradientBytes(config: EncoderConfig, batch: BatchSize): number {
  const words = Math.min(config.vocabSize, countOf(batch));
  const positions = Math.min(config.maxPositions, batch.sequence);
  const types = Math.min(2, config.typeVocabSize);
  const norm = 2;
  return FLOAT * config.hiddenSize * (words + positions + types + norm);
}

/** Kept by the op set for one layer whose `asked` tokens are computed, besides the layer's input. */
function layerFloats(config: EncoderConfig, batch: BatchSize, asked: number, dropout: boolean): number {
  const { hiddenSize: hidden, intermediateSize: inner, heads } = config;
  const { sequence } = batch;
  const count = countOf(batch);
  const projections = 3 * hidden * count;
  const context = hidden * asked;
  const sums = heads * asked;
  const dropped = dropout ? Math.ceil(sequence / KEYS_PER_WORD) * heads * asked : 0;
  const norms = 2 * (hidden + 1) * asked;
  const attended = hidden * asked;
  const feedForward = 2 * inner * asked;
  return projections + context + sums + dropped + norms + attended + feedForward;
}

function activationBytes(
  config: EncoderConfig,
  head: Head,
  batch: BatchSize,
  { recompute, embeddings, dropout }: MemoryOptions,
): number {
  const { hiddenSize: hidden, layers } = config;
  const count = countOf(batch);
  const inputs = hidden * count * layers;
  const embeddingNorm = embeddings === "train" ? (hidden + 1) * count : 0;
  const kept = recompute ? 0 : (layers - 1) * layerFloats(config, batch, count, dropout);
  const top = topFloats(config, head, batch, dropout);
  return FLOAT * (inputs + embeddingNorm + kept + top + headFloats(head, hidden, askedOf(head, batch), dropout));
}

/** The top layer is never computed again, and under a sequence head for each row's first token alone. */
function topFloats(config: EncoderConfig, head: Head, batch: BatchSize, dropout: boolean): number {
  return layerFloats(config, batch, askedOf(head, batch), dropout);
}

/** Tokens that the head reads. */
function askedOf(head: Head, batch: BatchSize): number {
  return head.kind === "sequence" ? batch.rows : countOf(batch);
}

/** Kept by a head for the `asked` tokens that it reads: its input, what lies between its layers, and the logits. */
function headFloats(head: Head, hidden: number, asked: number, dropout: boolean): number {
  if (head.kind === "sequence") return 3 * hidden * asked;
  const dropped = head.kind === "token" && dropout ? hidden * asked : 0;
  return hidden * asked + dropped + 2 * scoresOf(head) * asked;
}

/**
 * The most that lives between two layers' visits: gradients by a layer's output, its sums and its feed-forward, of which each
 * is given back when the next is there; and all that a layer keeps when it is computed again, once the top one is done with.
 */
function workingBytes(
  config: EncoderConfig,
  head: Head,
  batch: BatchSize,
  { recompute, dropout }: MemoryOptions,
): number {
  const { hiddenSize: hidden, intermediateSize: inner } = config;
  const count = countOf(batch);
  const layer = layerFloats(config, batch, count, dropout);
  const again = recompute && config.layers > 1 ? layer - topFloats(config, head, batch, dropout) : 0;
  const gradients = (4 * hidden + 2 * inner) * count + 3 * hidden * count;
  return FLOAT * (again + gradients);
}

function largestBindingBytes(config: EncoderConfig, batch: BatchSize, specs: readonly TensorSpec[]): number {
  const { hiddenSize: hidden, intermediateSize: inner } = config;
  const activation = countOf(batch) * Math.max(3 * hidden, inner);
  const qkv = 3 * hidden * hidden;
  // Tables are bound in slabs of rows.
  const weight = Math.max(
    qkv,
    ...specs.filter(({ owner }) => owner.kind !== "embeddings").map(({ shape }) => elements(shape)),
  );
  return FLOAT * Math.max(activation, weight);
}
