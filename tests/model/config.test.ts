import { describe, expect, test } from "vitest";
import { CheckpointError } from "../../src/checkpoint/index.ts";
import { maxTokens, parseConfig } from "../../src/model/config.ts";

/** XLM-R base, as published, without what does not matter. */
const base = {
  architectures: ["XLMRobertaForMaskedLM"],
  attention_probs_dropout_prob: 0.1,
  hidden_act: "gelu",
  hidden_dropout_prob: 0.1,
  hidden_size: 768,
  intermediate_size: 3072,
  layer_norm_eps: 1e-5,
  max_position_embeddings: 514,
  model_type: "xlm-roberta",
  num_attention_heads: 12,
  num_hidden_layers: 12,
  pad_token_id: 1,
  type_vocab_size: 1,
  vocab_size: 250002,
};
/** M-BERT (google-bert/bert-base-multilingual-cased), as published. */
const mbert = {
  architectures: ["BertForMaskedLM"],
  attention_probs_dropout_prob: 0.1,
  directionality: "bidi",
  hidden_act: "gelu",
  hidden_dropout_prob: 0.1,
  hidden_size: 768,
  initializer_range: 0.02,
  intermediate_size: 3072,
  layer_norm_eps: 1e-12,
  max_position_embeddings: 512,
  model_type: "bert",
  num_attention_heads: 12,
  num_hidden_layers: 12,
  pad_token_id: 0,
  pooler_fc_size: 768,
  pooler_num_attention_heads: 12,
  pooler_num_fc_layers: 3,
  pooler_size_per_head: 128,
  pooler_type: "first_token_transform",
  type_vocab_size: 2,
  vocab_size: 119547,
};
/** intfloat/multilingual-e5-small, as published: the multilingual MiniLM, whose tokenizer is XLM-R's. */
const minilm = {
  architectures: ["BertModel"],
  hidden_act: "gelu",
  hidden_size: 384,
  intermediate_size: 1536,
  layer_norm_eps: 1e-12,
  max_position_embeddings: 512,
  model_type: "bert",
  num_attention_heads: 12,
  num_hidden_layers: 12,
  pad_token_id: 0,
  position_embedding_type: "absolute",
  tokenizer_class: "XLMRobertaTokenizer",
  type_vocab_size: 2,
  vocab_size: 250037,
};
const parse = (changes: Record<string, unknown>) =>
  parseConfig(JSON.stringify({ ...base, ...changes }), "m/config.json");

test("reads XLM-R base", () => {
  const config = parse({ classifier_dropout: null });
  expect(config).toEqual({
    architecture: "xlm-roberta",
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    intermediateSize: 3072,
    vocabSize: 250002,
    maxPositions: 514,
    firstPosition: 2,
    typeVocabSize: 1,
    layerNormEps: 1e-5,
    padId: 1,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
  });
  expect(maxTokens(config)).toBe(512);
});

test("reads M-BERT and the multilingual MiniLM, whose positions begin with 0", () => {
  for (const [published, vocabSize] of [
    [mbert, 119547],
    [minilm, 250037],
  ] as const) {
    const config = parseConfig(JSON.stringify(published), "config.json");
    const ofBert = {
      architecture: "bert",
      firstPosition: 0,
      typeVocabSize: 2,
      layerNormEps: 1e-12,
      padId: 0,
      vocabSize,
    };
    expect(config).toMatchObject(ofBert);
    expect(maxTokens(config)).toBe(512);
  }
});

test("keeps the labels, in the order of their classes", () => {
  expect(parse({ id2label: { "1": "neutral", "0": "entailment", "2": "contradiction" } }).labels).toEqual([
    "entailment",
    "neutral",
    "contradiction",
  ]);
});

describe("a missing field is an error that names field and file, never a default", () => {
  const optional = ["architectures", "attention_probs_dropout_prob", "hidden_dropout_prob"];
  test.each(Object.keys(base).filter((field) => !optional.includes(field)))("%s", (field) => {
    for (const whole of [base, mbert]) {
      const without = JSON.stringify({ ...whole, [field]: undefined });
      expect(() => parseConfig(without, "m/config.json")).toThrow(CheckpointError);
      expect(() => parseConfig(without, "m/config.json")).toThrow(`m/config.json: "${field}" is missing`);
    }
  });
});

describe("refuses, with the reason", () => {
  test.each([
    ["RoBERTa", { model_type: "roberta" }, /model_type is "roberta".*only "xlm-roberta" and "bert".*Use/],
    ["DistilBERT", { model_type: "distilbert" }, /model_type is "distilbert"/],
    ["another activation", { hidden_act: "relu" }, /"hidden_act" is "relu"/],
    ["the approximate GELU", { hidden_act: "gelu_new" }, /"hidden_act" is "gelu_new"/],
    ["heads that do not divide the hidden size", { num_attention_heads: 7 }, /7 does not divide "hidden_size" 768/],
    ["a size that is no whole number", { hidden_size: 76.8 }, /"hidden_size" is 76\.8/],
    ["no layers", { num_hidden_layers: 0 }, /"num_hidden_layers" is 0/],
    ["text for a number", { vocab_size: "many" }, /"vocab_size" is "many"/],
    ["padding outside the vocabulary", { pad_token_id: 250002 }, /"pad_token_id" is 250002, outside/],
    ["no position for a token", { max_position_embeddings: 2 }, /leaves no position/],
    ["relative positions", { position_embedding_type: "relative_key" }, /"relative_key"/],
    ["a decoder", { is_decoder: true }, /is_decoder/],
    ["labels with a gap", { id2label: { "0": "a", "2": "c" } }, /id2label/],
    ["labels that are numbers", { id2label: { "0": 1 } }, /id2label/],
    ["an impossible dropout", { hidden_dropout_prob: 2 }, /"hidden_dropout_prob" is 2/],
  ])("%s", (_, changes, message) => {
    expect(() => parse(changes)).toThrow(CheckpointError);
    expect(() => parse(changes)).toThrow(message);
  });

  test.each(["", "{", "[]", "null", "3"])("the document %j", (json) => {
    expect(() => parseConfig(json, "config.json")).toThrow(CheckpointError);
  });
});
