/** From runs to curves: pure, and remembered by the callers. */
import type { Experiment } from "../../experiment/experiment.ts";
import { courseLabel, forkedAfter } from "../../experiment/history.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import type { LossPoint } from "../../worker/protocol.ts";
import { forkStyle, type LineStyle, lineStyle } from "../figures/palette.ts";
import type { Run } from "./runs.ts";

export interface Curve {
  readonly id: string;
  readonly label: string;
  readonly style: LineStyle;
  readonly hidden: boolean;
  readonly run: Run;
}

/** A look and a name for every run of a task. */
export function curvesOf(runs: readonly Run[]): Curve[] {
  const seen = new Map<string, number>();
  return runs.map((run) => {
    const { variant } = run.experiment;
    const isFork = forkedAfter(run.experiment) > 0;
    const kind = `${variant} ${isFork}`;
    const nth = seen.get(kind) ?? 0;
    seen.set(kind, nth + 1);
    const experiments = runs.map(({ experiment }) => experiment);
    const label = run.name ?? runLabel(run.experiment, experiments);
    return {
      id: run.id,
      label,
      style: isFork ? forkStyle(variant, nth) : lineStyle(variant, nth),
      hidden: run.hidden,
      run,
    };
  });
}

/** Short names of what may differ between runs of one variant. */
const DIFFERENCES: readonly { key: keyof Experiment; name: string }[] = [
  { key: "epochs", name: "epochs" },
  { key: "learningRate", name: "lr" },
  { key: "batchSize", name: "batch" },
  { key: "trainSize", name: "train" },
  { key: "evalSize", name: "test" },
  { key: "embeddings", name: "embeddings" },
  { key: "labelNoise", name: "noise" },
  { key: "warmupShare", name: "warm-up" },
  { key: "weightDecay", name: "decay" },
  { key: "clipNorm", name: "clip" },
  { key: "maxLength", name: "length" },
  { key: "optimizer", name: "" },
];

/** Variant and seed, and whatever else sets it apart from the other runs. */
export function runLabel(experiment: Experiment, all: readonly Experiment[]): string {
  return `${settingsLabel(experiment, all)} · seed ${experiment.seed}`;
}

/** The same without the seed. */
export function settingsLabel(experiment: Experiment, all: readonly Experiment[]): string {
  const parts = [courseLabel(experiment)];
  for (const { key, name } of DIFFERENCES) {
    if (all.every((other) => other[key] === experiment[key])) continue;
    const value = experiment[key] ?? "off";
    parts.push(`${name} ${value}`.trim());
  }
  // Recomputing changes no number, so it sets nothing apart.
  if (experiment.memory.update === "fused" && experiment.clipNorm !== null) parts.push("clipped per layer");
  return parts.join(" · ");
}

/** A score to be drawn: the mean over languages not trained on, over all, or one language. */
export function scoreOf(record: EpochRecord, shown: string): number | undefined {
  if (shown === "zero-shot") return record.zeroShot.score;
  if (shown === "all") {
    const all = Object.values(record.test);
    return all.reduce((sum, { score }) => sum + score, 0) / all.length;
  }
  return record.test[shown]?.score;
}

/** @param languages that are tested, English among them */
export function scoreLabel(score: string, languages: readonly string[]): string {
  const others = languages.length - 1;
  // Data of one's own may have no other language.
  if (score === "zero-shot" && others === 0) return "English alone, in place of a zero-shot average";
  if (score === "zero-shot") return `Zero-shot average (${others} language${others === 1 ? "" : "s"})`;
  if (score === "all") return `Average of all ${languages.length} languages`;
  return languageName(score);
}

const names = new Intl.DisplayNames(["en"], { type: "language" });
/** The code itself where it is none: data of one's own and files of runs may say anything. */
export function languageName(code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export interface LossSeries {
  /** x in epochs, y in nats */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const drawn = new WeakMap<readonly LossPoint[], LossSeries>();

/** The same, remembered: of many runs only the one under way changes. */
export function knownLossSeries(run: Pick<Run, "losses" | "steps" | "stepsPerEpoch">, most: number): LossSeries {
  const known = drawn.get(run.losses) ?? lossSeries(run, most);
  drawn.set(run.losses, known);
  return known;
}

/** Means over equal stretches of a run, so that no curve has more points than `most`. */
export function lossSeries(run: Pick<Run, "losses" | "steps" | "stepsPerEpoch">, most: number): LossSeries {
  const { losses, steps, stepsPerEpoch } = run;
  const width = Math.max(1, Math.ceil(steps / most));
  const points: { x: number; y: number }[] = [];
  let bucket: LossPoint[] = [];
  const flush = () => {
    const end = bucket.at(-1);
    if (!end) return;
    const y = bucket.reduce((sum, { loss }) => sum + loss, 0) / bucket.length;
    points.push({ x: end.step / stepsPerEpoch, y });
    bucket = [];
  };
  let bound = width;
  for (const point of losses) {
    if (point.step > bound) {
      flush();
      bound = Math.ceil(point.step / width) * width;
    }
    bucket.push(point);
  }
  flush();
  return { points };
}

export interface BestScore {
  readonly epoch: number;
  readonly score: number;
}

export function bestScore(run: Run, shown: string): BestScore | undefined {
  let best: BestScore | undefined;
  for (const record of run.epochs) {
    const score = scoreOf(record, shown);
    if (score !== undefined && (!best || score > best.score)) best = { epoch: record.epoch, score };
  }
  return best;
}
