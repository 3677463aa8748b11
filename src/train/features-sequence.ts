import type { SequenceExample } from "../tasks/types.ts";
import { argmax, type FeatureSettings, type Features } from "./features.ts";

/** One text or two between special tokens (see `Tokenizer.encodePair`), cut at the longer text's end. */
export function sequenceFeatures(
  example: SequenceExample,
  { tokenizer, maxLength }: Omit<FeatureSettings, "language">,
): Features {
  const { textA, textB, label } = example;
  const { ids, second } = tokenizer.encodePair(textA, textB === "" ? undefined : textB, maxLength);
  return {
    rows: [{ ids, ...(second !== undefined && { second }), target: { kind: "sequence", label } }],
    cutWords: 0,
    answer: ([logits]) => ({ kind: "sequence", example, label: argmax(logits!) }),
  };
}
