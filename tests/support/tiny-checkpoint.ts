/** A tiny XLM-R in Hugging Face layout with random weights and a real, small tokenizer: what loads and trains in milliseconds. */
import { readFileSync } from "node:fs";
import { type CheckpointSource, missingFile, writeSafetensors } from "../../src/checkpoint/index.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { fillNormals } from "../../src/graddrop/index.ts";
import { bytesAccess } from "../../src/hub/index.ts";
import { parseConfig } from "../../src/model/config.ts";
import { elements, tensorSpecs } from "../../src/model/parameters.ts";

export const TOKENIZER_JSON = readFileSync(new URL("../golden/tokenizer/tokenizer.json", import.meta.url), "utf8");

export const CONFIG = {
  model_type: "xlm-roberta",
  architectures: ["XLMRobertaForMaskedLM"],
  hidden_size: 16,
  num_hidden_layers: 3,
  num_attention_heads: 2,
  intermediate_size: 24,
  vocab_size: 665,
  max_position_embeddings: 130,
  type_vocab_size: 1,
  layer_norm_eps: 1e-5,
  hidden_act: "gelu",
  pad_token_id: 1,
  bos_token_id: 0,
  eos_token_id: 2,
  torch_dtype: "float16",
};

type Tensors = Map<string, { shape: number[]; values: Float32Array }>;

/** The encoder's tensors; with `classes`, those of a head too. */
export function tinyTensors({ classes }: { classes?: number } = {}): Tensors {
  const config = parseConfig(JSON.stringify(CONFIG), "config.json");
  const specs = tensorSpecs(config, { kind: "sequence", classes: classes ?? 1 });
  const wanted = specs.filter(({ owner }) => classes !== undefined || owner.kind !== "head");
  return new Map(
    wanted.map(({ name, shape, index }) => {
      const values = new Float32Array(elements(shape));
      fillNormals({ seed: 5, stream: "data", site: index, time: 0 }, values);
      const isGain = name.includes("LayerNorm.weight");
      return [name, { shape, values: values.map((value) => (isGain ? 1 + 0.1 * value : 0.15 * value)) }];
    }),
  );
}

export interface CheckpointFiles {
  "config.json": string | Uint8Array;
  "tokenizer.json": string | Uint8Array;
  "model.safetensors": Uint8Array;
}

export function tinyFiles(change: Partial<CheckpointFiles> = {}): CheckpointFiles {
  return {
    "config.json": JSON.stringify(CONFIG),
    "tokenizer.json": TOKENIZER_JSON,
    "model.safetensors": writeSafetensors(tinyTensors(), "F32"),
    ...change,
  };
}

/** The files as a source; one that is left out is not there. */
export function memorySource(files: Partial<CheckpointFiles>): CheckpointSource {
  const source: CheckpointSource = {
    describe: "tiny",
    async read(file) {
      const content = files[file as keyof CheckpointFiles];
      if (content === undefined) throw missingFile("tiny", file, Object.keys(files));
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    access: async (file) => bytesAccess(await source.read(file)),
  };
  return source;
}

/** Small enough for a second, large enough that a batch is cut short and every language counts. */
export const TINY_EXPERIMENT: Experiment = {
  version: 1,
  task: "nc",
  variant: "sft",
  hyper: {},
  epochs: 2,
  trainSize: 10,
  evalSize: 3,
  batchSize: 4,
  learningRate: 1e-3,
  warmupShare: 0.06,
  weightDecay: 0.01,
  clipNorm: 1,
  optimizer: "adamw",
  embeddings: "train",
  labelNoise: 0,
  memory: { recompute: false, update: "after" },
  seed: 1,
  model: "mini",
};
