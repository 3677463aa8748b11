/** The optimizer's step on tables: every row as a dense step would move it, most of them without a gradient. */
import type { TableGradient, UpdatePlan } from "../ops.ts";
import { changesNothing } from "../portable/factors.ts";
import type { Slice } from "./call.ts";
import type { Gpu } from "./gpu.ts";
import { OPTIMIZER, optimizerParams } from "./optimizer.ts";
import type { DeviceParameter } from "./parameters.ts";
import type { Source } from "./shader.ts";
import slotsText from "./slots.wgsl?raw";
import { GROUPS, VALUES } from "./sources.ts";
import updateTableText from "./update-table.wgsl?raw";

const SLOTS: Source = { name: "slots", text: slotsText, includes: [GROUPS] };
const UPDATE_TABLE: Source = { name: "update-table", text: updateTableText, includes: [GROUPS, VALUES, OPTIMIZER] };

const THREADS = 64;

export interface TableUpdate {
  readonly parameter: DeviceParameter;
  readonly gradient: TableGradient;
  readonly plan: UpdatePlan;
}

export function updateTables(gpu: Gpu, updates: readonly TableUpdate[], scale: Slice | null): void {
  if (updates.length === 0) return;
  for (const update of updates) check(update);
  // One upload for all, since each sends off what is recorded.
  const ids = Int32Array.from(updates.flatMap(({ gradient }) => Array.from(gradient.ids)));
  const list = gpu.upload(ids);
  let first = 0;
  for (const update of updates) {
    updateTable(gpu, update, { list, first }, scale);
    first += update.gradient.ids.length;
  }
  gpu.pool.release(list.buffer);
}

function updateTable(
  gpu: Gpu,
  { parameter, gradient, plan }: TableUpdate,
  ids: { readonly list: Slice; readonly first: number },
  scale: Slice | null,
): void {
  const { clock, table } = parameter;
  if (!gpu.compiling) clock.steps++;
  const stamp = gpu.compiling ? 0 : table.nextStamp();
  const count = gradient.ids.length;
  const slots = table.slots();
  gpu.run(SLOTS, {
    buffers: { ids: ids.list, slots },
    params: [count, stamp, ids.first],
    groups: Math.ceil(count / THREADS),
  });
  const adamw = plan.optimizer.kind === "adamw";
  const moments = adamw ? table.moments() : null;
  const vectors = table.features % 4 === 0;
  const columns = vectors ? table.features / 4 : table.features;
  table.values.forEach(({ slice, firstRow, rows }, i) => {
    gpu.run(UPDATE_TABLE, {
      defines: { ADAMW: adamw, SCALED: scale !== null, VEC: vectors },
      buffers: {
        table: slice,
        gradients: gpu.slice(gradient.rows),
        slots,
        ...(moments && { first: moments.first[i]!.slice, second: moments.second[i]!.slice }),
        ...(scale && { scale }),
      },
      params: [firstRow, rows, columns, stamp, ...optimizerParams(plan, Math.max(1, clock.steps))],
      groups: Math.ceil((rows * columns) / THREADS),
      work: rows * table.features * 20,
    });
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
