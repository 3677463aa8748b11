import { counted } from "../data/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { type OutOfMemoryError, sizeText } from "../ops/index.ts";
import type { Task } from "../tasks/types.ts";

/** A run that cannot go on; the message says where it stopped and what to change. */
export class TrainingError extends Error {
  override name = "TrainingError";
}

/** The same steps would end in the same place: going on from a snapshot is no help. */
export class DivergenceError extends TrainingError {
  override name = "DivergenceError";
}

/** For a loss, or logits, that are no numbers any more. */
export function divergence(where: string, what: string, learningRate: number): DivergenceError {
  return new DivergenceError(
    `${where}: ${what}. Lower the learning rate (now ${learningRate}) or clip gradients; ` +
      "if it happens at any rate, the checkpoint itself holds values that are not numbers.",
  );
}

/** For a training set that is smaller than what was asked for. */
export function tooFewExamples(found: number, wanted: number): TrainingError {
  return new TrainingError(
    `The data has ${counted(found, "English training example")}, not ${wanted}. ` +
      `${found > 1 ? `Ask for at most ${found} (Training examples, --train-size)` : "Add more"}.`,
  );
}

/** For a test that could not be scored. */
export function cannotCompare({ label, metric }: Task, language: string): TrainingError {
  return new TrainingError(
    `${label}: there are no rules to compare answers in "${language}". Leave out its file; the languages are ${metric.languages?.join(", ")}.`,
  );
}

/** For a device without room: what this run could do with less. */
export function shortage(cause: OutOfMemoryError, experiment: Experiment): TrainingError {
  const { batchSize, memory, embeddings, optimizer } = experiment;
  const ways: string[] = [];
  if (batchSize > 1) ways.push(`a batch size of ${Math.floor(batchSize / 2)} instead of ${batchSize}`);
  if (!memory.recompute) ways.push("activations computed again (Memory, --recompute)");
  if (memory.update === "after") ways.push("updates within the backward pass (Memory, --fused-update)");
  if (embeddings !== "freeze") ways.push("frozen embeddings");
  if (optimizer === "adamw") ways.push("SGD, which keeps no moments");
  ways.push("shorter texts (Greatest length, --max-length)", "a smaller model");
  return new TrainingError(
    `The GPU has no room for another ${sizeText(cause.askedBytes)}. What needs less: ${ways.join(", ")}.`,
    { cause },
  );
}
