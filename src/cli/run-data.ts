/** Which examples each experiment of a command line learns from. */
import { counted, describeFault, type OwnData } from "../data/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskData } from "../tasks/types.ts";
import { type OpenedData, openData } from "./data.ts";
import { type Io, UsageError } from "./io.ts";
import type { Options } from "./options.ts";

export interface ExperimentData {
  /** Names the data that it learns from, and asks for no more than there is unless a person did. */
  readonly experiment: Experiment;
  readonly data: TaskData;
}

interface AllData {
  readonly experiments: readonly ExperimentData[];
  /** What was read, one for each task. */
  readonly own: readonly OwnData[];
}

/** Faults shown to people; `--json` has a hundred. */
const MOST_FAULTS_SHOWN = 5;

/**
 * Opens what `--data` names, once for each task; files are read here, so that their faults are known before training.
 *
 * @throws UsageError, DataError
 */
export async function dataOf(experiments: readonly Experiment[], options: Options, io: Io): Promise<AllData> {
  const opened = new Map<string, OpenedData>();
  for (const { task } of experiments) {
    if (!opened.has(task)) opened.set(task, await openData(options, taskById(task), io));
  }
  const own = [...opened.values()].flatMap((data) => data.own ?? []);
  for (const data of own) report(data, io);
  return {
    own,
    experiments: experiments.map((experiment) => {
      const { data, own: files } = opened.get(experiment.task)!;
      checkFiles(experiment, files);
      return { data, experiment: files ? onFiles(experiment, files, options, io) : experiment };
    }),
  };
}

/** A run on data of one's own is another run on other data. */
function checkFiles({ data }: Experiment, files: OwnData | undefined): void {
  if (!data || data.fingerprint === files?.fingerprint) return;
  if (!files) throw new UsageError(`--data is missing: the run learns from ${data.name}, which must be given again.`);
  throw new UsageError(
    `--data: ${files.name} holds other examples (${files.fingerprint}) than ${data.name}, which the run learns from ` +
      `(${data.fingerprint}). Give the same files.`,
  );
}

function onFiles(experiment: Experiment, { name, fingerprint, parts }: OwnData, options: Options, io: Io): Experiment {
  const data = { kind: "files", name, fingerprint } as const;
  const isChosen = options.has("train-size") || options.has("experiment");
  const training = parts.find(({ split }) => split === "train");
  const found = training?.groups.flat().length ?? 0;
  if (isChosen || found >= experiment.trainSize) return { ...experiment, data };
  io.note(`${name}: has ${counted(found, "training example")}, not the usual ${experiment.trainSize}; all are used`);
  return { ...experiment, data, trainSize: found };
}

function report({ name, notes, faults, faultCount }: OwnData, io: Io): void {
  for (const note of notes) io.note(`${name}: ${note}`);
  if (faultCount === 0) return;
  io.note(`${name}: ${counted(faultCount, "bad line")} left out`);
  for (const fault of faults.slice(0, MOST_FAULTS_SHOWN)) io.note(`  ${describeFault(fault)}`);
  if (faultCount > MOST_FAULTS_SHOWN) io.note(`  and ${faultCount - MOST_FAULTS_SHOWN} more`);
}

/** What is told of data beside the runs: everything but the examples. */
export function dataReport({ parts, ...told }: OwnData) {
  return {
    ...told,
    parts: parts.map(({ groups, ...part }) => ({ ...part, examples: groups.flat().length })),
  };
}
