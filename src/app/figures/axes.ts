/** Axes that stay where they are while curves grow. */
import type { Task } from "../../tasks/types.ts";
import type { Curve } from "../store/series.ts";

/** The axis spans the whole training from the start, so that nothing moves while it goes on. */
export function lastEpoch(curves: readonly Curve[], formEpochs: number): number {
  const longest = Math.max(0, ...curves.map(({ run }) => run.experiment.epochs));
  if (longest > 0) return longest;
  return Number.isInteger(formEpochs) && formEpochs > 0 && formEpochs <= 100 ? formEpochs : 10;
}

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
export function axisDomain(
  values: readonly number[],
  chance: number | undefined,
  scale: "full" | "close",
): [number, number] {
  if (scale === "full" || values.length === 0) return [0, 100];
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Chance stays in sight when the curves come near it.
  const bottom = chance !== undefined && low - chance < 15 ? Math.min(low, chance) : low;
  return [Math.max(0, Math.floor((bottom - 1) / 10) * 10), Math.min(100, Math.ceil((high + 1) / 10) * 10)];
}

/** Nats: the loss of giving every class the same probability; undefined of answers that are spans, whose number differs by text. */
export function guessingLoss({ head }: Task): number | undefined {
  return head.kind === "span" ? undefined : Math.log(head.classes);
}

/** Nats: a little above the loss of guessing, more only when a run got worse than that. */
export function lossBound(task: Task, highest: number): number {
  // A span's ends are each guessed among the tokens of an input, which are this many at most.
  const guessing = guessingLoss(task) ?? Math.log(task.maxLength);
  const bound = guessing * 1.25;
  return highest <= bound ? Math.ceil(bound * 2) / 2 : Math.ceil(highest);
}

/** A round number of seconds at or above, seldom another one while the estimate wavers. */
export function secondsBound(seconds: number): number {
  const least = Math.max(1, seconds);
  const unit = 10 ** Math.floor(Math.log10(least));
  const round = [1, 1.5, 2, 3, 4, 6, 8, 10].find((factor) => factor * unit >= least) ?? 10;
  return round * unit;
}

/** From 0 to the bound in equal steps. */
export function secondsTicks(bound: number): number[] {
  const steps = [4, 5, 6].find((count) => Number.isInteger((bound / count) * 10)) ?? 4;
  return Array.from({ length: steps + 1 }, (_, i) => Number(((bound / steps) * i).toPrecision(12)));
}

/** Nats: whole ones, or halves where the axis is short. */
export function natTicks(bound: number): number[] {
  const step = bound > 4 ? 1 : 0.5;
  return Array.from({ length: Math.floor(bound / step) + 1 }, (_, i) => i * step);
}

/** Round values of a logarithmic axis, 1, 2 and 5 in each decade, from the last below all that is positive to the first above. */
export function norms(values: readonly number[]): number[] {
  const drawn = values.filter((value) => value > 0 && Number.isFinite(value));
  const [low, high] = drawn.length > 0 ? [Math.min(...drawn), Math.max(...drawn)] : [0.1, 10];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)) - 1; power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of [1, 2, 5]) ticks.push(Number(`${factor}e${power}`));
  }
  const from = ticks.findLastIndex((tick) => tick < low);
  const kept = ticks.slice(from, ticks.findIndex((tick) => tick > high) + 1);
  // Over many decades only their beginnings fit.
  return kept.length <= MOST_LOG_TICKS
    ? kept
    : kept.filter((tick, i) => isPower(tick) || i === 0 || i === kept.length - 1);
}

const MOST_LOG_TICKS = 10;
const isPower = (tick: number) => Number.isInteger(Math.log10(tick));

/** Round percentages, four to seven of them. */
export function percentTicks([from, to]: readonly [number, number]): number[] {
  const step = to - from > 60 ? 20 : to - from > 30 ? 10 : 5;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** Round values around all bars and 0, about five of them, in ascending order; from -1 to 1 where nothing differs from 0. */
export function barTicks(values: readonly number[]): number[] {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  if (high - low < 0.01) return [-1, 0, 1];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough - 1e-12)!;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  // Through decimals, since multiples of 0.1 are none in binary.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(10)));
}
