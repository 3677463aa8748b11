/** Factors of masks and of dropout in SIMD: bit for bit those of graddrop. */
import {
  bernoulliSource,
  dropRule,
  fillFactors,
  type RandomSource,
  STREAMS,
  seedKey,
} from "../../../../graddrop/index.ts";
import type { FillFactorRows } from "../../dropout.ts";
import { STRETCH, type StretchMaker } from "../../factors.ts";
import type { KernelExports } from "./module.ts";
import type { Workspace } from "./workspace.ts";

interface Bernoulli {
  readonly source: RandomSource;
  readonly dropRate: number;
  readonly rescale: boolean;
  /** The counter's element that row 0 starts with, and how far it is to the next row's; multiples of four. */
  readonly first: number;
  readonly stride: number;
}

/** @param out [rows, columns] on the heap */
function fillBernoulli(
  exports: KernelExports,
  { source, dropRate, rescale, first, stride }: Bernoulli,
  columns: number,
  out: Float32Array,
): void {
  // At rate 0 no word is below the threshold; at rate 1 what is kept is 0.
  const { threshold, kept } = dropRule(dropRate, rescale);
  const { site, time, stream } = source;
  const [k0, k1] = seedKey(source.seed);
  const rows = out.length / columns;
  const blocks = stride / 4;
  const counter = [first / 4, site, time, STREAMS[stream]] as const;
  exports.fillBernoulli(out.byteOffset, rows, columns, blocks, ...counter, k0, k1, threshold, kept);
}

export function factorRowsFiller(exports: KernelExports): FillFactorRows {
  return ({ columns, ...rows }, out) => {
    if (out.length > 0) fillBernoulli(exports, { ...rows, rescale: true }, columns, out);
  };
}

/** Makes factors of masks in the workspace. */
export function stretchMakerOf(exports: KernelExports, workspace: Workspace): StretchMaker {
  return {
    room: workspace.view(workspace.factors, STRETCH),
    fill(mask, key, size, out, first = 0) {
      if (mask.kind !== "bernoulli") {
        fillFactors(mask, key, size, out, first);
        return;
      }
      const source = bernoulliSource(mask.period, key);
      fillBernoulli(exports, { ...mask, source, first, stride: 0 }, out.length, out);
    },
  };
}
