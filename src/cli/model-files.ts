import { writeSafetensors } from "../checkpoint/index.ts";
import type { Head, TensorSpec } from "../model/parameters.ts";
import type { Engine } from "../train/engine.ts";

/** The engine's weights as a `model.safetensors`, in float32. */
export async function weightsFile(engine: Engine): Promise<Uint8Array> {
  const weights = await engine.weights();
  const tensors = engine.specs.map(({ name, shape }: TensorSpec) => {
    return [name, { shape, values: weights.get(name)! }] as const;
  });
  return writeSafetensors(tensors, "F32");
}

/** What Hugging Face calls the model with each head. */
const ARCHITECTURES = {
  sequence: "XLMRobertaForSequenceClassification",
  token: "XLMRobertaForTokenClassification",
  span: "XLMRobertaForQuestionAnswering",
} as const;

/**
 * The checkpoint's own `config.json`, for the same encoder with a head.
 *
 * @param labels of the classes; undefined leaves those of the checkpoint. A span head has none.
 */
export function configFile(configJson: string, head: Head["kind"], labels: readonly string[] | undefined): string {
  // torch_dtype is dtype's older name.
  const { torch_dtype: _, ...fields } = JSON.parse(configJson) as Record<string, unknown>;
  // Hugging Face makes a span head as wide as there are labels: two where none are named.
  if (head === "span") for (const field of ["id2label", "label2id", "num_labels"]) delete fields[field];
  if (head !== "sequence") delete fields.problem_type;
  const named = head !== "span" &&
    labels && {
      id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
      label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
      ...(head === "sequence" && { problem_type: "single_label_classification" }),
    };
  const config = { ...fields, ...named, architectures: [ARCHITECTURES[head]], dtype: "float32" };
  return `${JSON.stringify(config, null, 2)}\n`;
}
