/** What a step says of itself, from the numbers that come back from the device. */
import type { TensorSpec } from "../model/parameters.ts";
import type { ParameterPart } from "../ops/index.ts";

/** What a step did to a tensor whose gradient it computed. */
export interface TensorReport {
  /** Hugging Face's. */
  readonly name: string;
  /** Norm of the gradient before clipping and masking. */
  readonly gradNorm: number;
  /** For "measures". */
  readonly update?: TensorUpdate;
}

export interface TensorUpdate {
  /** How many weights' gradients the mask let through. */
  readonly active: number;
  /** Norm of the change of the weights. */
  readonly norm: number;
}

export interface StepReport {
  /** Mean cross-entropy of the batch, before the step. */
  loss: number;
  /** As `Engine.logits` gives them, before the step. */
  logits: Float32Array;
  /** Of the gradients of all that learns, before clipping and masking; also where each part is clipped by itself. */
  globalNorm: number;
  /** Of the tensors whose gradients were computed; all others stayed as they were. */
  tensors: readonly TensorReport[];
  /** For "gradNorms", by Hugging Face's name: before clipping and masking; zero where nothing was computed. */
  gradNorm?: Record<string, number>;
}

/** What the numbers are of. */
export interface ReportedParts {
  /** Of `squares`. */
  readonly gradients: readonly ParameterPart[];
  /** Of `updates`; empty: not measured. */
  readonly updates: readonly ParameterPart[];
}

/**
 * @param values squares: [gradients] sums of squares; updates: as UpdateMeasures.sums
 * @param specs of all tensors, where `gradNorm` is asked for
 */
export function reportOf(
  values: { loss: Float32Array; logits: Float32Array; squares: Float32Array; updates?: Float32Array },
  parts: ReportedParts,
  specs: readonly TensorSpec[] | null,
): StepReport {
  const { logits, squares } = values;
  const updates = new Map(
    parts.updates.map(({ name }, i): [string, TensorUpdate] => [
      name,
      { active: values.updates![2 * i]!, norm: Math.sqrt(values.updates![2 * i + 1]!) },
    ]),
  );
  const tensors = parts.gradients.map(({ name }, i): TensorReport => {
    const update = updates.get(name);
    return { name, gradNorm: Math.sqrt(squares[i]!), ...(update && { update }) };
  });
  const globalNorm = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  const report: StepReport = { loss: values.loss[0]!, logits, globalNorm, tensors };
  if (specs) {
    report.gradNorm = Object.fromEntries(specs.map(({ name }) => [name, 0]));
    for (const { name, gradNorm } of tensors) report.gradNorm[name] = gradNorm;
  }
  return report;
}
