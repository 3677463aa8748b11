/** Runs that differ in nothing but the seed, as one: what Figure 2 draws as a mean with its seeds, and the table of means lists. */
import { courseKey, forkedAfter } from "../../experiment/history.ts";
import { type Mean, meanOf } from "../../experiment/mean.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import type { LineStyle } from "../figures/palette.ts";
import { isOver, type Run } from "./runs.ts";
import { type Curve, scoreOf, settingsLabel } from "./series.ts";

export interface Group {
  /** The first run's id. */
  readonly key: string;
  readonly label: string;
  readonly style: LineStyle;
  readonly curves: readonly Curve[];
  /**
   * What the mean is made of: one run a seed, none that is hidden. A run under way joins when it is over, so that the mean does
   * not bend where a seed ends; while none is over, those under way are all there is.
   */
  readonly counted: readonly Curve[];
  readonly hidden: boolean;
}

/** What is drawn upwards: a score in percent, the training loss in nats, or the norm of all gradients before clipping. */
export type Measure =
  | { readonly kind: "score"; readonly score: string }
  | { readonly kind: "loss" }
  | { readonly kind: "gradient" };

export type XAxis = "epoch" | "seconds";

/** In the order in which the first run of each stands. */
export function groupsOf(curves: readonly Curve[]): Group[] {
  const all = curves.map(({ run }) => run.experiment);
  return [...groupBy(curves, ({ run }) => settingsKey(run)).values()].map((members) => ({
    key: members[0]!.id,
    label: (members.length === 1 ? members[0]!.run.name : undefined) ?? settingsLabel(members[0]!.run.experiment, all),
    style: members[0]!.style,
    curves: members,
    counted: countedOf(members),
    hidden: members.every(({ hidden }) => hidden),
  }));
}

function settingsKey({ experiment }: Run): string {
  const { seed: _, memory, hyper: _hyper, history: _history, ...rest } = experiment;
  // Recomputing changes no number. A fork is of another kind than the variant that it ends with.
  return JSON.stringify([
    Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)),
    courseKey(experiment),
    memory.update,
  ]);
}

function countedOf(members: readonly Curve[]): Curve[] {
  const begun = members.filter(({ hidden, run }) => !hidden && run.epochs.length > 0);
  const over = begun.filter(({ run }) => isOver(run));
  // The same seed twice gives the same numbers, and no more certainty.
  const bySeed = groupBy(over.length > 0 ? over : begun, ({ run }) => run.experiment.seed);
  return [...bySeed.values()].map((same) =>
    same.reduce((best, curve) => (curve.run.epochs.length >= best.run.epochs.length ? curve : best)),
  );
}

export interface Point {
  /** From 1. */
  readonly epoch: number;
  /** Epochs, or seconds since the run began. */
  readonly x: number;
  readonly y: number;
}

export interface MeanPoint extends Point, Mean {}

export function measured(record: EpochRecord, measure: Measure): number | undefined {
  if (measure.kind === "loss") return record.trainLoss;
  if (measure.kind === "gradient") return record.gradNorm;
  const share = scoreOf(record, measure.score);
  return share === undefined ? undefined : share * 100;
}

/** Runs that have finished epochs, but from before the norm of the gradients was kept. */
export function withoutNorm(groups: readonly Group[]): number {
  const runs = groups.flatMap(({ curves }) => curves).map(({ run }) => run);
  return runs.filter(({ epochs }) => epochs.length > 0 && epochs.every(({ gradNorm }) => gradNorm === undefined))
    .length;
}

/** By a run's epochs, which are another list whenever one is added; then by what was asked. */
const knownPoints = new WeakMap<Run["epochs"], Map<string, readonly Point[]>>();

/** Epochs without a value, or without a time where time is asked for, are left out. */
export function runPoints(run: Run, measure: Measure, x: XAxis, smoothing = 0): readonly Point[] {
  const asked = `${measure.kind === "score" ? measure.score : measure.kind} ${x} ${smoothing}`;
  const known = knownPoints.get(run.epochs) ?? new Map<string, readonly Point[]>();
  knownPoints.set(run.epochs, known);
  const points = known.get(asked) ?? findPoints(run, measure, x, smoothing);
  known.set(asked, points);
  return points;
}

function findPoints(run: Run, measure: Measure, x: XAxis, smoothing: number): Point[] {
  const points: Point[] = [];
  let ms: number | undefined = 0;
  for (const [i, record] of run.epochs.entries()) {
    const epochMs = run.epochTimesMs?.[i];
    ms = ms === undefined || epochMs === undefined ? undefined : ms + epochMs;
    const place = x === "epoch" ? record.epoch : ms === undefined ? undefined : ms / 1000;
    const y = measured(record, measure);
    if (y !== undefined && place !== undefined) points.push({ epoch: record.epoch, x: place, y });
  }
  const smooth = smoothed(
    points.map(({ y }) => y),
    smoothing,
  );
  return points.map((point, i) => ({ ...point, y: smooth[i]! }));
}

/** Exponential moving average. The first values are weighted up, so that it starts where the line does and not at 0. */
export function smoothed(values: readonly number[], share: number): number[] {
  if (share === 0) return [...values];
  let average = 0;
  let weight = 0;
  return values.map((value) => {
    average = share * average + (1 - share) * value;
    weight = share * weight + (1 - share);
    return average / weight;
  });
}

/** The mean over a group's seeds after each epoch that any of them has finished. */
export function meanPoints({ counted }: Group, measure: Measure, x: XAxis, smoothing = 0): MeanPoint[] {
  const all = counted.flatMap(({ run }) => runPoints(run, measure, x, smoothing));
  return [...groupBy(all, ({ epoch }) => epoch)]
    .sort(([a], [b]) => a - b)
    .map(([epoch, points]) => {
      const mean = meanOf(points.map(({ y }) => y))!;
      const place = x === "epoch" ? epoch : meanOf(points.map((point) => point.x))!.mean;
      return { ...mean, epoch, x: place, y: mean.mean };
    });
}

export interface GroupLines {
  readonly group: Group;
  /** Smoothed, if asked for. */
  readonly mean: readonly MeanPoint[];
  /** Of forks the part of the mean up to the fork, which is another run's too; empty for all others. */
  readonly shared: readonly MeanPoint[];
  /** The rest, from the fork on. */
  readonly own: readonly MeanPoint[];
  /** The mean as measured; empty where nothing is smoothed. */
  readonly raw: readonly MeanPoint[];
  /** Single runs that are not themselves the mean. */
  readonly seeds: readonly { readonly id: string; readonly points: readonly Point[] }[];
}

export function groupLines(groups: readonly Group[], measure: Measure, x: XAxis, smoothing: number): GroupLines[] {
  return groups
    .filter(({ hidden }) => !hidden)
    .map((group) => {
      const alone = group.counted.length === 1 ? group.counted[0]!.id : undefined;
      const mean = meanPoints(group, measure, x, smoothing);
      const fork = forkedAfter(group.curves[0]!.run.experiment);
      return {
        group,
        mean,
        shared: mean.filter(({ epoch }) => epoch <= fork),
        own: fork > 0 ? mean.filter(({ epoch }) => epoch >= fork) : mean,
        raw: smoothing > 0 ? meanPoints(group, measure, x) : [],
        seeds: group.curves
          .filter(({ id, hidden }) => !hidden && id !== alone)
          .map(({ id, run }) => ({ id, points: runPoints(run, measure, x, smoothing) })),
      };
    });
}

/** Every value that is drawn, bands included: what an axis has to hold. */
export function drawnValues(lines: readonly GroupLines[]): number[] {
  return lines.flatMap(({ mean, raw, seeds }) => [
    ...mean.flatMap(({ y, error = 0 }) => [y - error, y + error]),
    ...raw.map(({ y }) => y),
    ...seeds.flatMap(({ points }) => points.map(({ y }) => y)),
  ]);
}

/** How long the longest run takes, from its epochs so far, in seconds. */
export function expectedSeconds(curves: readonly Curve[]): number {
  const times = curves.map(({ run: { epochTimesMs = [], experiment, status } }) => {
    const ms = epochTimesMs.reduce((sum, time) => sum + time, 0);
    if (epochTimesMs.length === 0 || isOver({ status })) return ms;
    return (ms / epochTimesMs.length) * experiment.epochs;
  });
  return Math.max(0, ...times) / 1000;
}

export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
