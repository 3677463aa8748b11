/** One measured comparison, as the JSON holds it. */

/** What a bar is held against, and from which side. */
export type Rule = "ratio >= bar" | "ratio <= bar" | "ours <= bar";

export interface Row {
  /** backend/shape/what[/against whom] */
  readonly id: string;
  /** For people. */
  readonly what: string;
  /** null: not measured; `note` says why. */
  readonly ours: number | null;
  readonly theirs: number | null;
  readonly unit: string;
  readonly ratio: number | null;
  readonly ratioIs: "theirs / ours" | "ours / theirs";
  readonly bar: number | null;
  readonly rule: Rule | null;
  /** null: there is no bar, or it could not be measured. */
  readonly met: boolean | null;
  readonly note?: string;
}

export interface RowRequest {
  readonly id: string;
  readonly what: string;
  readonly ours: number | null;
  readonly theirs: number | null;
  readonly unit: string;
  /** By default how many times as fast ours is: theirs / ours. */
  readonly ratioIs?: Row["ratioIs"];
  readonly bar?: { readonly value: number; readonly rule: Rule } | undefined;
  readonly note?: string | undefined;
}

export function rowOf({ id, what, ours, theirs, unit, ratioIs = "theirs / ours", bar, note }: RowRequest): Row {
  let ratio: number | null = null;
  if (ours !== null && theirs !== null) ratio = ratioIs === "theirs / ours" ? theirs / ours : ours / theirs;
  return {
    id,
    what,
    ours,
    theirs,
    unit,
    ratio,
    ratioIs,
    bar: bar?.value ?? null,
    rule: bar?.rule ?? null,
    met: bar ? isMet(bar.rule, bar.value, ours, ratio) : null,
    ...(note !== undefined && { note }),
  };
}

/** A comparison that could not be made here. */
export function notMeasured(request: Omit<RowRequest, "ours" | "theirs" | "note">, why: string): Row {
  return rowOf({ ...request, ours: null, theirs: null, note: `not measured: ${why}` });
}

function isMet(rule: Rule, bar: number, ours: number | null, ratio: number | null): boolean | null {
  const value = rule === "ours <= bar" ? ours : ratio;
  if (value === null) return null;
  return rule === "ratio >= bar" ? value >= bar : value <= bar;
}

/** Whether `--only` asks for a row: an id, or the start of one up to a slash. Nothing asked for: everything. */
export function isWanted(only: readonly string[], id: string): boolean {
  return only.length === 0 || only.some((wanted) => id === wanted || id.startsWith(`${wanted}/`));
}

/** Whether any row of a group (ids that start with it) may be asked for, so that the group is worth running. */
export function isGroupWanted(only: readonly string[], group: string): boolean {
  return isWanted(only, group) || only.some((wanted) => wanted.startsWith(`${group}/`));
}
