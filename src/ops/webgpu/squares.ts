/** Ops.squaredNorms and Ops.clipScale: sums in two stages, always in the same order, never brought to the CPU. */
import type { Scalar, Tensor1D } from "@tensorflow/tfjs";
import { isTableGradient, type ParameterGradient, type ParameterPart, type SquaredNorms } from "../ops.ts";
import { f32, type Slice } from "./call.ts";
import clipText from "./clip.wgsl?raw";
import type { Gpu } from "./gpu.ts";
import { bindGradient } from "./gradients.ts";
import { type ParameterGroup, stretchLength } from "./group.ts";
import { type DeviceParameter, deviceParameter, neighbours } from "./parameters.ts";
import { CHUNK, MOST_STRETCHES, stretchCount } from "./parts.ts";
import reduceText from "./reduce.wgsl?raw";
import type { Source } from "./shader.ts";
import { GROUPS } from "./sources.ts";
import squaresText from "./squares.wgsl?raw";
import squaresFinalText from "./squares-final.wgsl?raw";

const REDUCE: Source = { name: "reduce", text: reduceText };
const SQUARES: Source = { name: "squares", text: squaresText, includes: [GROUPS, REDUCE] };
const SQUARES_FINAL: Source = { name: "squares-final", text: squaresFinalText, includes: [GROUPS, REDUCE] };
const CLIP: Source = { name: "clip", text: clipText, includes: [REDUCE] };

/** Many threads for what is as long as a gradient, few for what is short; one each where they are no faster together. */
const LONG = { SHARED: true, LANES: 256, ROOT: 16 };
const SHORT = { SHARED: true, LANES: 64, ROOT: 8 };
const ALONE = { SHARED: false, LANES: 1, ROOT: 1 };
/** Sums of a workgroup whose threads sum alone. */
const LONERS = 64;

/** Defines and workgroups of `count` sums. */
function cut(gpu: Gpu, threads: typeof LONG, count: number) {
  if (gpu.facts.software) return { defines: ALONE, groups: Math.ceil(count / LONERS) };
  return { defines: threads, groups: count };
}

/** Numbers that a part has in the first stage's sums. */
const SLOTS = 1 + MOST_STRETCHES;

export function squaredNorms(gpu: Gpu, gradients: readonly ParameterGradient[]): SquaredNorms {
  const groups = new Map<ParameterGroup, DeviceParameter[]>();
  const tables: { parameter: DeviceParameter; rows: Slice; size: number }[] = [];
  for (const { parameter: given, gradient } of gradients) {
    const parameter = deviceParameter(given);
    if (isTableGradient(gradient)) {
      tables.push({ parameter, rows: gpu.slice(gradient.rows), size: gradient.rows.size });
      continue;
    }
    bindGradient(gpu, parameter, gradient);
    const { group } = parameter.dense;
    const members = groups.get(group);
    if (members) members.push(parameter);
    else groups.set(group, [parameter]);
  }
  const runs = [...groups].flatMap(([group, members]) => neighbours(members).map((run) => ({ group, run })));
  const parts: ParameterPart[] = [];
  const rows = [...tables.map(({ parameter }) => parameter), ...runs.flatMap(({ run }) => run)];
  const count = rows.reduce((sum, parameter) => sum + parameter.parts.length, 0);
  if (count === 0) throw new RangeError("No gradients were given, so there are no norms. Pass at least one.");
  const size = 4 * SLOTS * count;
  const sums = { buffer: gpu.pool.acquire(size), offset: 0, size };
  for (const { parameter, rows, size } of tables) {
    const stretches = stretchCount(size, stretchLength(gpu));
    const { defines, groups } = cut(gpu, LONG, stretches);
    gpu.run(SQUARES, {
      defines: { TABLE: true, VEC: size % 4 === 0, SLOTS, ...defines },
      buffers: { gradients: rows, sums },
      params: [stretches, parts.length, size],
      groups,
      work: 2 * size,
    });
    parts.push(...parameter.parts);
  }
  for (const { group, run } of runs) {
    const span = group.span(run[0]!.dense.place, run.at(-1)!.dense.place);
    const { stretches, first, count, firstPart } = group.stretches(span);
    const { defines, groups } = cut(gpu, LONG, count);
    gpu.run(SQUARES, {
      defines: { TABLE: false, VEC: group.isAligned, SLOTS, ...defines },
      buffers: { gradients: group.gradientArena(span), stretches, sums },
      params: [count, parts.length, first, firstPart, span.firstChunk * CHUNK],
      groups,
      work: 2 * span.size,
    });
    parts.push(...run.flatMap((parameter) => parameter.parts));
  }
  const out = gpu.vector(count);
  const { defines, groups: finalGroups } = cut(gpu, SHORT, count);
  gpu.run(SQUARES_FINAL, {
    defines: { SLOTS, ...defines },
    buffers: { sums, out: gpu.slice(out) },
    params: [count],
    groups: finalGroups,
  });
  gpu.pool.release(sums.buffer);
  return { sums: out, parts };
}

export function clipScale(gpu: Gpu, sums: Tensor1D, clipNorm: number): Scalar {
  const scale = gpu.scalar();
  const { defines, groups } = cut(gpu, SHORT, 1);
  gpu.run(CLIP, {
    defines,
    buffers: { squares: gpu.slice(sums), scale: gpu.slice(scale) },
    params: [sums.size, f32(clipNorm)],
    groups,
  });
  return scale;
}
