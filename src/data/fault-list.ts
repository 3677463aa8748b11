import type { Fault } from "./error.ts";

/** A file of another format would have millions. */
const MOST_FAULTS = 100;

/** The first faults, and how many there are. */
export interface FaultList {
  readonly first: readonly Fault[];
  readonly count: number;
}

export class Faults implements FaultList {
  count = 0;
  readonly #first: Fault[] = [];

  get first(): readonly Fault[] {
    return this.#first;
  }

  add(faults: readonly Fault[]): void {
    this.count += faults.length;
    this.#first.push(...faults.slice(0, Math.max(0, MOST_FAULTS - this.#first.length)));
  }
}
