import type { Experiment } from "../experiment/experiment.ts";
import { courseLabel } from "../experiment/history.ts";
import type { RunRecord, TrainEvent } from "../experiment/record.ts";
import { taskById } from "../tasks/registry.ts";
import type { Recovery } from "../train/recovery.ts";
import { createBundle, initialWeights, type OpenModel, openModel, TOKENIZER } from "../train/session.ts";
import { train } from "../train/trainer.ts";
import type { BackendChoice } from "./backend.ts";
import type { Command } from "./command.ts";
import { BACKEND_OPTION, backendChoice, breathe, startBackend } from "./computing.ts";
import { EXPERIMENT_OPTION, givenExperiments } from "./experiment-file.ts";
import { EXPERIMENT_OPTIONS, experimentsFrom } from "./experiments.ts";
import { modelSource } from "./folder.ts";
import { type Io, UsageError } from "./io.ts";
import { modelCard } from "./model-card.ts";
import { configFile, weightsFile } from "./model-files.ts";
import { HELP_OPTION, JSON_OPTION } from "./options.ts";
import { SaveFolder } from "./save.ts";
import { percent, table } from "./table.ts";

export const trainCommand: Command = {
  name: "train",
  summary: "Fine-tune on English; test in every language of the task after each epoch.",
  details:
    "Several variants or seeds run one after another, each from the same checkpoint: variants outside, seeds inside. " +
    "Sizes, epochs and learning rate are the task's own when they are not given.",
  options: {
    experiment: EXPERIMENT_OPTION,
    ...EXPERIMENT_OPTIONS,
    backend: BACKEND_OPTION,
    save: {
      value: "DIR",
      summary: "write the fine-tuned model in Hugging Face layout; several runs: a folder VARIANT-seedN each",
    },
    json: JSON_OPTION,
    help: HELP_OPTION,
  },
  async run(options, io) {
    const experiments = options.has("experiment")
      ? await givenExperiments(options, Object.keys(EXPERIMENT_OPTIONS))
      : experimentsFrom(options);
    const backend = backendChoice(options);
    const target = options.optional("save");
    if (target !== undefined) checkFolders(experiments);
    const folder = target === undefined ? undefined : await SaveFolder.reserve(target);
    const model = await openModel(modelSource(experiments[0]!.model));
    // A checkpoint that does not fit is found before the backend starts.
    initialWeights(model, taskById(experiments[0]!.task).head, 0);
    await startBackend(backend);
    const records: RunRecord[] = [];
    try {
      for (const experiment of experiments) {
        const subfolder = experiments.length > 1 ? `${folderOf(experiment)}/` : "";
        records.push(
          await runOne(
            experiment,
            model,
            backend,
            io,
            folder && ((path, content) => folder.write(subfolder + path, content)),
          ),
        );
      }
      await folder?.finish();
    } finally {
      await folder?.discard();
    }
    await io.out(options.on("json") ? `${JSON.stringify({ runs: records })}\n` : humanRuns(records));
  },
};

function folderOf({ variant, history = [], seed }: Experiment): string {
  return `${history.map(({ variant, until }) => `${variant}-${until}-`).join("")}${variant}-seed${seed}`;
}

/** A file of runs may hold several that differ in other things. */
function checkFolders(experiments: readonly Experiment[]): void {
  const names = experiments.map(folderOf);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new UsageError(`--save: several runs would be written to the folder ${twice}. Save them one at a time.`);
}

type WriteFile = (path: string, content: Uint8Array | string) => Promise<void>;

async function runOne(
  experiment: Experiment,
  model: OpenModel,
  backend: BackendChoice,
  io: Io,
  write: WriteFile | undefined,
): Promise<RunRecord> {
  const bundle = createBundle(model, experiment);
  let { engine } = bundle;
  const recovery: Recovery = {
    async renew() {
      engine.dispose();
      await startBackend(backend);
      engine = createBundle(model, experiment).engine;
      return engine;
    },
  };
  const events = train(experiment, backend === "webgpu" ? { ...bundle, recovery } : bundle);
  const title = titleOf(experiment);
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      report(next.value, title, experiment, io);
      await breathe(io);
    }
    const record = next.value;
    if (write) {
      await write("config.json", configFile(model.configJson, bundle.task.labels));
      await write(TOKENIZER, model.tokenizerJson);
      await write("model.safetensors", await weightsFile(engine));
      await write("README.md", modelCard(record));
    }
    return record;
  } finally {
    engine.dispose();
  }
}

function titleOf(experiment: Experiment): string {
  return `${experiment.task} ${courseLabel(experiment)} seed ${experiment.seed}`;
}

function report(event: TrainEvent, title: string, { epochs }: Experiment, io: Io): void {
  switch (event.kind) {
    case "started":
      return;
    case "step":
      io.status(
        `${title}: step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(3)}, ` +
          `${event.examplesPerSecond.toFixed(0)} examples/s${timeLeft(event.msLeft)}`,
      );
      return;
    case "evaluating":
      io.status(`${title}: testing, ${event.done} of ${event.total} examples${timeLeft(event.msLeft)}`);
      return;
    case "deviceLost":
      io.note(`${title}: the GPU was lost (${event.reason})`);
      return;
    case "recovered":
      io.note(`${title}: goes on from step ${event.step} on a new GPU`);
      return;
    case "epoch": {
      const { epoch, trainLoss, test, zeroShot } = event.record;
      io.note(
        `${title}: epoch ${epoch} of ${epochs}, loss ${trainLoss.toFixed(3)}, ` +
          `English ${percent(test.en!.accuracy)} %, zero-shot ${percent(zeroShot.accuracy)} %`,
      );
    }
  }
}

function timeLeft(ms: number | undefined): string {
  if (ms === undefined) return "";
  const seconds = Math.round(ms / 1000);
  return seconds < 90 ? `, ${seconds} s left` : `, ${Math.round(seconds / 60)} min left`;
}

function humanRuns(records: readonly RunRecord[]): string {
  return records.map(humanRun).join("\n");
}

function humanRun({ experiment, epochs, stepsPerSecond, backend }: RunRecord): string {
  const { languages, chance } = taskById(experiment.task);
  const heading = ["epoch", "loss", "active", "zero-shot", ...languages];
  const rows = epochs.map(({ epoch, trainLoss, layers, zeroShot, test }) => [
    String(epoch),
    trainLoss.toFixed(3),
    percent(layers.reduce((sum, { active }) => sum + active, 0) / layers.length),
    percent(zeroShot.accuracy),
    ...languages.map((language) => percent(test[language]!.accuracy)),
  ]);
  const title =
    `${titleOf(experiment)}: ${experiment.trainSize} examples, ${stepsPerSecond.toFixed(1)} steps/s on ${backend}. ` +
    `Accuracy in %, ${experiment.evalSize} test examples a language (chance ${percent(chance)}); active: % of the encoder's weights that could move.`;
  return `${title}\n${table(heading, rows)}`;
}
