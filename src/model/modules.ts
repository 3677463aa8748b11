/** The modules of an encoder layer: what one may want to look at by itself. */
import type { TensorSpec } from "./parameters.ts";

/** Linear layers, in the order of computation, by the part of Hugging Face's name that follows the layer's. */
export const MATRICES = [
  { id: "attention.self.query", label: "Query" },
  { id: "attention.self.key", label: "Key" },
  { id: "attention.self.value", label: "Value" },
  { id: "attention.output.dense", label: "Attention output" },
  { id: "intermediate.dense", label: "FFN in" },
  { id: "output.dense", label: "FFN out" },
] as const;
export type MatrixId = (typeof MATRICES)[number]["id"];

/** Every tensor of a layer is in one of these: a matrix with its bias, or one of the two layer norms. */
export const MODULES = [...MATRICES, { id: "LayerNorm", label: "Layer norms" }] as const;
export type ModuleId = (typeof MODULES)[number]["id"];

/** The module of a layer's tensor; undefined for tensors of the embeddings and the head. */
export function moduleOf({ name, owner }: TensorSpec): ModuleId | undefined {
  if (owner.kind !== "layer") return undefined;
  if (name.includes(".LayerNorm.")) return "LayerNorm";
  // "attention.output.dense" ends with "output.dense": the first that fits is the longer one.
  return MATRICES.find(({ id }) => name.includes(`.${id}.`))?.id;
}
