import { readFile } from "node:fs/promises";
import { EMBEDDING_POLICIES } from "../experiment/experiment.ts";
import { configFile, weightsFile } from "../export/index.ts";
import { variantById } from "../graddrop/index.ts";
import type { Batch, Engine, StepPlan, StepReport } from "../train/engine.ts";
import { divergence } from "../train/error.ts";
import { masksAt } from "../train/masks.ts";
import { createEngineFor, openCheckpoint, TOKENIZER } from "../train/session.ts";
import { optimizerOf } from "../train/trainer.ts";
import { checkedHead, readBatches } from "./batches-file.ts";
import type { Command } from "./command.ts";
import { BACKEND_OPTION, backendChoice, breathe, startBackend } from "./computing.ts";
import { clipNorm, hyperFor, OPTIMIZERS, SEED_LIMITS, variantList } from "./experiments.ts";
import { fileFault } from "./folder.ts";
import { type Io, UsageError } from "./io.ts";
import { HUB_OPTIONS, MODEL_VALUE, withModel } from "./model.ts";
import { HELP_OPTION, JSON_OPTION, type Options } from "./options.ts";
import { SaveFolder } from "./save.ts";
import { table } from "./table.ts";

interface ReplayStep {
  readonly loss: number;
  /** [rows][classes]; of a token head [tokens with a label][classes]; of a span head [rows][start and end of each token]. */
  readonly logits: readonly (readonly number[])[];
  /** By tensor, before clipping and masking. */
  readonly gradNorm: Readonly<Record<string, number>>;
}

export const replayCommand: Command = {
  name: "replay",
  summary: "Train on exactly these batches, in order, and report every step: the check against PyTorch.",
  details:
    "Nothing is shuffled and the learning rate is constant. AdamW has betas 0.9 and 0.999 and epsilon 1e-8. The head is the " +
    "checkpoint's own: of sequences (classifier.out_proj; of a BERT the pooler and classifier), of tokens (classifier) or of " +
    'spans (qa_outputs). Batches may have "attention_mask" and "token_type_ids"; without a mask, pad_token_id at the end is padding. ' +
    'Batches for a token head have "labels": [[-100, 3, …], …], one an id, -100 for none; for a span head "start_positions" and "end_positions" ' +
    "in place of labels. Logits are those of the labelled tokens; or of each token as start and as end, null for padding, " +
    "where no answer is. Loss, logits and gradient norms are those before the step's " +
    "update, the norms also before clipping and masking; they are 0 for tensors that the variant freezes.",
  options: {
    model: { value: MODEL_VALUE, summary: "a checkpoint with a head, in Hugging Face layout" },
    ...HUB_OPTIONS,
    batches: {
      value: "FILE",
      summary: 'JSON: [{"input_ids": [[0, 5, 2], …], "labels": [1, …]}, …], padded with pad_token_id',
    },
    variant: { value: "V", summary: "see the command variants", default: "sft" },
    hyper: { value: "NAME=VALUE", summary: "a setting of the variant; may be repeated", multiple: true },
    lr: { value: "X", summary: "learning rate" },
    "weight-decay": { value: "X", summary: "decoupled weight decay, on every tensor", default: "0.01" },
    clip: { value: "X|none", summary: "largest global gradient norm", default: "none" },
    dropout: { value: "X", summary: "rate on activations, whatever the variant's own", default: "0" },
    optimizer: { value: OPTIMIZERS.join("|"), summary: "the update rule", default: "adamw" },
    embeddings: { value: EMBEDDING_POLICIES.join("|"), summary: "whether the embeddings learn", default: "train" },
    epochs: { value: "T", summary: "epochs of the training that the masks belong to", default: "1" },
    epoch: { value: "E", summary: "the epoch that these batches are of", default: "1" },
    seed: { value: "S", summary: "decides masks and dropout", default: "1" },
    backend: BACKEND_OPTION,
    save: { value: "DIR", summary: "write the model after the last step, in Hugging Face layout" },
    json: JSON_OPTION,
    help: HELP_OPTION,
  },
  async run(options, io) {
    const settings = settingsFrom(options);
    const backend = backendChoice(options);
    await withModel(options.required("model"), options, io, async ({ source }) => {
      const batchesPath = options.required("batches");
      const target = options.optional("save");
      const folder = target === undefined ? undefined : await SaveFolder.reserve(target, "--save");
      const checkpoint = await openCheckpoint(source);
      const head = checkedHead(checkpoint);
      const batches = readBatches(await readText(batchesPath), batchesPath, head, checkpoint.config);
      await startBackend(backend);
      const engine = await createEngineFor(checkpoint, head, settings.seed);
      try {
        const steps = await replay(engine, batches, settings, io);
        if (folder) {
          await folder.write(
            "config.json",
            configFile(checkpoint.configJson, checkpoint.config.architecture, head.kind, undefined),
          );
          await folder.write("model.safetensors", weightsFile({ tensors: engine.specs, read: engine.read }).parts());
          const tokenizer = await source.read(TOKENIZER).catch(() => undefined);
          if (tokenizer) await folder.write(TOKENIZER, tokenizer);
          await folder.finish();
        }
        await io.out(options.on("json") ? `${JSON.stringify({ steps })}\n` : humanSteps(steps));
      } finally {
        engine.dispose();
        await folder?.discard();
      }
    });
  },
};

type Settings = ReturnType<typeof settingsFrom>;

function settingsFrom(options: Options) {
  const variants = variantList(options);
  if (variants.length > 1) throw new UsageError("--variant: replay runs one variant at a time; name one.");
  const variant = variantById(variants[0]!);
  const epochs = options.number("epochs", { min: 1, max: 65535, whole: true });
  const epoch = options.number("epoch", { min: 1, whole: true });
  if (epoch > epochs) throw new UsageError(`--epoch: ${epoch} is beyond the last of --epochs ${epochs}.`);
  return {
    variant,
    hyper: hyperFor(variants, options).get(variant.id)!,
    seed: options.number("seed", SEED_LIMITS),
    epoch,
    epochs,
    learningRate: options.number("lr", { min: 0 }),
    dropout: options.number("dropout", { min: 0, max: 0.99 }),
    embeddings: options.choice("embeddings", EMBEDDING_POLICIES),
    optimizer: optimizerOf({
      optimizer: options.choice("optimizer", OPTIMIZERS),
      weightDecay: options.number("weight-decay", { min: 0 }),
      clipNorm: clipNorm(options),
    }),
  };
}

async function replay(engine: Engine, batches: readonly Batch[], settings: Settings, io: Io): Promise<ReplayStep[]> {
  const steps: ReplayStep[] = [];
  for (const [step, batch] of batches.entries()) {
    const report = await engine.step(batch, planOf(settings, step, engine.config.layers)).read();
    if (!Number.isFinite(report.loss) || !Number.isFinite(report.globalNorm)) {
      const fault = Number.isFinite(report.loss)
        ? `the gradient's norm is ${report.globalNorm}`
        : `the loss is ${report.loss}`;
      throw divergence(`Step ${step + 1} of ${batches.length}`, fault, settings.learningRate);
    }
    steps.push(stepOf(report, batch));
    io.status(`step ${step + 1} of ${batches.length}, loss ${report.loss.toFixed(4)}`);
    await breathe(io);
  }
  return steps;
}

function planOf(settings: Settings, step: number, layers: number): StepPlan {
  const { variant, epoch, epochs, ...rest } = settings;
  const masks = masksAt(variant, settings, { epoch, epochs, step }, layers);
  const { seed, learningRate, dropout, optimizer } = rest;
  return {
    seed,
    epoch,
    step,
    learningRate,
    dropout,
    optimizer,
    layerMasks: masks.layers,
    embeddings: masks.embeddings,
    report: "gradNorms",
  };
}

function stepOf({ loss, logits, gradNorm }: StepReport, { rows, targets }: Batch): ReplayStep {
  const lists = targets.kind === "token" ? targets.positions.length : rows;
  const length = logits.length / lists;
  return {
    loss,
    logits: Array.from({ length: lists }, (_, i) => Array.from(logits.subarray(i * length, (i + 1) * length))),
    gradNorm: gradNorm ?? {},
  };
}

function humanSteps(steps: readonly ReplayStep[]): string {
  const rows = steps.map(({ loss, gradNorm }, step) => [
    String(step + 1),
    loss.toFixed(6),
    Math.hypot(...Object.values(gradNorm)).toFixed(6),
  ]);
  return table(["step", "loss", "gradient norm"], rows);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`${path}: ${fileFault(error)}`);
  }
}
