import { z } from "zod";
import { CheckpointError } from "../checkpoint/error.ts";

/** Hugging Face's `model_type`: one computation, with names, positions, token types and heads of its own. */
export type Architecture = "xlm-roberta" | "bert";

/** An encoder's `config.json`, in our words. */
export interface EncoderConfig {
  architecture: Architecture;
  hiddenSize: number;
  /** Encoder layers. */
  layers: number;
  /** Attention heads; they share the hidden size evenly. */
  heads: number;
  intermediateSize: number;
  vocabSize: number;
  /** Rows of the position embedding; see `maxTokens`. */
  maxPositions: number;
  /** The position of a text's first token: XLM-R's follow the padding's, BERT's begin with 0. */
  firstPosition: number;
  /** 1: all tokens are of one type; 2: those of a second text are of another. */
  typeVocabSize: number;
  layerNormEps: number;
  /** Says nothing about a tokenizer: of MiniLM it is 0, which is `<s>` in MiniLM's own `tokenizer.json`. */
  padId: number;
  /** Labels of the checkpoint's own head, by class. */
  labels?: readonly string[];
  /** What the checkpoint was trained with; training here takes its dropout from the variant, not from these. */
  hiddenDropout?: number;
  attentionDropout?: number;
  classifierDropout?: number;
}

/** The longest input in tokens (XLM-R's 514 positions make 512 tokens). */
export function maxTokens(config: Pick<EncoderConfig, "maxPositions" | "firstPosition">): number {
  return config.maxPositions - config.firstPosition;
}

const size = z.number().int().min(1);
const id = z.number().int().min(0);
const probability = z.number().min(0).max(1).nullish();

// Nothing that shapes the model has a default: the defaults of Hugging Face's XLMRobertaConfig are not XLM-R's. What the
// published files lack may be absent: M-BERT's has no position_embedding_type (there is but one kind here), and BERT's name no
// ids of [CLS] and [SEP] (specials come from the tokenizer).
const fields = z.object({
  hidden_size: size,
  num_hidden_layers: size,
  num_attention_heads: size,
  intermediate_size: size,
  vocab_size: size,
  max_position_embeddings: size,
  type_vocab_size: size,
  layer_norm_eps: z.number().positive(),
  hidden_act: z.string(),
  pad_token_id: id,
  position_embedding_type: z.string().nullish(),
  is_decoder: z.boolean().nullish(),
  hidden_dropout_prob: probability,
  attention_probs_dropout_prob: probability,
  classifier_dropout: probability,
});

/**
 * Reads a `config.json`.
 *
 * @param file what to call the file in messages
 * @throws CheckpointError if it is neither an XLM-R's nor a BERT's, or incomplete
 */
export function parseConfig(json: string, file: string): EncoderConfig {
  const document = parseObject(json, file);
  const architecture = readArchitecture(document, file);
  const result = fields.safeParse(document);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    const field = issue.path.map(String).join(".");
    const isMissing = !Object.hasOwn(document, field);
    throw new CheckpointError(
      isMissing
        ? `${file}: "${field}" is missing. There is no safe default: get the checkpoint's own config.json.`
        : `${file}: "${field}" is ${JSON.stringify(document[field])}: ${issue.message}.`,
    );
  }
  const found = result.data;
  const firstPosition = architecture === "xlm-roberta" ? found.pad_token_id + 1 : 0;
  checkSupported(found, firstPosition, file);
  return {
    architecture,
    hiddenSize: found.hidden_size,
    layers: found.num_hidden_layers,
    heads: found.num_attention_heads,
    intermediateSize: found.intermediate_size,
    vocabSize: found.vocab_size,
    maxPositions: found.max_position_embeddings,
    firstPosition,
    typeVocabSize: found.type_vocab_size,
    layerNormEps: found.layer_norm_eps,
    padId: found.pad_token_id,
    ...optional("labels", readLabels(document, file)),
    ...optional("hiddenDropout", found.hidden_dropout_prob),
    ...optional("attentionDropout", found.attention_probs_dropout_prob),
    ...optional("classifierDropout", found.classifier_dropout),
  };
}

function parseObject(json: string, file: string): Record<string, unknown> {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CheckpointError(`${file}: is not JSON (${reason}). Is the download complete?`);
  }
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new CheckpointError(`${file}: is not a JSON object. Is it a model's config.json?`);
  }
  return document as Record<string, unknown>;
}

function readArchitecture(document: Record<string, unknown>, file: string): Architecture {
  const type = Object.hasOwn(document, "model_type") ? document.model_type : undefined;
  if (type === "xlm-roberta" || type === "bert") return type;
  if (type === undefined) throw new CheckpointError(`${file}: "model_type" is missing. Is it a model's config.json?`);
  throw new CheckpointError(
    `${file}: the model_type is ${JSON.stringify(type)}; only "xlm-roberta" and "bert" work here. ` +
      "Use a checkpoint such as FacebookAI/xlm-roberta-base or google-bert/bert-base-multilingual-cased.",
  );
}

function checkSupported(found: z.infer<typeof fields>, firstPosition: number, file: string): void {
  const refuse = (fault: string) => {
    throw new CheckpointError(`${file}: ${fault}`);
  };
  if (found.hidden_act !== "gelu") {
    refuse(
      `"hidden_act" is "${found.hidden_act}"; only "gelu" (with erf) is supported. Use a checkpoint trained with it.`,
    );
  }
  if (found.hidden_size % found.num_attention_heads !== 0) {
    refuse(
      `"num_attention_heads" ${found.num_attention_heads} does not divide "hidden_size" ${found.hidden_size}. ` +
        "Is this config from another model?",
    );
  }
  if ((found.position_embedding_type ?? "absolute") !== "absolute") {
    refuse(`"position_embedding_type" is "${found.position_embedding_type}"; only "absolute" is supported.`);
  }
  if (found.is_decoder) refuse(`"is_decoder" is true; only encoders are supported.`);
  if (found.pad_token_id >= found.vocab_size) {
    refuse(`"pad_token_id" is ${found.pad_token_id}, outside the vocabulary of ${found.vocab_size}.`);
  }
  if (maxTokens({ maxPositions: found.max_position_embeddings, firstPosition }) < 1) {
    refuse(`"max_position_embeddings" ${found.max_position_embeddings} leaves no position for a token.`);
  }
}

/** `id2label` {"0": "…", "1": "…"} as a list. */
function readLabels(document: Record<string, unknown>, file: string): readonly string[] | undefined {
  const value = Object.hasOwn(document, "id2label") ? document.id2label : undefined;
  if (value === undefined || value === null) return undefined;
  const entries = typeof value === "object" ? Object.entries(value) : [];
  const labels = new Map<number, string>();
  for (const [key, label] of entries)
    if (/^\d+$/.test(key) && typeof label === "string") labels.set(Number(key), label);
  const ordered = Array.from(labels.keys(), (_, index) => labels.get(index));
  if (ordered.length !== entries.length || !ordered.every((label) => label !== undefined)) {
    throw new CheckpointError(
      `${file}: "id2label" does not name the classes 0, 1, 2 … in turn. Correct it, or remove it.`,
    );
  }
  return ordered;
}

function optional<K extends string, V>(key: K, value: V | null | undefined): { [key in K]?: V } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}
