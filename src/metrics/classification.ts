import { checkSameLength, ScoreError } from "./error.ts";

/**
 * Share of examples with the right label, 0 to 1: XGLUE's score for XNLI, NC, PAWS-X, QAM and QADSM
 * (`simple_accuracy` in microsoft/XGLUE, evaluation/xglue_evaluate.py).
 *
 * @param gold       label of each example
 * @param predicted  as many
 */
export function accuracy(gold: readonly string[], predicted: readonly string[]): number {
  checkSameLength(gold, predicted, "examples");
  return gold.filter((label, index) => label === predicted[index]).length / gold.length;
}

export interface ConfusionMatrix {
  readonly labels: readonly string[];
  /** [gold, predicted], both in the order of `labels`: how many examples. */
  readonly counts: readonly (readonly number[])[];
}

/** @param labels every label that may occur, in the order of rows and columns */
export function confusionMatrix(
  labels: readonly string[],
  gold: readonly string[],
  predicted: readonly string[],
): ConfusionMatrix {
  checkSameLength(gold, predicted, "examples");
  const places = new Map(labels.map((label, index) => [label, index]));
  const placeOf = (label: string) => {
    const place = places.get(label);
    if (place === undefined) throw new ScoreError(`There is no label "${label}". The labels are ${labels.join(", ")}.`);
    return place;
  };
  const counts = labels.map(() => labels.map(() => 0));
  gold.forEach((label, index) => {
    counts[placeOf(label)]![placeOf(predicted[index]!)]!++;
  });
  return { labels, counts };
}

/**
 * Mean of the labels' F1, 0 to 1, over the labels that occur among golds or predictions: scikit-learn's
 * `f1_score(average="macro")`. Unlike accuracy, it does not reward a model that only knows the commonest label.
 */
export function macroF1(gold: readonly string[], predicted: readonly string[]): number {
  checkSameLength(gold, predicted, "examples");
  const tallies = new Map<string, { hits: number; mentions: number }>();
  const tallyOf = (label: string) => {
    const tally = tallies.get(label) ?? { hits: 0, mentions: 0 };
    tallies.set(label, tally);
    return tally;
  };
  gold.forEach((label, index) => {
    tallyOf(label).mentions++;
    tallyOf(predicted[index]!).mentions++;
    if (label === predicted[index]) tallyOf(label).hits++;
  });
  // 2PR / (P + R) = 2 hits / (golds + predictions).
  const scores = [...tallies.values()].map(({ hits, mentions }) => (2 * hits) / mentions);
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
