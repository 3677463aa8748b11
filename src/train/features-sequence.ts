import type { SequenceExample } from "../tasks/types.ts";
import { argmax, type FeatureSettings, type Features } from "./features.ts";

/** `<s> A </s> </s> B </s>`, cut at the longer text's end; of one text alone `<s> A </s>`. */
export function sequenceFeatures(
  example: SequenceExample,
  { tokenizer, maxLength }: Omit<FeatureSettings, "language">,
): Features {
  const { textA, textB, label } = example;
  const { ids } = tokenizer.encodePair(textA, textB === "" ? undefined : textB, maxLength);
  return {
    rows: [{ ids, target: { kind: "sequence", label } }],
    cutWords: 0,
    answer: ([logits]) => ({ kind: "sequence", example, label: argmax(logits!) }),
  };
}
