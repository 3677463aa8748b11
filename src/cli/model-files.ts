import { writeSafetensors } from "../checkpoint/index.ts";
import type { TensorSpec } from "../model/parameters.ts";
import type { Engine } from "../train/engine.ts";

/** The engine's weights as a `model.safetensors`, in float32. */
export async function weightsFile(engine: Engine): Promise<Uint8Array> {
  const weights = await engine.weights();
  const tensors = engine.specs.map(({ name, shape }: TensorSpec) => {
    return [name, { shape, values: weights.get(name)! }] as const;
  });
  return writeSafetensors(tensors, "F32");
}

/**
 * The checkpoint's own `config.json`, for the same encoder with a sequence head.
 *
 * @param labels of the classes; undefined leaves those of the checkpoint
 */
export function configFile(configJson: string, labels: readonly string[] | undefined): string {
  // torch_dtype is dtype's older name.
  const { torch_dtype: _, ...fields } = JSON.parse(configJson) as Record<string, unknown>;
  const named = labels && {
    id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    problem_type: "single_label_classification",
  };
  const config = { ...fields, ...named, architectures: ["XLMRobertaForSequenceClassification"], dtype: "float32" };
  return `${JSON.stringify(config, null, 2)}\n`;
}
