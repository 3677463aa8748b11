import { describe, expect, test } from "vitest";
import { CheckpointError } from "../../src/checkpoint/index.ts";
import { maxTokens, parseConfig } from "../../src/model/config.ts";

/** XLM-R base, as published, without what does not matter. */
const base = {
  architectures: ["XLMRobertaForMaskedLM"],
  attention_probs_dropout_prob: 0.1,
  bos_token_id: 0,
  eos_token_id: 2,
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
const parse = (changes: Record<string, unknown>) =>
  parseConfig(JSON.stringify({ ...base, ...changes }), "m/config.json");

test("reads XLM-R base", () => {
  const config = parse({ classifier_dropout: null });
  expect(config).toEqual({
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    intermediateSize: 3072,
    vocabSize: 250002,
    maxPositions: 514,
    typeVocabSize: 1,
    layerNormEps: 1e-5,
    padId: 1,
    bosId: 0,
    eosId: 2,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
  });
  expect(maxTokens(config)).toBe(512);
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
    expect(() => parse({ [field]: undefined })).toThrow(CheckpointError);
    expect(() => parse({ [field]: undefined })).toThrow(`m/config.json: "${field}" is missing`);
  });
});

describe("refuses, with the reason", () => {
  test.each([
    ["BERT", { model_type: "bert" }, /model_type is "bert".*only "xlm-roberta".*Use/],
    ["RoBERTa", { model_type: "roberta" }, /model_type is "roberta"/],
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
