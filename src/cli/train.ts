import type { Experiment } from "../experiment/experiment.ts";
import type { LanguageTest, RunRecord } from "../experiment/record.ts";
import { exportModel } from "../export/index.ts";
import { taskById } from "../tasks/registry.ts";
import type { Recovery } from "../train/recovery.ts";
import { checkWeights, createBundle, engineFor, type OpenModel, openModel } from "../train/session.ts";
import { train } from "../train/trainer.ts";
import type { BackendChoice } from "./backend.ts";
import type { Command } from "./command.ts";
import { BACKEND_OPTION, backendChoice, breathe, startBackend } from "./computing.ts";
import { DATA_OPTIONS } from "./data.ts";
import { EXPERIMENT_OPTION, givenExperiments } from "./experiment-file.ts";
import { EXPERIMENT_OPTIONS, experimentsFrom } from "./experiments.ts";
import { type Io, UsageError } from "./io.ts";
import { HUB_OPTIONS, withModel } from "./model.ts";
import { HELP_OPTION, JSON_OPTION, type Options } from "./options.ts";
import { predictionFiles } from "./prediction-files.ts";
import { dataOf, dataReport, type ExperimentData } from "./run-data.ts";
import { SaveFolder } from "./save.ts";
import { humanRuns, reportCutWords, reportEvent } from "./train-report.ts";

export const trainCommand: Command = {
  name: "train",
  summary: "Fine-tune on English; test in every language of the task after each epoch.",
  details:
    "Several variants or seeds run one after another, each from the same checkpoint: variants outside, seeds inside. " +
    "Sizes, epochs and learning rate are the task's own when they are not given; see the command tasks.",
  options: {
    experiment: EXPERIMENT_OPTION,
    ...EXPERIMENT_OPTIONS,
    ...DATA_OPTIONS,
    ...HUB_OPTIONS,
    backend: BACKEND_OPTION,
    save: {
      value: "DIR",
      summary: "write the fine-tuned model in Hugging Face layout; several runs: a folder VARIANT-seedN each",
    },
    "save-predictions": {
      value: "DIR",
      summary:
        "write what was right and what was predicted in each language after the last epoch, for the command score",
    },
    json: JSON_OPTION,
    help: HELP_OPTION,
  },
  async run(options, io) {
    const asked = options.has("experiment")
      ? await givenExperiments(options, Object.keys(EXPERIMENT_OPTIONS))
      : experimentsFrom(options);
    const backend = backendChoice(options);
    const folders = {
      model: await reserved("save", asked, options),
      predictions: await reserved("save-predictions", asked, options),
    };
    await withModel(asked[0]!.model, options, io, async ({ source, address }) => {
      const model = await openModel(source);
      // A checkpoint that does not fit is found before the backend starts, and before long files are read.
      checkWeights(model, taskById(asked[0]!.task).head);
      const named = asked.map((experiment) => ({ ...experiment, model: address }));
      const { experiments, own } = await dataOf(named, options, io);
      await startBackend(backend);
      const records: RunRecord[] = [];
      try {
        for (const one of experiments) {
          const subfolder = experiments.length > 1 ? `${folderOf(one.experiment)}/` : "";
          const into = (folder: SaveFolder | undefined): WriteFile | undefined =>
            folder && ((path, content) => folder.write(subfolder + path, content));
          const files = { model: into(folders.model), predictions: into(folders.predictions) };
          records.push(await runOne(one, model, backend, io, files));
        }
        await folders.model?.finish();
        await folders.predictions?.finish();
      } finally {
        await folders.model?.discard();
        await folders.predictions?.discard();
      }
      const data = own.length > 0 ? { data: own.map(dataReport) } : {};
      await io.out(options.on("json") ? `${JSON.stringify({ runs: records, ...data })}\n` : humanRuns(records));
    });
  },
};

function folderOf({ variant, history = [], seed }: Experiment): string {
  return `${history.map(({ variant, until }) => `${variant}-${until}-`).join("")}${variant}-seed${seed}`;
}

/** The folder that a flag names, checked; undefined where it is not given. */
async function reserved(
  flag: "save" | "save-predictions",
  experiments: readonly Experiment[],
  options: Options,
): Promise<SaveFolder | undefined> {
  const target = options.optional(flag);
  if (target === undefined) return undefined;
  checkFolders(flag, experiments);
  return SaveFolder.reserve(target, `--${flag}`);
}

/** A file of runs may hold several that differ in other things. */
function checkFolders(flag: string, experiments: readonly Experiment[]): void {
  const names = experiments.map(folderOf);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new UsageError(`--${flag}: several runs would be written to the folder ${twice}. Save them one at a time.`);
}

type WriteFile = (...file: Parameters<SaveFolder["write"]>) => Promise<void>;

/** Where to put what a run leaves; undefined: nowhere. */
interface RunFiles {
  readonly model: WriteFile | undefined;
  readonly predictions: WriteFile | undefined;
}

async function runOne(
  { experiment, data }: ExperimentData,
  model: OpenModel,
  backend: BackendChoice,
  io: Io,
  files: RunFiles,
): Promise<RunRecord> {
  const bundle = await createBundle(model, experiment, data, {
    signal: io.signal,
    tell: (done, total) => io.status(`reading texts, ${done} of ${total} examples`),
  });
  let { engine } = bundle;
  const recovery: Recovery = {
    async renew() {
      engine.dispose();
      await startBackend(backend);
      engine = engineFor(model, experiment, bundle);
      return engine;
    },
  };
  const events = train(experiment, backend === "webgpu" ? { ...bundle, recovery } : bundle);
  let tests: Readonly<Record<string, LanguageTest>> = {};
  try {
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (next.value.kind === "epoch") tests = next.value.tests;
      reportEvent(next.value, experiment, io);
      await breathe(io);
    }
    const record = next.value;
    const { task } = bundle;
    reportCutWords(record, io);
    if (files.predictions) {
      for (const { name, content } of predictionFiles(task, tests)) await files.predictions(name, content);
    }
    if (files.model) {
      const { specs: tensors, read } = engine;
      const trained = { record, checkpoint: model, tensors, read, vocabulary: bundle.vocabulary };
      for (const { path, parts } of await exportModel(trained)) await files.model(path, parts());
    }
    return record;
  } finally {
    engine.dispose();
  }
}
