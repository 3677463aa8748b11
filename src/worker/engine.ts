/** What the training worker loads only when it is needed: tfjs, the model and the tasks. */
import { httpSource } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { RunRecord, TrainEvent } from "../experiment/record.ts";
import type { Keeper, Recovery, RunPoint } from "../train/recovery.ts";
import { createBundle, openModel } from "../train/session.ts";
import type { Tracer } from "../train/tracer.ts";
import { train } from "../train/trainer.ts";
import type { WorkerGpu } from "./gpu.ts";
import { runData } from "./run-data.ts";

export { startBackend } from "./start-backend.ts";

export type OpenedModel = Awaited<ReturnType<typeof openModel>>;

export function readModel(url: string): Promise<OpenedModel> {
  return openModel(httpSource(url));
}

export interface Keeping {
  /** Keeps points of the run beyond the worker's life. */
  readonly keeper: Keeper | undefined;
  /** Where an earlier life of the run was kept. */
  readonly from: RunPoint | undefined;
}

/** A training and the giving back of what it held. Where the GPU is lost, the training takes it anew and goes on. */
export async function beginTraining(
  experiment: Experiment,
  model: OpenedModel,
  gpu: WorkerGpu | undefined,
  { keeper, from }: Keeping,
  tracer: Tracer,
): Promise<{ events: AsyncGenerator<TrainEvent, RunRecord>; dispose: () => void }> {
  // Between two runs nobody notices a loss.
  if (gpu?.isLost) await gpu.take();
  const data = await runData(experiment);
  const bundle = { ...createBundle(model, experiment, data), ...(keeper ? { keeper } : {}), tracer };
  let { engine } = bundle;
  if (!gpu) return { events: train(experiment, bundle, from), dispose: () => engine.dispose() };
  const recovery: Recovery = {
    async renew() {
      engine.dispose();
      await gpu.take();
      engine = createBundle(model, experiment, data).engine;
      return engine;
    },
  };
  return { events: train(experiment, { ...bundle, recovery }, from), dispose: () => engine.dispose() };
}
