/** Answers whether a run fits, on the worker's device. */
import type { Experiment } from "../experiment/experiment.ts";
import type { TaskData } from "../tasks/types.ts";
import { calibrate } from "../train/calibrate.ts";
import { type DeviceRoom, type Fit, type FitFacts, fitOf } from "../train/fit.ts";
import { runRowsOf } from "../train/run-rows.ts";
import type { OpenModel } from "../train/session.ts";
import { typicalRows } from "../train/typical-rows.ts";
import { keptAccess, partsOf, readTexts, type Stages } from "./prepare.ts";

export interface Fitting {
  readonly experiment: Experiment;
  readonly model: OpenModel;
  readonly data: TaskData;
  readonly room: DeviceRoom;
  /** Times some steps. */
  readonly times: boolean;
}

/** @throws the signal's reason, and what is wrong with data or model */
export async function fitFor({ experiment, model, data, room, times }: Fitting, stages: Stages): Promise<Fit> {
  const { config } = model;
  const { signal } = stages;
  const texts = await readTexts(experiment, model, data, stages);
  const { vocabulary, examples } = texts;
  let downloadBytes = 0;
  let cachedBytes = 0;
  for (const { access, ranges } of partsOf(experiment, model, vocabulary)) {
    const bytes = ranges.reduce((sum, { start, end }) => sum + end - start, 0);
    const missing = (await keptAccess(access)?.missingBytes(ranges)) ?? 0;
    downloadBytes += missing;
    cachedBytes += bytes - missing;
  }
  signal.throwIfAborted();
  const usedWords = vocabulary?.size ?? config.vocabSize;
  const rows = runRowsOf(examples);
  const facts: FitFacts = { experiment, config, rows, usedWords, downloadBytes, cachedBytes, room };
  if (!times) return fitOf(facts);
  const onGpu = room.backend === "webgpu";
  stages.tell({ what: "Timing some steps", done: 0 });
  const layerTimes = await calibrate({
    experiment,
    config,
    ...(vocabulary && { vocabulary }),
    ...typicalRows(experiment, config, examples, onGpu ? "gpu" : "processor"),
    maxLength: examples.maxLength,
    ahead: onGpu ? 3 : 0,
    tell: (done) => stages.tell({ what: "Timing some steps", done }),
    signal,
  });
  return fitOf({ ...facts, layerTimes });
}
