import { type RandomSource, uniformAt } from "../graddrop/index.ts";
import type { Example } from "./types.ts";

/** Keep these draws apart from each other and from other uses of the data stream. */
const LABELS_SITE = 1;
const TAGS_SITE = 3;

export interface LabelNoise {
  /** Share of the labels that are replaced, 0 to 1. */
  readonly share: number;
  readonly classes: number;
  readonly seed: number;
}

/**
 * Replaces each label, and of a sentence each word's tag, with probability `share` by one of the others, all equally likely. What
 * happens to it depends on the seed and its place alone: prefixes stay prefixes, and a larger share spoils the same labels and
 * more. Answers that are spans have no others to be replaced by: they stay.
 */
export function withLabelNoise(examples: readonly Example[], noise: LabelNoise): readonly Example[] {
  if (noise.share === 0) return examples;
  const source = { seed: noise.seed, stream: "data", time: 0 } as const;
  return examples.map((example, index) => {
    if ("label" in example) {
      return { ...example, label: replaced(example.label, { ...source, site: LABELS_SITE }, index, noise) };
    }
    if ("tags" in example) {
      const ofSentence = { ...source, site: TAGS_SITE, time: index };
      return { ...example, tags: example.tags.map((tag, word) => replaced(tag, ofSentence, word, noise)) };
    }
    return example;
  });
}

/** @param place of the label among those drawn from the source */
function replaced(label: number, source: RandomSource, place: number, { share, classes }: LabelNoise): number {
  if (uniformAt(source, 2 * place) >= share) return label;
  const shift = 1 + Math.floor(uniformAt(source, 2 * place + 1) * (classes - 1));
  return (label + shift) % classes;
}
