/** What an update did (UpdateMeasures): sums in two stages, of which the update's kernels leave the terms. */
import type { ParameterPart, UpdateMeasures } from "../ops.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import type { ParameterGroup } from "./group.ts";
import type { DeviceParameter } from "./parameters.ts";
import { sumRun } from "./squares.ts";
import { firstStage, secondStage } from "./sums.ts";

/** Weights that learn, and squares. */
const ROWS_OF_A_PART = 2;

export class Measures {
  readonly #gpu: Gpu;
  readonly #rows: number;
  readonly #parts: ParameterPart[] = [];
  /** The first stage: two rows for each part. */
  readonly sums: Slice;

  /** @param parts how many will be measured */
  constructor(gpu: Gpu, parts: number) {
    if (parts === 0) throw new RangeError("No updates were given, so there is nothing to measure. Pass at least one.");
    this.#gpu = gpu;
    this.#rows = ROWS_OF_A_PART * parts;
    this.sums = firstStage(gpu, this.#rows);
  }

  /** Sums up what an update has left of neighbours in place of their gradients. */
  addRun(group: ParameterGroup, run: readonly DeviceParameter[]): void {
    sumRun(group, run, { sums: this.sums, firstPart: this.#parts.length, of: "changes" });
    this.#parts.push(...run.flatMap(({ parts }) => parts));
  }

  /** The first of a table's two rows, to be filled by whoever asks. */
  rowsFor({ parts }: DeviceParameter): number {
    const row = ROWS_OF_A_PART * this.#parts.length;
    this.#parts.push(...parts);
    return row;
  }

  /** Once all parts have been measured. */
  result(): UpdateMeasures {
    return { sums: secondStage(this.#gpu, this.sums, this.#rows), parts: this.#parts };
  }
}
