/** A check of kernels that runs on a GPU, in a page or in Node, and comes back as one number and its limit. */
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";

export interface Measurement {
  /** How far from what is promised; NaN fails. */
  readonly measured: number;
  readonly limit: number;
  /** What `measured` is of, where it is the worst of several. */
  readonly what?: string;
}

/** Where cases run. */
export interface Machine {
  /** Opens another device in place of the current one. */
  newDevice(): Promise<void>;
}

/** Importing a case must not touch a device. */
export interface Case {
  readonly name: string;
  run(gpu: Gpu, machine: Machine): Promise<Measurement>;
}
