import { expect, test } from "vitest";
import { configFile } from "../../src/export/index.ts";

/** Of a model fine-tuned for three classes. */
const THREE_CLASSES = JSON.stringify({
  hidden_size: 16,
  architectures: ["XLMRobertaForSequenceClassification"],
  id2label: { "0": "a", "1": "b", "2": "c" },
  label2id: { a: 0, b: 1, c: 2 },
  problem_type: "single_label_classification",
  torch_dtype: "float16",
});
const written = (json: string, head: "sequence" | "token" | "span", labels: readonly string[] | undefined) =>
  JSON.parse(configFile(json, "xlm-roberta", head, labels)) as Record<string, unknown>;

test("a saved config names the model by its head, the classes, and the type of the weights", () => {
  expect(written(THREE_CLASSES, "token", ["O", "B-PER"])).toEqual({
    hidden_size: 16,
    architectures: ["XLMRobertaForTokenClassification"],
    id2label: { "0": "O", "1": "B-PER" },
    label2id: { O: 0, "B-PER": 1 },
    dtype: "float32",
  });
  expect(written(THREE_CLASSES, "sequence", ["x", "y"])).toMatchObject({
    architectures: ["XLMRobertaForSequenceClassification"],
    id2label: { "0": "x", "1": "y" },
    problem_type: "single_label_classification",
  });
});

test("a span head has no classes: Hugging Face would make it as wide as there are labels", () => {
  const span = { hidden_size: 16, architectures: ["XLMRobertaForQuestionAnswering"], dtype: "float32" };
  expect(written(THREE_CLASSES, "span", undefined)).toEqual(span);
  expect(written(THREE_CLASSES, "span", ["start", "end"])).toEqual(span);
});

test("classes that nobody names stay the checkpoint's", () => {
  expect(written(THREE_CLASSES, "token", undefined)).toMatchObject({ id2label: { "0": "a", "1": "b", "2": "c" } });
});

test("a BERT is called one, fields that say nothing of a head stay as they came, and the type is the weights' own", () => {
  const json = JSON.stringify({ model_type: "bert", directionality: "bidi", pooler_type: null, vocab_size: 119547 });
  expect(JSON.parse(configFile(json, "bert", "sequence", ["0", "1"], "BF16"))).toEqual({
    model_type: "bert",
    directionality: "bidi",
    pooler_type: null,
    vocab_size: 119547,
    architectures: ["BertForSequenceClassification"],
    id2label: { "0": "0", "1": "1" },
    label2id: { "0": 0, "1": 1 },
    problem_type: "single_label_classification",
    dtype: "bfloat16",
  });
});
