/** Tiny BERTs in the layouts that are published: M-BERT's and the multilingual MiniLM's. */
import { readFileSync } from "node:fs";
import { writeSafetensors } from "../../src/checkpoint/index.ts";
import { type EncoderConfig, parseConfig } from "../../src/model/config.ts";
import { tensorSpecs } from "../../src/model/parameters.ts";
import { randomWeights } from "../model/models.ts";
import { type CheckpointFiles, TOKENIZER_JSON } from "./tiny-checkpoint.ts";

const read = (name: string) => readFileSync(new URL(`../golden/wordpiece/${name}`, import.meta.url), "utf8");
export const WORDPIECE_JSON = read("tokenizer.json");

const SIZES = {
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  intermediate_size: 24,
  max_position_embeddings: 128,
};
const BERT = { model_type: "bert", type_vocab_size: 2, layer_norm_eps: 1e-12, hidden_act: "gelu", pad_token_id: 0 };

/** With WordPiece, and with names as in the files that came from TensorFlow. */
const MBERT = {
  config: { ...SIZES, ...BERT, vocab_size: Object.keys(JSON.parse(WORDPIECE_JSON).model.vocab).length },
  tokenizer: WORDPIECE_JSON,
  nameOf: (name: string) =>
    name.replace(/LayerNorm\.weight$/, "LayerNorm.gamma").replace(/LayerNorm\.bias$/, "LayerNorm.beta"),
};

/** With XLM-R's tokenizer, whose `<s>` has the id that the config calls padding; saved without the names' beginning. */
const MINILM = {
  config: { ...SIZES, ...BERT, vocab_size: JSON.parse(TOKENIZER_JSON).model.vocab.length + 35 },
  tokenizer: TOKENIZER_JSON,
  nameOf: (name: string) => name.replace(/^bert\./, ""),
};

export const TINY_BERTS = { mbert: MBERT, minilm: MINILM } as const;

/** Of the encoder and the pooler; a classifier is not there. */
function published(config: EncoderConfig): Map<string, Float32Array> {
  const weights = randomWeights(config, { kind: "sequence", classes: 1 });
  for (const name of [...weights.keys()]) if (name.startsWith("classifier.")) weights.delete(name);
  return weights;
}

export function tinyBert(which: keyof typeof TINY_BERTS): {
  files: CheckpointFiles;
  weights: Map<string, Float32Array>;
} {
  const { config: json, tokenizer, nameOf } = TINY_BERTS[which];
  const config = parseConfig(JSON.stringify(json), "config.json");
  const weights = published(config);
  const shapes = new Map(
    tensorSpecs(config, { kind: "sequence", classes: 1 }).map(({ name, shape }) => [name, shape] as const),
  );
  const tensors = Array.from(
    weights,
    ([name, values]) => [nameOf(name), { shape: shapes.get(name)!, values }] as const,
  );
  const files = {
    "config.json": JSON.stringify(json),
    "tokenizer.json": tokenizer,
    "model.safetensors": writeSafetensors(tensors, "F32"),
  };
  return { files, weights };
}
