/**
 * The tensors of an XLM-R with a head, as Hugging Face names them: the only list of them in the project.
 */
import { CheckpointError } from "../checkpoint/error.ts";
import { fillNormals } from "../graddrop/index.ts";
import type { XlmrConfig } from "./config.ts";

/** Which part of the model a tensor belongs to. Only layers are ever masked. */
export type Owner = { kind: "embeddings" } | { kind: "layer"; layer: number } | { kind: "head" };

export interface TensorSpec {
  /** Hugging Face's name. */
  name: string;
  /** Linear weights are [out, in]. */
  shape: number[];
  /** The tensor's stable number: what a mask calls `tensor`. */
  index: number;
  owner: Owner;
}

/**
 * What stands on the encoder: classes of the whole sequence, read from its first token; classes of single tokens; or the
 * first and the last token of an answer.
 */
export type Head =
  | { readonly kind: "sequence"; readonly classes: number }
  | { readonly kind: "token"; readonly classes: number }
  | { readonly kind: "span" };

/** Scores that a head gives: of a sequence or token, by class; of a token for a span: to start and to end it. */
export function scoresOf(head: Head): number {
  return head.kind === "span" ? 2 : head.classes;
}

/** What a checkpoint reader gives: values in the order of the shape. */
export interface ShapedValues {
  shape: readonly number[];
  values: Float32Array;
}

/** Standard deviation of a new head's weights, as XLM-R initialises (its `initializer_range`). */
const HEAD_INIT = 0.02;

/** Each head's last linear layer. */
export const OUTPUTS = { sequence: "classifier.out_proj", token: "classifier", span: "qa_outputs" } as const;

const EMBEDDINGS = "roberta.embeddings";

export function layerPrefix(layer: number): string {
  return `roberta.encoder.layer.${layer}`;
}

/** Every tensor, lowest first: embeddings, layers, head. */
export function tensorSpecs(config: XlmrConfig, head: Head): TensorSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner } = config;
  const specs: TensorSpec[] = [];
  const add = (owner: Owner, name: string, ...shape: number[]) =>
    specs.push({ name, shape, index: specs.length, owner });
  const linear = (owner: Owner, name: string, out: number, into: number) => {
    add(owner, `${name}.weight`, out, into);
    add(owner, `${name}.bias`, out);
  };
  const norm = (owner: Owner, name: string) => {
    add(owner, `${name}.weight`, hidden);
    add(owner, `${name}.bias`, hidden);
  };

  const embeddings: Owner = { kind: "embeddings" };
  add(embeddings, `${EMBEDDINGS}.word_embeddings.weight`, config.vocabSize, hidden);
  add(embeddings, `${EMBEDDINGS}.position_embeddings.weight`, config.maxPositions, hidden);
  add(embeddings, `${EMBEDDINGS}.token_type_embeddings.weight`, config.typeVocabSize, hidden);
  norm(embeddings, `${EMBEDDINGS}.LayerNorm`);
  for (let layer = 0; layer < config.layers; layer++) {
    const owner: Owner = { kind: "layer", layer };
    const prefix = layerPrefix(layer);
    linear(owner, `${prefix}.attention.self.query`, hidden, hidden);
    linear(owner, `${prefix}.attention.self.key`, hidden, hidden);
    linear(owner, `${prefix}.attention.self.value`, hidden, hidden);
    linear(owner, `${prefix}.attention.output.dense`, hidden, hidden);
    norm(owner, `${prefix}.attention.output.LayerNorm`);
    linear(owner, `${prefix}.intermediate.dense`, inner, hidden);
    linear(owner, `${prefix}.output.dense`, hidden, inner);
    norm(owner, `${prefix}.output.LayerNorm`);
  }
  const owner: Owner = { kind: "head" };
  if (head.kind === "sequence") linear(owner, "classifier.dense", hidden, hidden);
  linear(owner, OUTPUTS[head.kind], scoresOf(head), hidden);
  return specs;
}

/**
 * The model's weights out of a checkpoint's tensors. A head that is missing, or has another number of classes, is made new
 * from the seed: N(0, 0.02), zero bias. Anything else that is missing is an error; what the model does not use is ignored.
 */
export function loadParameters(
  stored: ReadonlyMap<string, ShapedValues>,
  specs: readonly TensorSpec[],
  config: XlmrConfig,
  seed: number,
): Map<string, Float32Array> {
  const head = specs.filter((spec) => spec.owner.kind === "head");
  const headStored = head.every(({ name, shape }) => sameShape(stored.get(name)?.shape, shape));
  const weights = new Map<string, Float32Array>();
  for (const spec of specs) {
    if (spec.owner.kind === "head" && !headStored) {
      weights.set(spec.name, newHeadTensor(spec, seed));
      continue;
    }
    const found = stored.get(spec.name);
    if (!found) {
      throw new CheckpointError(
        `The checkpoint has no tensor "${spec.name}", which an XLM-R of ${config.layers} layers needs. ` +
          `Is it complete, and is config.json its own?`,
      );
    }
    if (!sameShape(found.shape, spec.shape)) {
      throw new CheckpointError(
        `Tensor "${spec.name}" has shape [${found.shape}], but config.json asks for [${spec.shape}]. ` +
          `Is this config from another model?`,
      );
    }
    weights.set(spec.name, found.values.slice());
  }
  return weights;
}

function newHeadTensor(spec: TensorSpec, seed: number): Float32Array {
  const values = new Float32Array(elements(spec.shape));
  if (spec.shape.length === 1) return values;
  fillNormals({ seed, stream: "initialisation", site: spec.index, time: 0 }, values);
  for (let i = 0; i < values.length; i++) values[i]! *= HEAD_INIT;
  return values;
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function sameShape(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a !== undefined && a.length === b.length && a.every((side, i) => side === b[i]);
}
