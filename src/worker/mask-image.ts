/** The mask of one matrix at one step, weight by weight. */
import type { Experiment } from "../experiment/experiment.ts";
import { birthEpochs, fillFactors, type LayerMask, variantById } from "../graddrop/index.ts";
import type { XlmrConfig } from "../model/config.ts";
import type { MatrixId } from "../model/modules.ts";
import { layerPrefix, tensorSpecs } from "../model/parameters.ts";

export interface MaskImageRequest {
  readonly experiment: Experiment;
  readonly config: XlmrConfig;
  /** Of the task's head: tensors are numbered over the whole model. */
  readonly classes: number;
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
}

export function maskImage(request: MaskImageRequest): MaskImage {
  const { experiment, config, classes, epoch, step, layer, matrix } = request;
  const { seed, epochs, hyper } = experiment;
  const tensor = `${layerPrefix(layer)}.${matrix}.weight`;
  const spec = tensorSpecs(config, { kind: "sequence", classes }).find(({ name }) => name === tensor);
  const [rows, columns] = spec?.shape ?? [];
  if (!spec || rows === undefined || columns === undefined) {
    throw new RangeError(`The model has no matrix "${tensor}"; its layers are 0 to ${config.layers - 1}.`);
  }
  const variant = variantById(experiment.variant);
  const mask = variant.layerMask({ seed, epoch, epochs, step, layer, layers: config.layers, hyper });
  const size = rows * columns;
  const factors = new Float32Array(size);
  fillFactors(mask, { seed, tensor: spec.index, epoch, step }, size, factors);
  const births =
    mask.kind === "partition" ? birthEpochs({ seed, tensor: spec.index, size, epochs: mask.epochs }) : undefined;
  return { tensor, rows, columns, mask, factors, ...(births ? { births } : {}) };
}
