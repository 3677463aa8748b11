import { random } from "../../src/minixglue/random.ts";

/** One example: which features it has (repeats count), and the index of its class. */
export interface FeatureExample {
  readonly features: readonly string[];
  readonly label: number;
}

export interface LogisticOptions {
  readonly classes: number;
  readonly epochs?: number;
  /** Shrinks every weight a little at each visit; keeps rare features from being learnt by heart. */
  readonly l2?: number;
  readonly seed?: number;
}

export interface LogisticModel {
  /** The class of an example with these features. */
  predict(features: readonly string[]): number;
  accuracy(examples: readonly FeatureExample[]): number;
  /** The features that speak loudest for a class, with their weights. */
  topFeatures(label: number, count: number): [feature: string, weight: number][];
}

/** Features seen in fewer training examples than this say nothing that carries over. */
const MIN_EXAMPLES = 2;

/**
 * Multinomial logistic regression over sparse counts, trained by AdaGrad: the plain classifier that a data set with
 * shortcuts falls to. The same examples and seed give the same model.
 */
export function trainLogistic(examples: readonly FeatureExample[], options: LogisticOptions): LogisticModel {
  const { classes, epochs = 30, l2 = 1e-4, seed = 1 } = options;
  const vocabulary = buildVocabulary(examples);
  const rows = examples.map(({ features }) => lookUp(features, vocabulary));
  const weights = new Float64Array((vocabulary.size + 1) * classes);
  const squares = new Float64Array(weights.length).fill(1e-2);
  const scores = new Float64Array(classes);
  const order = rows.map((_, index) => index);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, seed, epoch);
    for (const index of order) {
      const row = rows[index]!;
      softmax(row, weights, scores);
      for (let label = 0; label < classes; label++) {
        const error = scores[label]! - (label === examples[index]!.label ? 1 : 0);
        for (const feature of row) {
          const at = feature * classes + label;
          const slope = error + l2 * weights[at]!;
          squares[at]! += slope * slope;
          weights[at]! -= (0.1 * slope) / Math.sqrt(squares[at]!);
        }
      }
    }
  }
  const predict = (features: readonly string[]) => {
    softmax(lookUp(features, vocabulary), weights, scores);
    return scores.indexOf(Math.max(...scores));
  };
  return {
    predict,
    accuracy: (tested) => tested.filter(({ features, label }) => predict(features) === label).length / tested.length,
    topFeatures: (label, count) =>
      [...vocabulary]
        .map(([name, index]): [string, number] => [name, weights[index * classes + label]!])
        .sort((a, b) => b[1] - a[1])
        .slice(0, count),
  };
}

/** Feature 0 is the bias. */
function buildVocabulary(examples: readonly FeatureExample[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { features } of examples)
    for (const feature of new Set(features)) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  const vocabulary = new Map<string, number>();
  for (const [feature, count] of seen) if (count >= MIN_EXAMPLES) vocabulary.set(feature, vocabulary.size + 1);
  return vocabulary;
}

function lookUp(features: readonly string[], vocabulary: ReadonlyMap<string, number>): number[] {
  const row = [0];
  for (const feature of features) {
    const index = vocabulary.get(feature);
    if (index !== undefined) row.push(index);
  }
  return row;
}

function softmax(row: readonly number[], weights: Float64Array, scores: Float64Array): void {
  const classes = scores.length;
  scores.fill(0);
  for (const feature of row)
    for (let label = 0; label < classes; label++) scores[label]! += weights[feature * classes + label]!;
  const highest = Math.max(...scores);
  let total = 0;
  for (let label = 0; label < classes; label++) total += scores[label] = Math.exp(scores[label]! - highest);
  for (let label = 0; label < classes; label++) scores[label]! /= total;
}

function shuffle(order: number[], seed: number, epoch: number): void {
  const draws = random(seed, "logistic-order", epoch);
  for (let last = order.length - 1; last > 0; last--) {
    const other = draws.below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
}
