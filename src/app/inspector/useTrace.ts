/** What of the live run's steps is asked for, and what has come. */
import { useEffect, useMemo, useState } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import type { EncoderConfig } from "../../model/config.ts";
import type { MatrixId } from "../../model/modules.ts";
import { layerPrefix } from "../../model/names.ts";
import { elements, type TensorSpec, tensorSpecs } from "../../model/parameters.ts";
import { taskById } from "../../tasks/registry.ts";
import { runMasksAt } from "../../train/masks.ts";
import type { StepTrace, TraceRequest } from "../../train/trace.ts";
import { useApp, useServices } from "../context.tsx";
import type { InsideProps } from "../inside/useInside.ts";
import { isLive } from "../store/runs.ts";
import type { WeightPlace } from "../store/store.ts";
import { chooseWeights, type MaskInStep, WEIGHTS } from "./choice.ts";

export interface Inspected {
  /** The run is under way, so that its steps can be looked at. */
  readonly isLive: boolean;
  readonly isPaused: boolean;
  /** Of the matrix that is chosen; undefined until a step has been looked at. */
  readonly trace: StepTrace | undefined;
  /** The weight under the lens, if one was chosen. */
  readonly aimed: number | undefined;
}

/** @param isSeen nothing is asked for where nobody sees it */
export function useTrace({ subject, place, config }: InsideProps, isSeen: boolean): Inspected {
  const { training } = useServices();
  const { runId, experiment } = subject;
  const { matrix, weight, trace } = useApp(({ view, trace }) => ({
    matrix: view.matrix,
    weight: view.weight,
    trace: trace && trace.runId === runId ? trace.step : undefined,
  }));
  const state = useRunState(runId, subject.now ?? 1);
  const spec = useMemo(
    () => (config ? specOf(config, experiment, place.layer, matrix) : undefined),
    [config, experiment, place.layer, matrix],
  );
  const aimed = spec && weight ? elementAt(spec, weight) : undefined;
  const request = useMemo((): TraceRequest | null => {
    if (!spec || !config || !isSeen || !state.isLive) return null;
    const chosen = chosenAt(experiment, spec, config, place.layer, state.from);
    return { tensor: spec.name, elements: aimed === undefined ? chosen : [...new Set([...chosen, aimed])] };
  }, [spec, config, isSeen, experiment, place.layer, state.isLive, state.from, aimed]);
  useEffect(() => {
    training.trace(request);
    return () => training.trace(null);
  }, [training, request]);
  const { isLive, isPaused } = state;
  return { isLive, isPaused, trace: trace?.tensor.name === spec?.name ? trace : undefined, aimed };
}

/**
 * Whether the run is under way, and the step by whose mask weights are chosen: the first after the pause, so that the same
 * weights can be followed from step to step; while the run goes on by itself, the epoch's first.
 */
function useRunState(runId: string | undefined, epoch: number) {
  const run = useApp(({ runs }) => {
    const found = runs.find(({ id }) => id === runId);
    const isPaused = found?.status === "paused";
    return {
      isLive: found !== undefined && isLive(found),
      isPaused,
      step: isPaused ? found.step : 0,
      stepsPerEpoch: found?.stepsPerEpoch ?? 1,
    };
  });
  const [pausedAt, setPausedAt] = useState<number>();
  if (run.isPaused && pausedAt === undefined) setPausedAt(run.step);
  if (!run.isPaused && pausedAt !== undefined) setPausedAt(undefined);
  const from = pausedAt ?? (epoch - 1) * run.stepsPerEpoch;
  return { isLive: run.isLive, isPaused: run.isPaused, from };
}

function specOf(config: EncoderConfig, { task }: Experiment, layer: number, matrix: MatrixId): TensorSpec | undefined {
  const name = `${layerPrefix(config, layer)}.${matrix}.weight`;
  return tensorSpecs(config, taskById(task).head).find((spec) => spec.name === name);
}

function chosenAt(
  experiment: Experiment,
  spec: TensorSpec,
  config: EncoderConfig,
  layer: number,
  from: number,
): number[] {
  const { seed, epochs, trainSize, batchSize } = experiment;
  const stepsPerEpoch = Math.ceil(trainSize / batchSize);
  const last = epochs * stepsPerEpoch - 1;
  const maskIn = (step: number): MaskInStep => {
    const epoch = 1 + Math.floor(step / stepsPerEpoch);
    const mask = runMasksAt(experiment, { epoch, epochs, step }, config.layers).layers[layer]!;
    return { mask, key: { seed, tensor: spec.index, epoch, step } };
  };
  const first = Math.min(from, last);
  const later = Array.from({ length: Math.min(WEIGHTS, last - first) }, (_, i) => maskIn(first + 1 + i));
  return chooseWeights([maskIn(first), ...later], elements(spec.shape));
}

/** As far as the matrix reaches. */
function elementAt({ shape }: TensorSpec, { row, column }: WeightPlace): number {
  const [rows, columns] = shape as [number, number];
  return Math.min(row, rows - 1) * columns + Math.min(column, columns - 1);
}
