import { useDeferredValue, useMemo } from "react";
import { useApp } from "../context.tsx";
import { isFinished, type OwnTasks, ownTasks } from "../store/own.ts";
import type { AppState } from "../store/store.ts";

/** Changes only when a run ends or goes: nothing here follows the steps of a training. */
export function useOwn(): OwnTasks {
  const runs = useApp(finishedRuns);
  return useDeferredValue(useMemo(() => ownTasks(runs), [runs]));
}

function finishedRuns({ runs }: AppState) {
  return runs.filter(isFinished);
}
