import { type Chunk, chunksOf } from "./chunks.ts";
import { checkSameLength, ScoreError } from "./error.ts";

export interface ChunkScores {
  /** All three 0 to 1; 0 where there is nothing to divide by, as in seqeval 0.0.12. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Chunks whose type and both ends are right. */
  readonly correct: number;
  readonly predicted: number;
  readonly gold: number;
}

/**
 * Chunks of all sentences together. `f1` is XGLUE's score for NER, `precision` its score for POS, where the bare tags are
 * read as chunks: neighbours with the same tag count once (microsoft/XGLUE, evaluation/xglue_evaluate.py; seqeval 0.0.12).
 *
 * @param gold       tags of each sentence
 * @param predicted  as many sentences; tags missing at the end of one count as `O`
 */
export function chunkScores(
  gold: readonly (readonly string[])[],
  predicted: readonly (readonly string[])[],
): ChunkScores {
  let found = 0;
  let given = 0;
  let correct = 0;
  padded(gold, predicted).forEach((tags, sentence) => {
    const goldChunks = new Set(chunksOf(gold[sentence]!).map(keyOf));
    const predictedChunks = chunksOf(tags).map(keyOf);
    given += goldChunks.size;
    found += predictedChunks.length;
    correct += predictedChunks.filter((key) => goldChunks.has(key)).length;
  });
  const precision = found > 0 ? correct / found : 0;
  const recall = given > 0 ? correct / given : 0;
  const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1, correct, predicted: found, gold: given };
}

/** Share of words with the right tag, 0 to 1; a missing tag counts as `O`. */
export function tokenAccuracy(gold: readonly (readonly string[])[], predicted: readonly (readonly string[])[]): number {
  const tags = padded(gold, predicted).flat();
  const right = gold.flat();
  if (right.length === 0) throw new ScoreError("There are no words to score.");
  return right.filter((tag, index) => tag === tags[index]).length / right.length;
}

/** Predictions with as many tags as the golds: `O` where one is missing. */
export function padded(
  gold: readonly (readonly string[])[],
  predicted: readonly (readonly string[])[],
): (readonly string[])[] {
  checkSameLength(gold, predicted, "sentences");
  return gold.map((tags, sentence) => {
    const given = predicted[sentence]!;
    if (given.length > tags.length) {
      throw new ScoreError(
        `Sentence ${sentence + 1} has ${tags.length} words and ${given.length} predicted tags: each word needs one.`,
      );
    }
    return [...given, ...Array<string>(tags.length - given.length).fill("O")];
  });
}

function keyOf({ type, start, end }: Chunk): string {
  return `${start} ${end} ${type}`;
}
