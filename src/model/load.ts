/** From a checkpoint's tensors to the model's weights. */
import type { StoredTensors, TensorEntry, Vocabulary, WantedTensor } from "../checkpoint/index.ts";
import { CheckpointError } from "../checkpoint/index.ts";
import { fillNormals } from "../graddrop/index.ts";
import type { EncoderConfig } from "./config.ts";
import { elements, type TensorSpec } from "./parameters.ts";

/** Standard deviation of a new head's weights, as XLM-R and BERT initialise (their `initializer_range`). */
const HEAD_INIT = 0.02;

type Entries = ReadonlyMap<string, Pick<TensorEntry, "shape">>;

/**
 * The model's weights out of a checkpoint's tensors. A head that is missing, or has another number of classes, is made new
 * from the seed: N(0, 0.02), zero bias; BERT's pooler is taken or made by itself.
 * Anything else that is missing is an error; what the model does not use is ignored.
 *
 * @param specs of the whole model: word embeddings in full
 * @param vocabulary the rows of the word embedding that are wanted; all where it is not given
 * @throws CheckpointError before anything is read, if a tensor is missing or has another shape
 */
export async function loadParameters(
  stored: StoredTensors,
  specs: readonly TensorSpec[],
  config: EncoderConfig,
  seed: number,
  vocabulary?: Vocabulary,
): Promise<Map<string, Float32Array>> {
  const names = storedNames(stored.entries, specs, config);
  const own = new Map(Array.from(names, ([name, stored]) => [stored, name]));
  // In the order of the specs, whatever comes first.
  const weights = new Map<string, Float32Array>(
    specs.map((spec) => [spec.name, names.has(spec.name) ? new Float32Array(0) : newHeadTensor(spec, seed)]),
  );
  await stored.readEach(wantedTensors(stored.entries, specs, config, vocabulary), (name, values) => {
    weights.set(own.get(name)!, values);
  });
  return weights;
}

/** What `loadParameters` reads. */
export function wantedTensors(
  entries: Entries,
  specs: readonly TensorSpec[],
  config: EncoderConfig,
  vocabulary?: Vocabulary,
): WantedTensor[] {
  const names = storedNames(entries, specs, config);
  return specs.flatMap((spec): WantedTensor[] => {
    const name = names.get(spec.name);
    if (name === undefined) return [];
    return [vocabulary && isWordEmbedding(spec) ? { name, ids: vocabulary.ids } : { name }];
  });
}

/**
 * What the file calls each of the model's tensors; those of a head that is to be made new are left out.
 *
 * @throws CheckpointError for a tensor that is missing or has another shape
 */
export function storedNames(
  entries: Entries,
  specs: readonly TensorSpec[],
  config: EncoderConfig,
): ReadonlyMap<string, string> {
  const isStored = storedHeadParts(entries, specs);
  const names = new Map<string, string>();
  for (const spec of specs) {
    if (spec.owner.kind === "head" && !isStored(spec)) continue;
    const name = storedName(entries, spec.name);
    if (name === undefined) {
      throw new CheckpointError(
        `The checkpoint has no tensor "${spec.name}", which a model of ${config.layers} layers needs. ` +
          `Is it complete, and is config.json its own?`,
      );
    }
    const { shape } = entries.get(name)!;
    if (!sameShape(shape, spec.shape)) {
      throw new CheckpointError(
        `Tensor "${name}" has shape [${shape}], but config.json asks for [${spec.shape}]. ` +
          `Is this config from another model?`,
      );
    }
    names.set(spec.name, name);
  }
  return names;
}

/** Which of the head's tensors are to be read: of BERT's pooler, and of all above, either everything fits or nothing is taken. */
function storedHeadParts(entries: Entries, specs: readonly TensorSpec[]): (spec: TensorSpec) => boolean {
  const partOf = ({ name }: TensorSpec) => (name.startsWith("bert.pooler.") ? "pooler" : "rest");
  const head = specs.filter(({ owner }) => owner.kind === "head");
  const isMissing = ({ name, shape }: TensorSpec) => {
    const found = storedName(entries, name);
    return found === undefined || !sameShape(entries.get(found)!.shape, shape);
  };
  const missing = new Set(head.filter(isMissing).map(partOf));
  return (spec) => !missing.has(partOf(spec));
}

/**
 * An encoder that was saved by itself, as by sentence-transformers, has its names without the model's in front; and BERTs that
 * came from TensorFlow, such as M-BERT, call a norm's weight and bias gamma and beta, which Hugging Face reads too.
 */
function storedName(entries: Entries, name: string): string | undefined {
  const bare = name.replace(/^(roberta|bert)\./, "");
  const old = (form: string) =>
    form.replace(/LayerNorm\.weight$/, "LayerNorm.gamma").replace(/LayerNorm\.bias$/, "LayerNorm.beta");
  return [name, bare, old(name), old(bare)].find((candidate) => entries.has(candidate));
}

function isWordEmbedding({ name }: TensorSpec): boolean {
  return name.endsWith("embeddings.word_embeddings.weight");
}

function newHeadTensor(spec: TensorSpec, seed: number): Float32Array {
  const values = new Float32Array(elements(spec.shape));
  if (spec.shape.length === 1) return values;
  fillNormals({ seed, stream: "initialisation", site: spec.index, time: 0 }, values);
  for (let i = 0; i < values.length; i++) values[i]! *= HEAD_INIT;
  return values;
}

function sameShape(a: readonly number[] | undefined, b: readonly number[]): boolean {
  return a !== undefined && a.length === b.length && a.every((side, i) => side === b[i]);
}
