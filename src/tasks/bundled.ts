import { withLabelNoise } from "./label-noise.ts";
import type { ExampleQuery, SequenceExample } from "./types.ts";

/** Answers a query from a function that makes the example with a given index. */
export function bundledExamples(
  { split, language, size, labelNoise = 0, seed = 0 }: ExampleQuery,
  classes: number,
  make: (split: ExampleQuery["split"], language: ExampleQuery["language"], index: number) => SequenceExample,
): SequenceExample[] {
  const examples = Array.from({ length: size }, (_, index) => make(split, language, index));
  return labelNoise > 0 ? withLabelNoise(examples, { share: labelNoise, classes, seed }) : examples;
}
