import { type Architecture, type EncoderConfig, maxTokens } from "../model/config.ts";
import type { Head } from "../model/parameters.ts";

/** What Hugging Face calls the models of each kind. */
const FAMILIES: Readonly<Record<Architecture, string>> = { "xlm-roberta": "XLMRoberta", bert: "Bert" };
const HEADS: Readonly<Record<Head["kind"], string>> = {
  sequence: "ForSequenceClassification",
  token: "ForTokenClassification",
  span: "ForQuestionAnswering",
};

/** Hugging Face's names of the types that are written. */
export const DTYPES = { F32: "float32", F16: "float16", BF16: "bfloat16" } as const;

/**
 * The checkpoint's own `config.json`, for the same encoder with a head; fields that are not about the head stay as they came.
 *
 * @param labels of the classes; undefined leaves those of the checkpoint. A span head has none.
 */
export function configFile(
  configJson: string,
  architecture: Architecture,
  head: Head["kind"],
  labels: readonly string[] | undefined,
  dtype: keyof typeof DTYPES = "F32",
): string {
  // torch_dtype is dtype's older name.
  const { torch_dtype: _, ...fields } = JSON.parse(configJson) as Record<string, unknown>;
  // Hugging Face makes a span head as wide as there are labels: two where none are named.
  if (head === "span") for (const field of ["id2label", "label2id", "num_labels"]) delete fields[field];
  if (head !== "sequence") delete fields.problem_type;
  const named = head !== "span" &&
    labels && {
      id2label: Object.fromEntries(labels.map((label, id) => [id, label])),
      label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
      ...(head === "sequence" && { problem_type: "single_label_classification" }),
    };
  const architectures = [`${FAMILIES[architecture]}${HEADS[head]}`];
  return `${JSON.stringify({ ...fields, ...named, architectures, dtype: DTYPES[dtype] }, null, 2)}\n`;
}

/** What transformers calls special tokens, by kind of tokenizer. */
const SPECIALS = {
  Unigram: { bos: "<s>", eos: "</s>", pad: "<pad>", unk: "<unk>", mask: "<mask>" },
  WordPiece: { bos: "[CLS]", eos: "[SEP]", pad: "[PAD]", unk: "[UNK]", mask: "[MASK]" },
} as const;

/**
 * A `tokenizer_config.json` for a checkpoint that has none: it has transformers take tokenizer.json as it is, where it would
 * else make a tokenizer of its own from the model's type (a BERT's with lower case, whatever the file says; 5.18).
 */
export function tokenizerConfig(
  tokenizerJson: string,
  config: Pick<EncoderConfig, "maxPositions" | "firstPosition">,
): string {
  const { model } = JSON.parse(tokenizerJson) as { model?: { type?: string } };
  const { bos, eos, pad, unk, mask } = SPECIALS[model?.type === "WordPiece" ? "WordPiece" : "Unigram"];
  const fields = {
    tokenizer_class: "PreTrainedTokenizerFast",
    model_max_length: maxTokens(config),
    bos_token: bos,
    eos_token: eos,
    cls_token: bos,
    sep_token: eos,
    pad_token: pad,
    unk_token: unk,
    mask_token: mask,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}
