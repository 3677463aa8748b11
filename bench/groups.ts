/** Rows that are measured together, and what happens when that fails. */
import type { Backend } from "./backends.ts";
import { isGroupWanted, isWanted, notMeasured, type Row, type RowRequest, rowOf } from "./rows.ts";

export interface Figures {
  readonly ours: number | null;
  readonly theirs: number | null;
  readonly note?: string | undefined;
}

export type PlannedRow = Omit<RowRequest, "ours" | "theirs">;

export interface Group {
  /** What the ids of its rows start with. */
  readonly id: string;
  readonly rows: readonly PlannedRow[];
  /** @returns figures by row id; a row without any counts as not measured */
  measure(wanted: (id: string) => boolean): Promise<ReadonlyMap<string, Figures>>;
}

/** What every group is made from. */
export interface Context {
  readonly backend: Backend;
  /** Measured turns of each contender. */
  readonly rounds: number;
  /** Where WebGPU is found; for contenders that want a device of their own. */
  readonly webgpu: GPU | null;
}

/** A group that cannot be measured gives rows that say why: the rest of the run goes on. */
export async function runGroup(group: Group, only: readonly string[], log: (line: string) => void): Promise<Row[]> {
  if (!isGroupWanted(only, group.id)) return [];
  const planned = group.rows.filter(({ id }) => isWanted(only, id));
  if (planned.length === 0) return [];
  log(group.id);
  let figures: ReadonlyMap<string, Figures>;
  try {
    figures = await group.measure((id) => isWanted(only, id));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return planned.map((row) => notMeasured(row, reason.split("\n")[0]!));
  }
  return planned.map((row) => {
    const found = figures.get(row.id);
    return found
      ? rowOf({ ...row, ...found, note: found.note ?? row.note })
      : notMeasured(row, row.note ?? "no figure");
  });
}
