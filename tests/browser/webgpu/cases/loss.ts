/** A run whose device is destroyed on the way. Last of all cases: it leaves another device behind. */
import * as tf from "@tensorflow/tfjs";
import { type CheckpointSource, writeSafetensors } from "../../../../src/checkpoint/index.ts";
import type { Experiment } from "../../../../src/experiment/experiment.ts";
import type { TrainEvent } from "../../../../src/experiment/record.ts";
import { bytesAccess } from "../../../../src/hub/index.ts";
import { parseConfig } from "../../../../src/model/config.ts";
import { tensorSpecs } from "../../../../src/model/parameters.ts";
import type { EngineBackend } from "../../../../src/ops/webgpu/backend.ts";
import type { Recovery } from "../../../../src/train/recovery.ts";
import { createBundle, type OpenModel, openModel } from "../../../../src/train/session.ts";
import { train } from "../../../../src/train/trainer.ts";
import { randomWeights } from "../../../model/models.ts";
import type { Case, Machine } from "./case.ts";

const TOKENIZER = import.meta.url.replace(/browser\/webgpu\/.*$/, "golden/tokenizer/tokenizer.json");

const CONFIG = JSON.stringify({
  model_type: "xlm-roberta",
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
});

const EXPERIMENT: Experiment = {
  version: 1,
  task: "nc",
  variant: "graddrop-epoch",
  hyper: {},
  epochs: 2,
  trainSize: 16,
  evalSize: 2,
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
/** No part of the checkpoint. */
const HEAD = { kind: "sequence", classes: 1 } as const;
/** In the second epoch, when steps of it are already in the curve. */
const LOST_AFTER_STEP = 6;

async function openTiny(): Promise<OpenModel> {
  const config = parseConfig(CONFIG, "config.json");
  const random = randomWeights(config, HEAD);
  const encoder = tensorSpecs(config, HEAD).filter(({ owner }) => owner.kind !== "head");
  const tensors = new Map(encoder.map(({ name, shape }) => [name, { shape: [...shape], values: random.get(name)! }]));
  const files: Record<string, () => Promise<Uint8Array> | Uint8Array> = {
    "config.json": () => new TextEncoder().encode(CONFIG),
    "model.safetensors": () => writeSafetensors(tensors, "F32"),
    "tokenizer.json": async () => new Uint8Array(await (await fetch(TOKENIZER)).arrayBuffer()),
  };
  const source: CheckpointSource = {
    describe: "tiny",
    read: async (file) => files[file]!(),
    access: async (file) => bytesAccess(await files[file]!()),
  };
  return openModel(source);
}

const currentDevice = () => (tf.backend() as EngineBackend).gpu.device;

/** All that a run tells, without times. */
async function run(model: OpenModel, machine: Machine, loseAfter: number | null): Promise<TrainEvent[]> {
  let bundle = await createBundle(model, EXPERIMENT);
  const recovery: Recovery = {
    async renew() {
      bundle.engine.dispose();
      await machine.newDevice();
      // Another seed: what the run goes on from must come from the snapshot alone.
      bundle = await createBundle(model, { ...EXPERIMENT, seed: 99 });
      return bundle.engine;
    },
  };
  const told: TrainEvent[] = [];
  for await (const event of train(EXPERIMENT, { ...bundle, recovery })) {
    told.push({
      ...event,
      ...("msLeft" in event && { msLeft: 0 }),
      ...("examplesPerSecond" in event && { examplesPerSecond: 0 }),
      ...("timeMs" in event && { timeMs: 0 }),
    });
    if (event.kind === "step" && event.step === loseAfter) {
      loseAfter = null;
      currentDevice().destroy();
    }
  }
  bundle.engine.dispose();
  return told;
}

export const lossCases: readonly Case[] = [
  {
    name: "a run whose device is destroyed goes on, with the very curve of an undisturbed one",
    async run(_, machine) {
      const model = await openTiny();
      const wanted = await run(model, machine, null);
      const found = await run(model, machine, LOST_AFTER_STEP);
      const isLoss = ({ kind }: TrainEvent) => kind === "deviceLost" || kind === "recovered";
      const losses = found.filter(isLoss).map(({ kind }) => kind);
      if (losses.join() !== "deviceLost,recovered") throw new Error(`The run told of ${losses.join() || "no loss"}.`);
      const curve = found.filter((event) => !isLoss(event)).map((event) => JSON.stringify(event));
      const differing = wanted.filter((event, i) => JSON.stringify(event) !== curve[i]).length;
      return { measured: differing + Math.abs(wanted.length - curve.length), limit: 0 };
    },
  },
];
