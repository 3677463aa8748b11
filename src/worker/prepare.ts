/** What happens between the wish for a run and its first step: every stage that may take long tells how far it is, and can be ended. */

import type { KeptAccess } from "../checkpoint/cache/index.ts";
import type { StoredTensors, Vocabulary } from "../checkpoint/index.ts";
import { parseModelAddress } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { RandomAccess } from "../hub/index.ts";
import { wantedTensors } from "../model/load.ts";
import { elements, tensorSpecs } from "../model/parameters.ts";
import { taskById } from "../tasks/registry.ts";
import type { TaskData } from "../tasks/types.ts";
import { type RunExamples, runExamples, vocabularyOf } from "../train/run-examples.ts";
import { createBundle, type OpenModel } from "../train/session.ts";
import type { Bundle } from "../train/trainer.ts";
import type { AskProgress } from "./model-protocol.ts";

export interface Stages {
  readonly tell: (progress: AskProgress) => void;
  readonly signal: AbortSignal;
}

/** More often cannot be seen. */
const INTERVAL_MS = 100;
/** Before that much time has passed nobody can say how long it takes. */
const SETTLE_MS = 300;

/**
 * The run's texts, tokens, weights and engine. The caller disposes the engine.
 *
 * @throws the signal's reason, and what is wrong with data or model
 */
export async function prepareBundle(
  experiment: Experiment,
  model: OpenModel,
  data: TaskData,
  stages: Stages,
): Promise<Bundle> {
  const { signal } = stages;
  const { vocabulary } = await readTexts(experiment, model, data, stages);
  signal.throwIfAborted();
  await Promise.all(
    partsOf(experiment, model, vocabulary).map(({ access, ranges }) => keptAccess(access)?.need(ranges)),
  );
  signal.throwIfAborted();
  const wanted = wantedValues(experiment, model, vocabulary);
  const tell = staged(stages, "Reading the weights");
  return createBundle({ ...model, stored: counted(model.stored, (done) => tell(done, wanted)) }, experiment, data, {
    signal,
  });
}

export interface Texts {
  readonly examples: RunExamples;
  /** Undefined: the model keeps all its words, and texts are tokenised when they are used. */
  readonly vocabulary: Vocabulary | undefined;
}

export async function readTexts(
  experiment: Experiment,
  model: OpenModel,
  data: TaskData,
  stages: Stages,
): Promise<Texts> {
  const examples = await runExamples(experiment, data, model);
  if (parseModelAddress(experiment.model).kind === "bundled") return { examples, vocabulary: undefined };
  const vocabulary = await vocabularyOf(examples, model, {
    tell: staged(stages, "Reading the texts"),
    signal: stages.signal,
  });
  return { examples, vocabulary };
}

/** The parts of files that the run's weights are read from. */
export function partsOf(
  experiment: Experiment,
  { config, stored }: Pick<OpenModel, "config" | "stored">,
  vocabulary: Vocabulary | undefined,
) {
  return stored.parts(wantedTensors(stored.entries, specsOf(experiment, config), config, vocabulary));
}

function specsOf({ task }: Experiment, config: OpenModel["config"]) {
  return tensorSpecs(config, taskById(task).head);
}

/** Where what is read is kept; undefined for files that are at hand. */
export function keptAccess(access: RandomAccess): KeptAccess | undefined {
  return "need" in access ? (access as KeptAccess) : undefined;
}

function wantedValues(
  experiment: Experiment,
  { config, stored }: OpenModel,
  vocabulary: Vocabulary | undefined,
): number {
  const wanted = wantedTensors(stored.entries, specsOf(experiment, config), config, vocabulary);
  return wanted.reduce((sum, { name, ids }) => {
    const { shape } = stored.entries.get(name)!;
    return sum + (ids ? ids.length * shape[1]! : elements(shape));
  }, 0);
}

/** The same tensors, of which is told how many values have been read. */
function counted(stored: StoredTensors, tell: (done: number) => void): StoredTensors {
  let done = 0;
  const add = (values: Float32Array) => {
    done += values.length;
    tell(done);
    return values;
  };
  return {
    entries: stored.entries,
    parts: (wanted) => stored.parts(wanted),
    read: async (name) => add(await stored.read(name)),
    rows: async (name, ids) => add(await stored.rows(name, ids)),
    readEach: (names, take) => stored.readEach(names, (name, values) => take(name, add(values))),
  };
}

/** Tells of a stage's work at most so often, with the time that it will still take. */
function staged({ tell }: Stages, what: string): (done: number, total: number) => void {
  const beganMs = performance.now();
  let toldMs = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (now - toldMs < INTERVAL_MS && done < total) return;
    toldMs = now;
    const elapsed = now - beganMs;
    const msLeft = elapsed >= SETTLE_MS && done > 0 ? { msLeft: (elapsed * (total - done)) / done } : {};
    tell({ what, done: total > 0 ? done / total : 1, ...msLeft });
  };
}
