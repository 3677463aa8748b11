/** Ops.update: one dispatch for all of a group's dense parameters, with the mask inside; one or more for each table. */
import type { Scalar } from "@tensorflow/tfjs";
import { isTableGradient, type Update, type UpdateMeasures, type UpdatePlan } from "../ops.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import { bindGradient } from "./gradients.ts";
import type { ParameterGroup } from "./group.ts";
import { MASK, type ShaderMask, shaderMask } from "./mask.ts";
import { Measures } from "./measures.ts";
import { correctionTable, OPTIMIZER, optimizerParams } from "./optimizer.ts";
import { type DeviceParameter, deviceParameter, neighbours } from "./parameters.ts";
import { CHUNK } from "./parts.ts";
import type { Source } from "./shader.ts";
import { GROUPS } from "./sources.ts";
import updateText from "./update.wgsl?raw";
import { type TableUpdate, updateTables } from "./update-tables.ts";

const UPDATE: Source = { name: "update", text: updateText, includes: [GROUPS, OPTIMIZER, MASK] };

export function updateAll(gpu: Gpu, updates: readonly Update[], scale: Scalar | null): void {
  update(gpu, updates, scale, null);
}

export function measuredUpdateAll(gpu: Gpu, updates: readonly Update[], scale: Scalar | null): UpdateMeasures {
  const measures = new Measures(
    gpu,
    updates.reduce((sum, { parameter }) => sum + parameter.parts.length, 0),
  );
  update(gpu, updates, scale, measures);
  return measures.result();
}

function update(gpu: Gpu, updates: readonly Update[], scale: Scalar | null, measures: Measures | null): void {
  const groups = new Map<ParameterGroup, { plan: UpdatePlan; members: DeviceParameter[] }>();
  const tables: TableUpdate[] = [];
  for (const { parameter: given, gradient, plan } of updates) {
    const parameter = deviceParameter(given);
    if (isTableGradient(gradient)) {
      tables.push({ parameter, gradient, plan });
      continue;
    }
    bindGradient(gpu, parameter, gradient);
    const { group } = parameter.dense;
    const found = groups.get(group);
    if (found) found.members.push(parameter);
    else groups.set(group, { plan, members: [parameter] });
  }
  const scaleSlice = scale && gpu.slice(scale);
  for (const [group, { plan, members }] of groups) updateGroup(group, members, plan, scaleSlice, measures);
  updateTables(gpu, tables, scaleSlice, measures);
}

function updateGroup(
  group: ParameterGroup,
  members: readonly DeviceParameter[],
  plan: UpdatePlan,
  scale: Slice | null,
  measures: Measures | null,
): void {
  const { gpu } = group;
  const mask = shaderMask(plan.mask, plan);
  const untouched = mask.defines.MASKED && plan.dropped === "untouched";
  if (!gpu.compiling) for (const member of members) advance(member, untouched, plan);
  const given = { plan, mask, untouched, scale, measures };
  // Even what changes nothing is measured: its gradients have to make room for zeros.
  if (measures || !(untouched && mask.dropsAll)) {
    for (const run of neighbours(members, haveOneClock)) updateRun(group, run, given);
  }
  for (const { dense } of members) group.consumeGradient(dense.place);
}

/** Counts a step, as portable/clock.ts does. */
function advance({ clock }: DeviceParameter, untouched: boolean, { optimizer }: UpdatePlan): void {
  // Only AdamW asks for the steps of single weights.
  if (untouched && optimizer.kind === "adamw") clock.base ??= clock.steps;
  clock.steps++;
}

/** Whether one dispatch can update both. */
function haveOneClock({ clock: a }: DeviceParameter, { clock: b }: DeviceParameter): boolean {
  return a.steps === b.steps && a.base === b.base;
}

interface GroupPlan {
  readonly plan: UpdatePlan;
  readonly mask: ShaderMask;
  readonly untouched: boolean;
  readonly scale: Slice | null;
  readonly measures: Measures | null;
}

function updateRun(group: ParameterGroup, run: readonly DeviceParameter[], given: GroupPlan): void {
  const { gpu } = group;
  const { plan, mask, untouched, scale, measures } = given;
  const [{ clock, dense: first }, last] = [run[0]!, run.at(-1)!.dense];
  const span = group.span(first.place, last.place);
  const { MASKED, GAUSSIAN, PARTITION } = mask.defines;
  const adamw = plan.optimizer.kind === "adamw";
  const counted = adamw && (clock.base !== null || untouched);
  const table = MASKED ? group.partTable(span, mask.partition) : null;
  const corrections = counted ? correctionTable(gpu, plan, clock.steps) : null;
  const groups = table ? table.count : span.chunks;
  gpu.run(UPDATE, {
    defines: {
      ADAMW: adamw,
      SCALED: scale !== null,
      MASKED,
      GAUSSIAN,
      PARTITION,
      ALIGNED: group.isAligned,
      ITEMS: MASKED && group.isAligned,
      UNTOUCHED: untouched,
      COUNTED: counted,
      MEASURED: measures !== null,
      CHUNK,
    },
    buffers: {
      values: group.values(span),
      gradients: group.gradientArena(span),
      ...(adamw && group.moments(span)),
      ...(scale && { scale }),
      ...(corrections && { counts: group.counts(span), corrections }),
      ...(table && { parts: table.parts }),
    },
    params: [
      span.firstChunk,
      groups,
      table ? table.first : 0,
      clock.base ?? 0,
      ...optimizerParams(plan, counted ? null : clock.steps),
      ...mask.params,
    ],
    groups,
    work: span.size * (MASKED ? 100 : 20),
  });
  measures?.addRun(group, run);
}
