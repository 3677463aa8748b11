/** Sums in two stages, always in the same order: of stretches, and of what those gave. */
import type { Tensor1D } from "@tensorflow/tfjs";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import { MOST_STRETCHES } from "./parts.ts";
import reduceText from "./reduce.wgsl?raw";
import type { Source } from "./shader.ts";
import { GROUPS } from "./sources.ts";
import sumsText from "./sums.wgsl?raw";
import sumsFinalText from "./sums-final.wgsl?raw";

export const REDUCE: Source = { name: "reduce", text: reduceText };
/** What kernels of the first stage include. */
export const SUMS: Source = { name: "sums", text: sumsText };
const SUMS_FINAL: Source = { name: "sums-final", text: sumsFinalText, includes: [GROUPS, REDUCE] };

/** Many threads for what is as long as a gradient, few for what is short; one each where they are no faster together. */
export const LONG = { SHARED: true, LANES: 256, ROOT: 16 };
export const SHORT = { SHARED: true, LANES: 64, ROOT: 8 };
const ALONE = { SHARED: false, LANES: 1, ROOT: 1 };
/** Sums of a workgroup whose threads sum alone. */
const LONERS = 64;

/** Defines and workgroups of `count` sums. */
export function cut(gpu: Gpu, threads: typeof LONG, count: number) {
  if (gpu.facts.software) return { defines: ALONE, groups: Math.ceil(count / LONERS) };
  return { defines: threads, groups: count };
}

/** Numbers of a row: sums.wgsl. */
export const SLOTS = 1 + MOST_STRETCHES;

/** The first stage's sums, for as many rows. */
export function firstStage(gpu: Gpu, rows: number): Slice {
  const size = 4 * SLOTS * rows;
  return { buffer: gpu.pool.acquire(size), offset: 0, size };
}

/** Adds each row up, and gives the rows back. */
export function secondStage(gpu: Gpu, sums: Slice, rows: number): Tensor1D {
  const out = gpu.vector(rows);
  const { defines, groups } = cut(gpu, SHORT, rows);
  gpu.run(SUMS_FINAL, {
    defines: { SLOTS, ...defines },
    buffers: { sums, out: gpu.slice(out) },
    params: [rows],
    groups,
  });
  gpu.pool.release(sums.buffer);
  return out;
}
