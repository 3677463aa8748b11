/** From examples to what the model takes, and from its logits back to answers. */
import type { Answer } from "../tasks/metrics.ts";
import type { Example } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import type { Row } from "./batches.ts";
import { sequenceFeatures } from "./features-sequence.ts";
import { spanFeatures } from "./features-span.ts";
import { tokenFeatures } from "./features-token.ts";

export interface FeatureSettings {
  readonly tokenizer: Tokenizer;
  /** Tokens, specials included. */
  readonly maxLength: number;
  /** Of the example. */
  readonly language: string;
}

/** One example as the model takes it. */
export interface Features {
  /** One for each sentence or pair, one for each window of a long text; none where no token is left to learn from. */
  readonly rows: readonly Row[];
  /** Words that were cut off, and so get no tag. */
  readonly cutWords: number;
  /** @param logits of each row: [classes]; of each labelled token [n, classes]; or of each token as start and end [length, 2] */
  answer(logits: readonly Float32Array[]): Answer;
}

export function featuresOf(example: Example, settings: FeatureSettings): Features {
  if ("words" in example) return tokenFeatures(example, settings);
  if ("context" in example) return spanFeatures(example, settings);
  return sequenceFeatures(example, settings);
}

/** The first of the largest. */
export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
