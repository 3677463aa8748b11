/** What the training worker loads only when it is needed: tfjs, the model and the tasks. */
import type { Experiment } from "../experiment/experiment.ts";
import type { RunRecord, TrainEvent } from "../experiment/record.ts";
import type { Keeper, Recovery, RunPoint } from "../train/recovery.ts";
import { engineFor, type OpenModel } from "../train/session.ts";
import type { Tracer } from "../train/tracer.ts";
import { train } from "../train/trainer.ts";
import type { Finish } from "./final-keeper.ts";
import type { WorkerGpu } from "./gpu.ts";
import { prepareBundle, type Stages } from "./prepare.ts";
import { runData } from "./run-data.ts";

export { fitFor } from "./fitting.ts";
export { Models } from "./models.ts";
export { runData } from "./run-data.ts";
export { startBackend } from "./start-backend.ts";

export interface Keeping {
  /** Keeps points of the run beyond the worker's life. */
  readonly keeper: Keeper | undefined;
  /** Where an earlier life of the run was kept. */
  readonly from: RunPoint | undefined;
  /** Told when the run has ended well, before its last event; absent: nobody asks. */
  readonly finish?: Finish;
}

/** A training and the giving back of what it held. Where the GPU is lost, the training takes it anew and goes on. */
export async function beginTraining(
  experiment: Experiment,
  model: OpenModel,
  gpu: WorkerGpu | undefined,
  { keeper, from, finish }: Keeping,
  tracer: Tracer,
  stages: Stages,
): Promise<{ events: AsyncGenerator<TrainEvent, RunRecord>; dispose: () => void }> {
  // Between two runs nobody notices a loss, and a run that found no room leaves the device useless.
  if (gpu?.isSpent) await gpu.take();
  const data = await runData(experiment);
  const bundle = { ...(await prepareBundle(experiment, model, data, stages)), ...(keeper ? { keeper } : {}), tracer };
  let { engine } = bundle;
  const { vocabulary } = bundle;
  const finished = async (record: RunRecord) => {
    const { specs: tensors, read } = engine;
    await finish?.(record, { tensors, read, vocabulary });
  };
  const dispose = () => {
    engine.dispose();
    gpu?.trim();
  };
  if (!gpu) return { events: finishing(train(experiment, bundle, from), finished), dispose };
  const recovery: Recovery = {
    async renew() {
      engine.dispose();
      await gpu.take();
      engine = engineFor(model, experiment, bundle);
      return engine;
    },
  };
  return { events: finishing(train(experiment, { ...bundle, recovery }, from), finished), dispose };
}

async function* finishing(
  events: AsyncGenerator<TrainEvent, RunRecord>,
  finished: (record: RunRecord) => Promise<void>,
): AsyncGenerator<TrainEvent, RunRecord> {
  const record = yield* events;
  await finished(record);
  return record;
}
