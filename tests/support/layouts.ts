/** Names and shapes of published checkpoints, tensor by tensor, in the order in which their files have them. */

export interface Shape {
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  readonly inner: number;
  readonly vocabulary: number;
  readonly positions: number;
}

/**
 * - `xlm-roberta`: FacebookAI/xlm-roberta-base
 * - `bert`: google-bert/bert-base-multilingual-cased, whose norms have a gamma and a beta
 * - `minilm`: sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2, whose names have no prefix
 */
export type Layout = "xlm-roberta" | "bert" | "minilm";

export const XLMR_BASE: Shape = {
  hidden: 768,
  layers: 12,
  heads: 12,
  inner: 3072,
  vocabulary: 250002,
  positions: 514,
};
export const XLMR_LARGE: Shape = {
  hidden: 1024,
  layers: 24,
  heads: 16,
  inner: 4096,
  vocabulary: 250002,
  positions: 514,
};
export const MBERT: Shape = { hidden: 768, layers: 12, heads: 12, inner: 3072, vocabulary: 119547, positions: 512 };
export const MINILM: Shape = { hidden: 384, layers: 12, heads: 12, inner: 1536, vocabulary: 250037, positions: 512 };

export interface LaidTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** I64: position numbers; all others are weights. */
  readonly isPositions: boolean;
}

/** The file's order: position numbers first (64 bits a value), then by name, where layer 10 comes before layer 2. */
export function laidTensors(layout: Layout, shape: Shape): LaidTensor[] {
  const { hidden, layers, inner, vocabulary, positions } = shape;
  const prefix = layout === "minilm" ? "" : layout === "bert" ? "bert." : "roberta.";
  const gain = layout === "bert" ? "gamma" : "weight";
  const shift = layout === "bert" ? "beta" : "bias";
  const tensors: LaidTensor[] = [];
  const add = (name: string, ...sides: number[]) => tensors.push({ name, shape: sides, isPositions: false });
  const linear = (name: string, out: number, into: number) => {
    add(`${name}.weight`, out, into);
    add(`${name}.bias`, out);
  };
  const norm = (name: string) => {
    add(`${name}.${gain}`, hidden);
    add(`${name}.${shift}`, hidden);
  };
  const embeddings = `${prefix}embeddings`;
  // M-BERT's file has none.
  if (layout !== "bert") {
    tensors.push({ name: `${embeddings}.position_ids`, shape: [1, positions], isPositions: true });
  }
  add(`${embeddings}.word_embeddings.weight`, vocabulary, hidden);
  add(`${embeddings}.position_embeddings.weight`, positions, hidden);
  add(`${embeddings}.token_type_embeddings.weight`, layout === "xlm-roberta" ? 1 : 2, hidden);
  norm(`${embeddings}.LayerNorm`);
  for (let layer = 0; layer < layers; layer++) {
    const name = `${prefix}encoder.layer.${layer}`;
    for (const part of ["query", "key", "value"]) linear(`${name}.attention.self.${part}`, hidden, hidden);
    linear(`${name}.attention.output.dense`, hidden, hidden);
    norm(`${name}.attention.output.LayerNorm`);
    linear(`${name}.intermediate.dense`, inner, hidden);
    linear(`${name}.output.dense`, hidden, inner);
    norm(`${name}.output.LayerNorm`);
  }
  linear(`${prefix}pooler.dense`, hidden, hidden);
  if (layout === "xlm-roberta") {
    add("lm_head.bias", vocabulary);
    linear("lm_head.dense", hidden, hidden);
    norm("lm_head.layer_norm");
  }
  if (layout === "bert") {
    add("cls.predictions.bias", vocabulary);
    linear("cls.predictions.transform.dense", hidden, hidden);
    norm("cls.predictions.transform.LayerNorm");
    linear("cls.seq_relationship", 2, hidden);
  }
  const rank = ({ isPositions, name }: LaidTensor) => (isPositions ? `0${name}` : `1${name}`);
  return tensors.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** `config.json`, field by field as published, for the shape. */
export function configOf(layout: Layout, shape: Shape): Record<string, unknown> {
  const common = {
    attention_probs_dropout_prob: 0.1,
    hidden_act: "gelu",
    hidden_dropout_prob: 0.1,
    hidden_size: shape.hidden,
    initializer_range: 0.02,
    intermediate_size: shape.inner,
    max_position_embeddings: shape.positions,
    num_attention_heads: shape.heads,
    num_hidden_layers: shape.layers,
    vocab_size: shape.vocabulary,
  };
  switch (layout) {
    case "xlm-roberta":
      return {
        architectures: ["XLMRobertaForMaskedLM"],
        model_type: "xlm-roberta",
        bos_token_id: 0,
        eos_token_id: 2,
        layer_norm_eps: 1e-5,
        output_past: true,
        pad_token_id: 1,
        position_embedding_type: "absolute",
        transformers_version: "4.17.0.dev0",
        type_vocab_size: 1,
        use_cache: true,
        ...common,
      };
    case "bert":
      return {
        architectures: ["BertForMaskedLM"],
        model_type: "bert",
        directionality: "bidi",
        layer_norm_eps: 1e-12,
        pad_token_id: 0,
        pooler_fc_size: 768,
        pooler_num_attention_heads: 12,
        pooler_num_fc_layers: 3,
        pooler_size_per_head: 128,
        pooler_type: "first_token_transform",
        type_vocab_size: 2,
        ...common,
      };
    case "minilm":
      return {
        _name_or_path: "old_models/paraphrase-multilingual-MiniLM-L12-v2/0_Transformer",
        architectures: ["BertModel"],
        gradient_checkpointing: false,
        model_type: "bert",
        layer_norm_eps: 1e-12,
        pad_token_id: 0,
        position_embedding_type: "absolute",
        transformers_version: "4.7.0",
        type_vocab_size: 2,
        use_cache: true,
        ...common,
      };
  }
}
