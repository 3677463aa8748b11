/** The model's parameters on an op set: how the checkpoint's tensors become what the operations take. */
import type {
  EmbeddingParameters,
  HeadParameters,
  LinearParameters,
  NormParameters,
  Ops,
  Parameter,
  ParameterDescription,
  ResidualNormParameters,
} from "../ops/ops.ts";
import type { EncoderConfig } from "./config.ts";
import { embeddingsPrefix, layerPrefix, namesOf } from "./names.ts";
import { elements, type Head, type TensorSpec } from "./parameters.ts";

export interface LayerParameters {
  /** Query, key and value in one: weight [3 * hidden, hidden]. */
  readonly attention: LinearParameters;
  readonly attentionOutput: ResidualNormParameters;
  readonly intermediate: LinearParameters;
  readonly output: ResidualNormParameters;
}

/** A head's parameters, by its kind. */
export type HeadOf =
  | { readonly kind: "sequence"; readonly parameters: HeadParameters }
  | { readonly kind: "token" | "span"; readonly parameters: { readonly out: LinearParameters } };

export interface ModelParameters {
  readonly embeddings: EmbeddingParameters;
  /** Lowest first. */
  readonly layers: readonly LayerParameters[];
  readonly head: HeadOf;
}

/** Puts the weights on the op set; `disposeParameters` gives them back. */
export function createParameters(
  ops: Ops,
  config: EncoderConfig,
  head: Head,
  specs: readonly TensorSpec[],
  weights: ReadonlyMap<string, Float32Array>,
): ModelParameters {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const describe = (use: ParameterDescription["use"], ...names: string[]): ParameterDescription => {
    const found = names.map((name) => byName.get(name)!);
    const [first] = found as [TensorSpec];
    const shape = [first.shape[0]! * names.length, ...first.shape.slice(1)];
    return { parts: found.map(({ name, index, shape }) => ({ name, index, size: elements(shape) })), shape, use };
  };
  const linear = (...names: string[]): Described<LinearParameters> => ({
    weight: describe("matrix", ...names.map((name) => `${name}.weight`)),
    bias: describe("vector", ...names.map((name) => `${name}.bias`)),
  });
  const norm = (name: string): Described<NormParameters> => ({
    gain: describe("vector", `${name}.weight`),
    shift: describe("vector", `${name}.bias`),
  });
  const make = <Group extends object>(described: Described<Group>): Group => makeGroup(ops, described, weights);
  const embeddings = embeddingsPrefix(config);
  return {
    embeddings: make<EmbeddingParameters>({
      word: describe("table", `${embeddings}.word_embeddings.weight`),
      position: describe("table", `${embeddings}.position_embeddings.weight`),
      tokenType: describe("table", `${embeddings}.token_type_embeddings.weight`),
      ...norm(`${embeddings}.LayerNorm`),
    }),
    layers: Array.from({ length: config.layers }, (_, layer) => {
      const prefix = layerPrefix(config, layer);
      const self = `${prefix}.attention.self`;
      return make<LayerParameters>({
        attention: linear(`${self}.query`, `${self}.key`, `${self}.value`),
        attentionOutput: {
          ...linear(`${prefix}.attention.output.dense`),
          ...norm(`${prefix}.attention.output.LayerNorm`),
        },
        intermediate: linear(`${prefix}.intermediate.dense`),
        output: { ...linear(`${prefix}.output.dense`), ...norm(`${prefix}.output.LayerNorm`) },
      });
    }),
    head: headOf(head.kind),
  };

  function headOf(kind: Head["kind"]): HeadOf {
    const { dense, outputs } = namesOf(config);
    const out = linear(outputs[kind]);
    if (kind !== "sequence") return { kind, parameters: make<{ out: LinearParameters }>({ out }) };
    return { kind, parameters: make<HeadParameters>({ dense: linear(dense), out }) };
  }
}

/** A tree of parameters before they are made. */
type Described<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends Parameter ? ParameterDescription : Described<Tree[Key]>;
};

/** Makes all parameters of a tree in one group. */
function makeGroup<Group extends object>(
  ops: Ops,
  described: Described<Group>,
  weights: ReadonlyMap<string, Float32Array>,
): Group {
  type Tree = ParameterDescription | { readonly [key: string]: Tree };
  const isLeaf = (tree: Tree): tree is ParameterDescription => "parts" in tree;
  const leaves = (tree: Tree): ParameterDescription[] => (isLeaf(tree) ? [tree] : Object.values(tree).flatMap(leaves));
  const all = leaves(described as Tree);
  const made = ops.parameters(all.map((description) => ({ description, values: gather(description.parts, weights) })));
  const parameterOf = new Map(all.map((description, i) => [description, made[i]!]));
  const build = (tree: Tree): unknown =>
    isLeaf(tree)
      ? parameterOf.get(tree)
      : Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, build(branch)]));
  return build(described as Tree) as Group;
}

export function layerParameters(layer: LayerParameters): Parameter[] {
  return [layer.attention, layer.attentionOutput, layer.intermediate, layer.output].flatMap((part) =>
    Object.values(part),
  );
}

export function headParameters({ parameters }: HeadOf): Parameter[] {
  return Object.values<LinearParameters>({ ...parameters }).flatMap((part) => Object.values<Parameter>({ ...part }));
}

export function allParameters(model: ModelParameters): Parameter[] {
  return [
    ...Object.values<Parameter>({ ...model.embeddings }),
    ...model.layers.flatMap(layerParameters),
    ...headParameters(model.head),
  ];
}

/** One parameter's values, its parts one after another. */
export function gather(parts: ParameterDescription["parts"], weights: ReadonlyMap<string, Float32Array>): Float32Array {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.size, 0));
  let start = 0;
  for (const { name, size } of parts) {
    const part = weights.get(name);
    if (part?.length !== size) {
      throw new RangeError(
        `Weights for "${name}" have ${part ? `${part.length} elements` : "not been given"}; the model needs ${size}. ` +
          `Take them from loadParameters with the same config and head.`,
      );
    }
    values.set(part, start);
    start += size;
  }
  return values;
}
