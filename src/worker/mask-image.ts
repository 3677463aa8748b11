/** The mask of one matrix at one step, weight by weight. */
import type { Experiment } from "../experiment/experiment.ts";
import { methodAt } from "../experiment/history.ts";
import { birthEpochs, fillFactors, type LayerMask } from "../graddrop/index.ts";
import type { EncoderConfig } from "../model/config.ts";
import type { MatrixId } from "../model/modules.ts";
import { layerPrefix } from "../model/names.ts";
import { type Head, tensorSpecs } from "../model/parameters.ts";
import { Row } from "./plan.ts";

export interface MaskImageRequest {
  readonly experiment: Experiment;
  readonly config: EncoderConfig;
  /** The task's: tensors are numbered over the whole model. */
  readonly head: Head;
  /** From 1. */
  readonly epoch: number;
  /** Over the whole run, from 0. */
  readonly step: number;
  /** 0 is the lowest. */
  readonly layer: number;
  readonly matrix: MatrixId;
}

export interface MaskImage {
  /** Hugging Face's name. */
  readonly tensor: string;
  /** Outputs. */
  readonly rows: number;
  /** Inputs. */
  readonly columns: number;
  readonly mask: LayerMask;
  /** [rows * columns], the factor on each weight's gradient. */
  readonly factors: Float32Array;
  /** [rows * columns], the epoch that turns each weight on; only where epochs are dealt out. */
  readonly births?: Uint16Array;
  /**
   * [rows * columns], the epoch since which each weight has learned without a break, 0 for those that do not learn; only for
   * forks, where it is not the birth alone that decides, and not where a fresh share learns in each step.
   */
  readonly since?: Uint16Array;
}

export function maskImage(request: MaskImageRequest): MaskImage {
  const { experiment, config, head, epoch, step, layer, matrix } = request;
  const { seed, epochs } = experiment;
  const tensor = `${layerPrefix(config, layer)}.${matrix}.weight`;
  const spec = tensorSpecs(config, head).find(({ name }) => name === tensor);
  const [rows, columns] = spec?.shape ?? [];
  if (!spec || rows === undefined || columns === undefined) {
    throw new RangeError(`The model has no matrix "${tensor}"; its layers are 0 to ${config.layers - 1}.`);
  }
  const mask = maskOf(request, epoch, step);
  const size = rows * columns;
  const factors = new Float32Array(size);
  fillFactors(mask, { seed, tensor: spec.index, epoch, step }, size, factors);
  const since = experiment.history && sinceByBirth(request);
  const dealt =
    mask.kind === "partition" || since ? birthEpochs({ seed, tensor: spec.index, size, epochs }) : undefined;
  return {
    tensor,
    rows,
    columns,
    mask,
    factors,
    ...(dealt && mask.kind === "partition" ? { births: dealt } : {}),
    ...(dealt && since ? { since: dealt.map((birth) => since[birth - 1]!) } : {}),
  };
}

function maskOf({ experiment, layer, config }: MaskImageRequest, epoch: number, step: number): LayerMask {
  const { seed, epochs } = experiment;
  const { variant, hyper } = methodAt(experiment, epoch);
  return variant.layerMask({ seed, epoch, epochs, step, layer, layers: config.layers, hyper });
}

/** Undefined where the weights of a birth have no common fate. */
function sinceByBirth(request: MaskImageRequest): readonly number[] | undefined {
  const { trainSize, batchSize, epochs } = request.experiment;
  const stepsPerEpoch = Math.ceil(trainSize / batchSize);
  const row = new Row(Array.from({ length: epochs }, () => 1));
  for (let epoch = 1; epoch <= request.epoch; epoch++) {
    const first = (epoch - 1) * stepsPerEpoch;
    row.add(
      epoch,
      Array.from({ length: stepsPerEpoch }, (_, i) => maskOf(request, epoch, first + i)),
    );
  }
  return row.cells.at(-1)?.kind === "bands" ? row.since : undefined;
}
