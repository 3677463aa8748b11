import { expect, test } from "vitest";
import { configFile } from "../../src/cli/model-files.ts";

/** Of a model fine-tuned for three classes. */
const THREE_CLASSES = JSON.stringify({
  hidden_size: 16,
  architectures: ["XLMRobertaForSequenceClassification"],
  id2label: { "0": "a", "1": "b", "2": "c" },
  label2id: { a: 0, b: 1, c: 2 },
  problem_type: "single_label_classification",
  torch_dtype: "float16",
});
const written = (...given: Parameters<typeof configFile>) =>
  JSON.parse(configFile(...given)) as Record<string, unknown>;

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
