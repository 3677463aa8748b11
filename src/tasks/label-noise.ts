import { uniformAt } from "../graddrop/index.ts";
import type { SequenceExample } from "./types.ts";

/** Keeps these draws apart from other uses of the data stream. */
const SITE = 1;

/**
 * Replaces each label, with probability `share`, by one of the others, all equally likely. What happens to an example
 * depends on the seed and its place alone: prefixes stay prefixes, and a larger share spoils the same labels and more.
 */
export function withLabelNoise(
  examples: readonly SequenceExample[],
  { share, classes, seed }: { share: number; classes: number; seed: number },
): SequenceExample[] {
  const source = { seed, stream: "data", site: SITE, time: 0 } as const;
  return examples.map((example, index) => {
    if (uniformAt(source, 2 * index) >= share) return example;
    const shift = 1 + Math.floor(uniformAt(source, 2 * index + 1) * (classes - 1));
    return { ...example, label: (example.label + shift) % classes };
  });
}
