import { useMemo, useRef } from "react";
import { useApp } from "../context.tsx";
import { isOver, type Run } from "./runs.ts";
import { type Curve, curvesOf } from "./series.ts";

/**
 * The curves of the chosen task's runs. They change when a run comes, goes, starts, finishes an epoch, ends, is hidden or renamed.
 * What else a run tells, at every step, is left out of the comparison: who needs it reads the run itself.
 */
export function useCurves(): Curve[] {
  const last = useRef<readonly Run[]>([]);
  const task = useApp(({ form }) => form.task);
  const runs = useApp((state) => {
    const now = state.runs.filter(({ experiment }) => experiment.task === task);
    if (!looksTheSame(now, last.current)) last.current = now;
    return last.current;
  });
  return useMemo(() => curvesOf(runs), [runs]);
}

function looksTheSame(now: readonly Run[], before: readonly Run[]): boolean {
  return (
    now.length === before.length &&
    now.every((run, i) => {
      const other = before[i]!;
      const same = (key: keyof Run) => run[key] === other[key];
      return (
        (["id", "epochs", "hidden", "experiment", "identity", "name", "note"] as const).every(same) &&
        isOver(run) === isOver(other)
      );
    })
  );
}
