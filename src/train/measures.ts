/** What an epoch's steps did to each module of each layer, gathered from their reports. */
import { z } from "zod";
import type { EpochRecord, Measure, MeasuredEpoch } from "../experiment/record.ts";
import { MODULES, type ModuleId, moduleOf } from "../model/modules.ts";
import { elements, type TensorSpec } from "../model/parameters.ts";
import type { StepReport } from "./step-report.ts";

/**
 * One step in so many is measured. That one takes up to 6 % longer on WASM (measured 2026-11 on the miniature), so that an epoch
 * takes about 1 % longer: `npm run bench -- --only wasm/mini/measuring`.
 */
const ONE_IN = 8;
/** Of an epoch that has as many: one step might not be like the others. */
const LEAST = 2;

/** Whether a step of an epoch is measured: evenly spread, and the same ones in every run. @param step of the epoch, from 0 */
export function isMeasured(step: number, stepsPerEpoch: number): boolean {
  const count = measuredSteps(stepsPerEpoch);
  // Of as many equal stretches, the steps that the middles fall in.
  const middlesBefore = (at: number) => Math.floor((at * count) / stepsPerEpoch + 0.5);
  return middlesBefore(step + 1) > middlesBefore(step);
}

/** How many of an epoch's steps are measured. */
export function measuredSteps(stepsPerEpoch: number): number {
  return Math.min(stepsPerEpoch, Math.max(LEAST, Math.ceil(stepsPerEpoch / ONE_IN)));
}

const sum = z.number().min(0);
const count = z.int().min(0);
const partSchema = z.object({
  /** Steps in which its gradient was computed, and the sum of the gradient's norms in them. */
  gradSteps: count,
  gradNorm: sum,
  /** Over the measured steps: of the share of its weights that the mask let through, and of the norms of their change. */
  active: sum,
  updateNorm: sum,
});
/** The sums so far, as a snapshot keeps them. */
export const tallySchema = z.object({
  steps: count,
  measuredSteps: count,
  /** Over all steps. */
  globalNorm: sum,
  /** Layer by layer from the lowest, module by module; then embeddings and head. */
  parts: z.array(partSchema),
});
export type Tally = z.infer<typeof tallySchema>;
type PartTally = Tally["parts"][number];

/** The root of the largest sum of squares that f32 holds: norms beyond it, and those that are no numbers, count as this. */
const LARGEST_NORM = 1.8e19;

/** Enough for any figure, and files stay small. */
const DIGITS = 6;

export class Measures {
  readonly #layers: number;
  /** Tensor to part. */
  readonly #partOf: ReadonlyMap<string, number>;
  /** [part] Weights. */
  readonly #sizes: readonly number[];
  readonly #tally: Tally;

  /** @param from goes on from there */
  constructor(specs: readonly TensorSpec[], layers: number, from?: Tally) {
    this.#layers = layers;
    const partCount = layers * MODULES.length + 2;
    const sizes = new Array<number>(partCount).fill(0);
    this.#partOf = new Map(specs.map((spec) => [spec.name, partOf(spec, layers)]));
    for (const { name, shape } of specs) sizes[this.#partOf.get(name)!]! += elements(shape);
    this.#sizes = sizes;
    const parts = sizes.map((): PartTally => ({ gradSteps: 0, gradNorm: 0, active: 0, updateNorm: 0 }));
    this.#tally = from ? structuredClone(from) : { steps: 0, measuredSteps: 0, globalNorm: 0, parts };
    if (this.#tally.parts.length !== partCount) {
      throw new RangeError(
        `The measures so far are of ${this.#tally.parts.length} parts, but a model of ${layers} layers has ${partCount}. ` +
          "Go on with the model that they were taken of.",
      );
    }
  }

  add({ globalNorm, tensors }: StepReport): void {
    const tally = this.#tally;
    tally.steps++;
    tally.globalNorm += finite(globalNorm);
    const gradients = new Map<number, number>();
    const updates = new Map<number, { active: number; squares: number }>();
    for (const { name, gradNorm, update } of tensors) {
      const part = this.#partOf.get(name)!;
      gradients.set(part, (gradients.get(part) ?? 0) + gradNorm ** 2);
      if (!update) continue;
      const { active, squares } = updates.get(part) ?? { active: 0, squares: 0 };
      updates.set(part, { active: active + update.active, squares: squares + update.norm ** 2 });
    }
    for (const [part, squares] of gradients) {
      tally.parts[part]!.gradSteps++;
      tally.parts[part]!.gradNorm += finite(Math.sqrt(squares));
    }
    // Something always learns: the head.
    if (updates.size > 0) tally.measuredSteps++;
    for (const [part, { active, squares }] of updates) {
      tally.parts[part]!.active += active / this.#sizes[part]!;
      tally.parts[part]!.updateNorm += finite(Math.sqrt(squares));
    }
  }

  /** A copy of the sums so far. */
  tally(): Tally {
    return structuredClone(this.#tally);
  }

  /** Of an epoch that has had a step. */
  record(): Required<Pick<EpochRecord, "gradNorm" | "measured">> {
    const { steps, measuredSteps, globalNorm, parts } = this.#tally;
    const measures = parts.map(
      ({ gradSteps, gradNorm, active, updateNorm }): Measure => ({
        active: rounded(active / measuredSteps),
        gradNorm: gradSteps === 0 ? null : rounded(gradNorm / gradSteps),
        updateNorm: rounded(updateNorm / measuredSteps),
      }),
    );
    const layers = Array.from({ length: this.#layers }, (_, layer) => {
      const entries = MODULES.map(({ id }, at): [ModuleId, Measure] => [id, measures[layer * MODULES.length + at]!]);
      return Object.fromEntries(entries) as Record<ModuleId, Measure>;
    });
    const [embeddings, head] = measures.slice(-2) as [Measure, Measure];
    const measured: MeasuredEpoch = { steps: measuredSteps, layers, embeddings, head };
    return { gradNorm: rounded(globalNorm / steps), measured };
  }
}

function partOf(spec: TensorSpec, layers: number): number {
  const { owner } = spec;
  if (owner.kind !== "layer") return layers * MODULES.length + (owner.kind === "embeddings" ? 0 : 1);
  const module = moduleOf(spec);
  return owner.layer * MODULES.length + MODULES.findIndex(({ id }) => id === module);
}

function finite(norm: number): number {
  return norm < LARGEST_NORM ? norm : LARGEST_NORM;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
