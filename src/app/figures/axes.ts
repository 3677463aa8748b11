/** Axes that stay where they are while curves grow. */
import type { EpochRow } from "../store/series.ts";

/** Whole epochs, not more than fit. */
export function epochTicks(epochs: number): number[] {
  const step = epochs <= 12 ? 1 : epochs <= 30 ? 5 : epochs <= 60 ? 10 : 20;
  const ticks: number[] = [];
  for (let tick = 0; tick < epochs; tick += step) ticks.push(tick);
  // The end replaces a tick that would touch it.
  if (ticks.length > 1 && epochs - ticks.at(-1)! < step / 2) ticks.pop();
  ticks.push(epochs);
  return ticks;
}

/** Percentages. "full" is 0 to 100; "close" is what the curves span, in steps of ten, so that it seldom changes. */
export function axisDomain(rows: readonly EpochRow[], chance: number, scale: "full" | "close"): [number, number] {
  if (scale === "full") return [0, 100];
  const values = rows
    .flatMap(({ epoch: _, ...curves }) => Object.values(curves))
    .filter((value) => value !== undefined);
  if (values.length === 0) return [0, 100];
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Chance stays in sight when the curves come near it.
  const bottom = low - chance < 15 ? Math.min(low, chance) : low;
  return [Math.max(0, Math.floor((bottom - 1) / 10) * 10), Math.min(100, Math.ceil((high + 1) / 10) * 10)];
}

/** Nats: a little above the loss of guessing, more only when a run got worse than that. */
export function lossBound(classes: number, highest: number): number {
  const guessing = Math.log(classes) * 1.25;
  return highest <= guessing ? Math.ceil(guessing * 2) / 2 : Math.ceil(highest);
}

/** Round percentages, four to seven of them. */
export function percentTicks([from, to]: readonly [number, number]): number[] {
  const step = to - from > 60 ? 20 : to - from > 30 ? 10 : 5;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
