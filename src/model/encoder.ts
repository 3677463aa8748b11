/**
 * XLM-R or BERT with a head: forward, and backward scheduled by hand. Nothing here knows a backend.
 *
 * Under a sequence head the top layer is computed for each row's first token alone, since the head reads nothing else: exact,
 * and cheaper.
 */
import * as tf from "@tensorflow/tfjs";
import type { Dropout, Gradient, Ops, Parameter, SavedTensors, Wanted } from "../ops/ops.ts";
import type { Tokens } from "../ops/tokens.ts";
import type { EncoderConfig } from "./config.ts";
import { headBackward, headForward } from "./head.ts";
import { embeddingSite, layerSites } from "./sites.ts";
import type { LayerParameters, ModelParameters } from "./weights.ts";

export interface Model {
  readonly ops: Ops;
  readonly config: EncoderConfig;
  readonly parameters: ModelParameters;
  /** Keep only each layer's input, and compute the rest again in the backward pass: a third more work, far less memory. */
  readonly recompute: boolean;
}

/** Which parts learn in a step; the head always does. */
export interface Learning {
  readonly embeddings: boolean;
  /** Lowest first. */
  readonly layers: readonly boolean[];
}

/** A type and not an interface, so that `tf.tidy` takes it for a container of tensors. */
type SavedLayer = {
  readonly attention: SavedTensors;
  readonly attentionOutput: SavedTensors;
  readonly intermediate: SavedTensors;
  readonly output: SavedTensors;
};

/** All that a layer's backward pass needs, or the layer's input [count, hidden], from which to compute it again. */
type KeptLayer = { readonly saved: SavedLayer } | { readonly input: tf.Tensor2D };

/** What a forward pass leaves for the backward one; undefined where the backward pass will not come. */
export interface SavedForward {
  readonly embeddings: SavedTensors | undefined;
  readonly layers: readonly (KeptLayer | undefined)[];
  readonly head: SavedTensors;
}

export type Gradients = ReadonlyMap<Parameter, Gradient>;

/** The lowest layer that learns; `layers` when only the head does, -1 for the embeddings. */
export function lowestLearning(learning: Learning): number {
  if (learning.embeddings) return -1;
  const lowest = learning.layers.indexOf(true);
  return lowest < 0 ? learning.layers.length : lowest;
}

/** For which tokens a layer is computed. */
function queriesOf(layer: number, { config, parameters }: Model): "all" | "first" {
  return parameters.head.kind === "sequence" && layer === config.layers - 1 ? "first" : "all";
}

/** Names the rows that a layer computes, in the counters of dropout. */
function placesOf(layer: number, model: Model, tokens: Tokens): Int32Array {
  return queriesOf(layer, model) === "all" ? tokens.places : tokens.firstPlaces;
}

/** The backward pass begins with the top layer: to drop what it needs would save nothing. */
function isRecomputed(layer: number, { recompute, config }: Model): boolean {
  return recompute && layer < config.layers - 1;
}

/** Logits (see headForward), keeping nothing for a backward pass. The caller disposes them. */
export function forwardOnly(model: Model, tokens: Tokens): tf.Tensor2D {
  return tf.tidy(() => forward(model, tokens, null, model.config.layers, false).logits);
}

/**
 * @param dropout null: none
 * @param lowest  nothing below this layer is kept for the backward pass (see lowestLearning)
 * @returns logits (see headForward) and what backward needs, all in the caller's tidy
 */
export function forwardForTraining(model: Model, tokens: Tokens, dropout: Dropout | null, lowest: number) {
  return forward(model, tokens, dropout, lowest, true);
}

function forward(model: Model, tokens: Tokens, dropout: Dropout | null, lowest: number, training: boolean) {
  const { ops, config, parameters } = model;
  const keeps = (number: number) => training && number >= lowest;
  const embedded = tf.tidy((): { output: tf.Tensor2D; saved?: SavedTensors } => {
    const { output, saved } = ops.embedding(tokens, parameters.embeddings, config.layerNormEps, embeddingSite(dropout));
    return keeps(-1) ? { output, saved } : { output };
  });
  const layers: (KeptLayer | undefined)[] = [];
  let x = embedded.output;
  parameters.layers.forEach((layer, number) => {
    const result = tf.tidy((): { output: tf.Tensor2D; saved?: SavedLayer } => {
      const { output, saved } = layerForward(model, layer, number, x, tokens, dropout);
      return keeps(number) && !isRecomputed(number, model) ? { output, saved } : { output };
    });
    // A layer that will be visited again has its input among what it saved.
    if (!keeps(number)) {
      x.dispose();
      layers.push(undefined);
    } else {
      layers.push(result.saved ? { saved: result.saved } : { input: x });
    }
    x = result.output;
  });
  const head = headForward({ ops, head: parameters.head, config, tokens, dropout }, x);
  const saved: SavedForward = { embeddings: embedded.saved, layers, head: head.saved };
  return { logits: head.output, saved };
}

function layerForward(
  model: Model,
  layer: LayerParameters,
  number: number,
  x: tf.Tensor2D,
  tokens: Tokens,
  dropout: Dropout | null,
) {
  const { ops, config } = model;
  const eps = config.layerNormEps;
  const sites = layerSites(dropout, number);
  const queries = queriesOf(number, model);
  const places = placesOf(number, model, tokens);
  const shape = { heads: config.heads, queries };
  const attention = ops.attention(x, layer.attention, tokens, shape, sites.probabilities);
  const residual = queries === "first" ? ops.firstTokens(x, tokens) : x;
  const attentionOutput = ops.residualNorm(
    attention.output,
    residual,
    layer.attentionOutput,
    eps,
    places,
    sites.attentionOutput,
  );
  const intermediate = ops.linearGelu(attentionOutput.output, layer.intermediate);
  const output = ops.residualNorm(intermediate.output, attentionOutput.output, layer.output, eps, places, sites.output);
  const saved: SavedLayer = {
    attention: attention.saved,
    attentionOutput: attentionOutput.saved,
    intermediate: intermediate.saved,
    output: output.saved,
  };
  return { output: output.output, saved };
}

/**
 * Gradients of what learns, and of nothing else; below the lowest part that learns nothing is computed. They come part by
 * part, from the head through the layers down to the embeddings. A part is done with once it is yielded: it may be updated,
 * and its gradients disposed, before the next is asked for.
 *
 * @param gradient by the logits, and shaped as they are
 */
export function* backward(
  model: Model,
  saved: SavedForward,
  gradient: tf.Tensor2D,
  tokens: Tokens,
  learning: Learning,
  dropout: Dropout | null,
): Generator<Gradients, void> {
  const { ops, config, parameters } = model;
  const lowest = lowestLearning(learning);

  const { head } = parameters;
  const place = { ops, head, config, tokens, dropout };
  const { input, gradients } = headBackward(place, saved.head, gradient, {
    input: lowest < config.layers,
    weights: true,
  });
  tf.dispose(saved.head);
  yield gradientsOf({ ...head.parameters }, gradients);
  let dx = input;

  for (let number = config.layers - 1; number >= Math.max(lowest, 0); number--) {
    const layer = parameters.layers[number]!;
    const kept = saved.layers[number]!;
    const wanted = { input: number > lowest, weights: learning.layers[number] === true };
    const { input, ...found } = tidy(() => {
      const all = "saved" in kept ? kept.saved : layerForward(model, layer, number, kept.input, tokens, dropout).saved;
      return layerBackward(model, layer, number, all, dx!, tokens, dropout, wanted);
    });
    tf.dispose([kept, dx!]);
    dx = input;
    if (wanted.weights) yield gradientsOf(layer, found);
  }

  if (lowest < 0) {
    const site = embeddingSite(dropout);
    const found = ops.embeddingBackward(saved.embeddings!, dx!, tokens, parameters.embeddings, site);
    yield gradientsOf({ embeddings: parameters.embeddings }, { embeddings: found });
  }
}

/** Matches parameters with their gradients, which go by the same names. */
function gradientsOf<Part extends string>(
  parameters: Readonly<Record<Part, object>>,
  gradients: Readonly<Record<Part, object>>,
): Gradients {
  const matched = new Map<Parameter, Gradient>();
  for (const part of Object.keys(gradients) as Part[]) {
    for (const [name, gradient] of Object.entries(gradients[part]) as [string, Gradient | undefined][]) {
      const parameter = (parameters[part] as Readonly<Record<string, Parameter>>)[name];
      if (gradient && parameter) matched.set(parameter, gradient);
    }
  }
  return matched;
}

/** `tf.tidy` for a result that holds more than tensors: it keeps those it finds there. */
function tidy<Result>(work: () => Result): Result {
  return tf.tidy(work as () => tf.TensorContainer) as Result;
}

function layerBackward(
  model: Model,
  layer: LayerParameters,
  number: number,
  saved: SavedLayer,
  gradient: tf.Tensor2D,
  tokens: Tokens,
  dropout: Dropout | null,
  wanted: Wanted,
) {
  const { ops, config } = model;
  const { weights } = wanted;
  const sites = layerSites(dropout, number);
  const places = placesOf(number, model, tokens);
  const shape = { heads: config.heads, queries: queriesOf(number, model) };
  const through = { input: true, weights };
  const { residual, input, ...output } = ops.residualNormBackward(
    saved.output,
    gradient,
    layer.output,
    places,
    sites.output,
    through,
  );
  const { input: dAttentionOutput, ...intermediate } = ops.linearGeluBackward(
    saved.intermediate,
    input!,
    layer.intermediate,
    through,
    residual,
  );
  const {
    residual: dResidual,
    input: dContext,
    ...attentionOutput
  } = ops.residualNormBackward(
    saved.attentionOutput,
    dAttentionOutput!,
    layer.attentionOutput,
    places,
    sites.attentionOutput,
    through,
  );
  const { input: dx, ...attention } = ops.attentionBackward(
    saved.attention,
    dContext!,
    layer.attention,
    tokens,
    shape,
    sites.probabilities,
    wanted,
    dResidual,
  );
  return { input: dx, attention, attentionOutput, intermediate, output };
}
