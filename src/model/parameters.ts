/**
 * The tensors of an encoder with a head: the only list of them in the project.
 */
import type { EncoderConfig } from "./config.ts";
import { embeddingsPrefix, layerPrefix, namesOf } from "./names.ts";

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

/** Every tensor, lowest first: embeddings, layers, head. */
export function tensorSpecs(config: EncoderConfig, head: Head): TensorSpec[] {
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
  const prefix = embeddingsPrefix(config);
  add(embeddings, `${prefix}.word_embeddings.weight`, config.vocabSize, hidden);
  add(embeddings, `${prefix}.position_embeddings.weight`, config.maxPositions, hidden);
  add(embeddings, `${prefix}.token_type_embeddings.weight`, config.typeVocabSize, hidden);
  norm(embeddings, `${prefix}.LayerNorm`);
  for (let layer = 0; layer < config.layers; layer++) {
    const owner: Owner = { kind: "layer", layer };
    const prefix = layerPrefix(config, layer);
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
  const { dense, outputs } = namesOf(config);
  if (head.kind === "sequence") linear(owner, dense, hidden, hidden);
  linear(owner, outputs[head.kind], scoresOf(head), hidden);
  return specs;
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
