/** A run that cannot go on; the message says where it stopped and what to change. */
export class TrainingError extends Error {
  override name = "TrainingError";
}

/** For a loss, or logits, that are no numbers any more. */
export function divergence(where: string, what: string, learningRate: number): TrainingError {
  return new TrainingError(
    `${where}: ${what}. Lower the learning rate (now ${learningRate}) or clip gradients; ` +
      "if it happens at any rate, the checkpoint itself holds values that are not numbers.",
  );
}
