import { useSyncExternalStore } from "react";
import { useServices } from "../context.tsx";
import { liveCurves } from "./liveCurves.ts";
import type { Curve } from "./series.ts";

/** The curves of the chosen task's runs. */
export function useCurves(): readonly Curve[] {
  const { subscribe, get } = liveCurves(useServices().store);
  return useSyncExternalStore(subscribe, get);
}
