/** The optimizer's step on tables: every row as a dense step would move it, most of them without a gradient. */
import type { TableGradient, UpdatePlan } from "../ops.ts";
import { changesNothing } from "../portable/factors.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import { stretchLength } from "./group.ts";
import type { Measures } from "./measures.ts";
import { OPTIMIZER, optimizerParams } from "./optimizer.ts";
import type { DeviceParameter } from "./parameters.ts";
import { MOST_STRETCHES, stretchCount } from "./parts.ts";
import type { Source } from "./shader.ts";
import slotsText from "./slots.wgsl?raw";
import { GROUPS, VALUES } from "./sources.ts";
import { cut, LONG, REDUCE, SLOTS, SUMS } from "./sums.ts";
import updateTableText from "./update-table.wgsl?raw";

const NOTE_SLOTS: Source = { name: "slots", text: slotsText, includes: [GROUPS] };
const UPDATE_TABLE: Source = {
  name: "update-table",
  text: updateTableText,
  includes: [GROUPS, VALUES, OPTIMIZER, REDUCE, SUMS],
};

const THREADS = 64;

export interface TableUpdate {
  readonly parameter: DeviceParameter;
  readonly gradient: TableGradient;
  readonly plan: UpdatePlan;
}

export function updateTables(
  gpu: Gpu,
  updates: readonly TableUpdate[],
  scale: Slice | null,
  measures: Measures | null,
): void {
  if (updates.length === 0) return;
  for (const update of updates) check(update);
  // One upload for all, since each sends off what is recorded.
  const ids = Int32Array.from(updates.flatMap(({ gradient }) => Array.from(gradient.ids)));
  const list = gpu.upload(ids);
  let first = 0;
  for (const update of updates) {
    updateTable(gpu, update, { list, first }, scale, measures);
    first += update.gradient.ids.length;
  }
  gpu.pool.release(list.buffer);
}

function updateTable(
  gpu: Gpu,
  { parameter, gradient, plan }: TableUpdate,
  ids: { readonly list: Slice; readonly first: number },
  scale: Slice | null,
  measures: Measures | null,
): void {
  const { clock, table } = parameter;
  if (!gpu.compiling) clock.steps++;
  const stamp = gpu.compiling ? 0 : table.nextStamp();
  const count = gradient.ids.length;
  const slots = table.slots();
  gpu.run(NOTE_SLOTS, {
    buffers: { ids: ids.list, slots },
    params: [count, stamp, ids.first],
    groups: Math.ceil(count / THREADS),
  });
  const adamw = plan.optimizer.kind === "adamw";
  const moments = adamw ? table.moments() : null;
  const vectors = table.features % 4 === 0;
  const columns = vectors ? table.features / 4 : table.features;
  const sumsRow = measures?.rowsFor(parameter) ?? 0;
  // A table of more slabs than a row of sums has places would be larger than 32 GiB.
  const most = Math.floor(MOST_STRETCHES / table.values.length);
  const stretches = table.values.map(({ rows }) =>
    Math.min(most, stretchCount(rows * table.features, stretchLength(gpu))),
  );
  const allStretches = stretches.reduce((sum, count) => sum + count, 0);
  let firstStretch = 0;
  table.values.forEach(({ slice, firstRow, rows }, i) => {
    const sums = cut(gpu, LONG, stretches[i]!);
    gpu.run(UPDATE_TABLE, {
      defines: {
        ADAMW: adamw,
        SCALED: scale !== null,
        VEC: vectors,
        MEASURED: measures !== null,
        ...(measures && { SLOTS, ...sums.defines }),
      },
      buffers: {
        table: slice,
        gradients: gpu.slice(gradient.rows),
        slots,
        ...(moments && { first: moments.first[i]!.slice, second: moments.second[i]!.slice }),
        ...(scale && { scale }),
        ...(measures && { sums: measures.sums }),
      },
      params: [
        ...[firstRow, rows, columns, stamp],
        ...(measures ? [sumsRow, stretches[i]!, firstStretch, allStretches] : []),
        ...optimizerParams(plan, Math.max(1, clock.steps)),
      ],
      groups: measures ? sums.groups : Math.ceil((rows * columns) / THREADS),
      work: rows * table.features * 20,
    });
    firstStretch += stretches[i]!;
  });
}

function check({ parameter, gradient, plan }: TableUpdate): void {
  const { rows, features } = parameter.table;
  const name = parameter.parts[0]?.name;
  if (!changesNothing(plan.mask)) {
    throw new RangeError(`"${name}" is a table, and tables are not masked. Pass the mask "active".`);
  }
  const { ids } = gradient;
  if (gradient.rows.shape[0] !== ids.length || gradient.rows.shape[1] !== features) {
    throw new RangeError(
      `"${name}" has ${features} features, but its gradient has shape [${gradient.rows.shape}] for ${ids.length} ids.`,
    );
  }
  for (const id of ids) {
    if (!(id >= 0 && id < rows)) throw new RangeError(`"${name}" has ${rows} rows, but a gradient for row ${id}.`);
  }
}
