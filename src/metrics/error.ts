/** Golds and predictions that cannot be scored; the message says what is wrong with them. */
export class ScoreError extends Error {
  override name = "ScoreError";
}

/** @param things what the lists hold, in the plural */
export function checkSameLength(gold: readonly unknown[], predicted: readonly unknown[], things: string): void {
  if (gold.length === predicted.length && gold.length > 0) return;
  throw new ScoreError(
    gold.length === 0
      ? `There are no ${things} to score.`
      : `There are ${predicted.length} predictions for ${gold.length} ${things}: each needs one.`,
  );
}
