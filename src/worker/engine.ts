/** What the training worker loads only when it is needed: tfjs, the model and the tasks. */
import { httpSource } from "../checkpoint/index.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { RunRecord, TrainEvent } from "../experiment/record.ts";
import { createBundle, openModel } from "../train/session.ts";
import { train } from "../train/trainer.ts";

export { startBackend } from "./start-backend.ts";

export type OpenedModel = Awaited<ReturnType<typeof openModel>>;

export function readModel(url: string): Promise<OpenedModel> {
  return openModel(httpSource(url));
}

/** A training and the giving back of what it held. */
export function beginTraining(
  experiment: Experiment,
  model: OpenedModel,
): { events: AsyncGenerator<TrainEvent, RunRecord>; dispose: () => void } {
  const bundle = createBundle(model, experiment);
  return { events: train(experiment, bundle), dispose: () => bundle.engine.dispose() };
}
