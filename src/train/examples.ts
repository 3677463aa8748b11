import { type LabelNoise, withLabelNoise } from "../tasks/label-noise.ts";
import type { Example, ExampleQuery, TaskData } from "../tasks/types.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import type { Row } from "./batches.ts";
import { type FeatureSettings, type Features, featuresOf } from "./features.ts";

/** Examples whose texts are tokenised when first asked for. */
export class ExampleSet {
  readonly #examples: readonly Example[];
  readonly #features: (Features | undefined)[] = [];
  readonly #settings: FeatureSettings;

  constructor(examples: readonly Example[], settings: FeatureSettings) {
    this.#examples = examples;
    this.#settings = settings;
  }

  get size(): number {
    return this.#examples.length;
  }

  features(index: number): Features {
    const features = this.#features[index] ?? featuresOf(this.#examples[index]!, this.#settings);
    this.#features[index] = features;
    return features;
  }

  /** All of an example's rows. */
  rows(index: number): readonly Row[] {
    return this.features(index).rows;
  }
}

export interface SetQuery extends ExampleQuery {
  /** For training sets. */
  readonly labelNoise?: LabelNoise;
}

/** Sets live as long as the tokenizer (with its model) and the data that they were made with; runs of one model share them. */
const cache = new WeakMap<Tokenizer, WeakMap<TaskData, Map<string, Promise<ExampleSet>>>>();

/** Rejects as the data does; it may then be asked again. */
export function exampleSet(
  data: TaskData,
  { labelNoise, ...query }: SetQuery,
  settings: Pick<FeatureSettings, "tokenizer" | "maxLength">,
): Promise<ExampleSet> {
  const { tokenizer, maxLength } = settings;
  const byData = cache.get(tokenizer) ?? new WeakMap<TaskData, Map<string, Promise<ExampleSet>>>();
  cache.set(tokenizer, byData);
  const sets = byData.get(data) ?? new Map<string, Promise<ExampleSet>>();
  byData.set(data, sets);
  const noise = labelNoise?.share ? [labelNoise.share, labelNoise.seed] : [];
  const key = JSON.stringify([query.split, query.language, query.size, maxLength, ...noise]);
  const known = sets.get(key) ?? makeSet(data, { ...query, ...(labelNoise && { labelNoise }) }, settings);
  sets.set(key, known);
  known.catch(() => sets.delete(key));
  return known;
}

async function makeSet(
  data: TaskData,
  { labelNoise, ...query }: SetQuery,
  settings: Pick<FeatureSettings, "tokenizer" | "maxLength">,
): Promise<ExampleSet> {
  const examples = await data.load(query);
  const { language } = query;
  return new ExampleSet(labelNoise ? withLabelNoise(examples, labelNoise) : examples, { ...settings, language });
}
