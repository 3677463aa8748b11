/** Ops.squaredNorms and Ops.clipScale: sums in two stages, always in the same order, never brought to the CPU. */
import type { Scalar, Tensor1D } from "@tensorflow/tfjs";
import { isTableGradient, type ParameterGradient, type ParameterPart, type SquaredNorms } from "../ops.ts";
import { f32, type Slice } from "./call.ts";
import clipText from "./clip.wgsl?raw";
import type { Gpu } from "./gpu.ts";
import { bindGradient } from "./gradients.ts";
import { type ParameterGroup, stretchLength } from "./group.ts";
import { type DeviceParameter, deviceParameter, neighbours } from "./parameters.ts";
import { CHUNK, stretchCount } from "./parts.ts";
import type { Source } from "./shader.ts";
import { GROUPS } from "./sources.ts";
import squaresText from "./squares.wgsl?raw";
import { cut, firstStage, LONG, REDUCE, SHORT, SLOTS, SUMS, secondStage } from "./sums.ts";

const SQUARES: Source = { name: "squares", text: squaresText, includes: [GROUPS, REDUCE, SUMS] };
const CLIP: Source = { name: "clip", text: clipText, includes: [REDUCE] };

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
  const sums = firstStage(gpu, count);
  for (const { parameter, rows, size } of tables) {
    const stretches = stretchCount(size, stretchLength(gpu));
    const { defines, groups } = cut(gpu, LONG, stretches);
    gpu.run(SQUARES, {
      defines: { TABLE: true, CHANGES: false, VEC: size % 4 === 0, SLOTS, ...defines },
      buffers: { gradients: rows, sums },
      params: [stretches, parts.length, size],
      groups,
      work: 2 * size,
    });
    parts.push(...parameter.parts);
  }
  for (const { group, run } of runs) {
    sumRun(group, run, { sums, firstPart: parts.length, of: "gradients" });
    parts.push(...run.flatMap((parameter) => parameter.parts));
  }
  return { sums: secondStage(gpu, sums, count), parts };
}

/** The first stage of neighbours' sums, whose parts are the `firstPart`-th and following. */
export function sumRun(
  group: ParameterGroup,
  run: readonly DeviceParameter[],
  { sums, firstPart, of }: { sums: Slice; firstPart: number; of: "gradients" | "changes" },
): void {
  const { gpu } = group;
  const span = group.span(run[0]!.dense.place, run.at(-1)!.dense.place);
  const { stretches, first, count, firstPart: before } = group.stretches(span);
  const { defines, groups } = cut(gpu, LONG, count);
  gpu.run(SQUARES, {
    defines: { TABLE: false, CHANGES: of === "changes", VEC: group.isAligned, SLOTS, ...defines },
    buffers: { gradients: group.gradientArena(span), stretches, sums },
    params: [count, firstPart, first, before, span.firstChunk * CHUNK],
    groups,
    work: 2 * span.size,
  });
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
