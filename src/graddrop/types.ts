export type { VariantId } from "./registry.ts";

/** What one encoder layer's gradients are multiplied with. What each kind means, element by element, is in mask.ts. */
export type LayerMask =
  /** Every weight learns; factor 1. */
  | { kind: "active" }
  /** No weight of the layer is touched in this step; factor 0. */
  | { kind: "frozen" }
  /**
   * Each weight's gradient is dropped with probability `dropRate`; a kept one is divided by 1 - dropRate when `rescale`
   * is set (Eq. 4). `period`: a fresh mask each step, or one mask for a whole epoch.
   */
  | { kind: "bernoulli"; dropRate: number; rescale: boolean; period: "step" | "epoch" }
  /** Factor N(1, sigma^2), fresh each step. The counterpart of drop rate p has sigma^2 = p / (1 - p): the same variance. */
  | { kind: "gaussian"; sigma: number }
  /**
   * Each weight has one birth epoch in 1..epochs, drawn without replacement. "cumulative": it learns from then on;
   * "toggle": only in that epoch.
   */
  | { kind: "partition"; epoch: number; epochs: number; mode: "cumulative" | "toggle" };

/** Where in training a layer's mask is asked for. */
export interface MaskContext {
  /** Any safe integer from 0. */
  seed: number;
  /** 1..epochs */
  epoch: number;
  epochs: number;
  /** Optimizer steps since the start of training, from 0. */
  step: number;
  /** 0 is the lowest encoder layer, next to the embeddings. */
  layer: number;
  layers: number;
  /** Values by name; a missing one takes the variant's default. */
  hyper: Readonly<Record<string, number>>;
}

/** A number a variant can be tuned by. */
export interface Hyperparameter {
  label: string;
  /** One line for somebody who meets the word for the first time. */
  summary: string;
  default: number;
  min: number;
  max: number;
  /** The smallest change worth offering. */
  step: number;
}

/** One way to fine-tune: which gradients live, when. */
export interface Variant<Id extends string = string> {
  id: Id;
  label: string;
  /** One line: what it does to the gradients. */
  summary: string;
  /** Where the paper describes it. */
  paper: string;
  hyperparameters: Readonly<Record<string, Hyperparameter>>;
  /** Dropout rate on activations. Only SFT has one: "no dropout [...] on the layers when using gradient dropout" (IV). */
  activationDropout(hyper: Readonly<Record<string, number>>): number;
  layerMask(context: MaskContext): LayerMask;
  /** The variant by its nature leaves the embeddings alone, whatever else is chosen for them. */
  freezesEmbeddings?: true;
}
