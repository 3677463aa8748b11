/** How Hugging Face names the tensors of each architecture, in the classes that fine-tune it (`XLMRobertaFor…`, `BertFor…`). */
import type { Architecture, EncoderConfig } from "./config.ts";
import type { Head } from "./parameters.ts";

interface Names {
  /** What stands before the encoder's own names. */
  readonly encoder: string;
  /** A sequence head's first layer: BERT's is the pooler that pretraining made. */
  readonly dense: string;
  /** Each head's last layer. */
  readonly outputs: Readonly<Record<Head["kind"], string>>;
}

const NAMES: Readonly<Record<Architecture, Names>> = {
  "xlm-roberta": {
    encoder: "roberta",
    dense: "classifier.dense",
    outputs: { sequence: "classifier.out_proj", token: "classifier", span: "qa_outputs" },
  },
  bert: {
    encoder: "bert",
    dense: "bert.pooler.dense",
    outputs: { sequence: "classifier", token: "classifier", span: "qa_outputs" },
  },
};

type Named = Pick<EncoderConfig, "architecture">;

export function namesOf({ architecture }: Named): Names {
  return NAMES[architecture];
}

export function embeddingsPrefix(config: Named): string {
  return `${namesOf(config).encoder}.embeddings`;
}

export function layerPrefix(config: Named, layer: number): string {
  return `${namesOf(config).encoder}.encoder.layer.${layer}`;
}
