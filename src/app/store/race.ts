/** Whether a comparison is fair: what the runs have in common, checked by what each of them really started from. */
import type { Experiment } from "../../experiment/experiment.ts";
import { courseKey, methodAt, stretchesOf } from "../../experiment/history.ts";
import { variantById } from "../../graddrop/index.ts";
import { groupBy } from "./groups.ts";
import type { Run } from "./runs.ts";

export interface RaceCheck {
  /** Only what belongs to the variants differs. */
  readonly fair: boolean;
  readonly statement: string;
}

/** Settings that make a comparison one of something else. Test examples change what is measured, not what is learned. */
const SETTINGS: readonly { key: keyof Experiment; name: string }[] = [
  { key: "epochs", name: "epochs" },
  { key: "learningRate", name: "learning rate" },
  { key: "batchSize", name: "batch size" },
  { key: "trainSize", name: "training examples" },
  { key: "evalSize", name: "test examples" },
  { key: "embeddings", name: "embeddings" },
  { key: "labelNoise", name: "label noise" },
  { key: "warmupShare", name: "warm-up" },
  { key: "weightDecay", name: "weight decay" },
  { key: "clipNorm", name: "clip norm" },
  { key: "maxLength", name: "greatest length" },
  { key: "optimizer", name: "optimizer" },
  { key: "model", name: "model" },
];

const SHOWN_DIGITS = 6;

type Raced = Pick<Run, "experiment" | "identity" | "backend">;

/** Of runs of one task; undefined while fewer than two have told what they started from. */
export function raceCheck(runs: readonly Raced[]): RaceCheck | undefined {
  const told = runs.filter(({ identity }) => identity !== undefined);
  if (told.length < 2) return undefined;
  const bySeed = groupBy(told, ({ experiment }) => experiment.seed);
  const settings = SETTINGS.filter(({ key }) => differs(told, ({ experiment }) => experiment[key])).map(
    ({ name }) => name,
  );
  if (differs(told, ({ experiment }) => experiment.memory.update)) settings.push("time of the updates");
  if (differs(told, ({ backend }) => backend?.backend)) settings.push("engine (its rounding)");
  const within = (of: (run: Raced) => unknown) => [...bySeed.values()].some((runs) => differs(runs, of));
  if (within(({ identity }) => identity?.weights)) settings.push("initial weights");
  if (within(({ identity }) => identity?.batches) && settings.length === 0) settings.push("batches");
  if (settings.length > 0) return { fair: false, statement: `Not only the mask differs: also ${listed(settings)}.` };
  return { fair: true, statement: `${difference(told)}: ${common(told, bySeed)}.` };
}

function common(told: readonly Raced[], bySeed: ReadonlyMap<number, readonly Raced[]>): string {
  if (bySeed.size === 1) {
    const { weights, batches } = told[0]!.identity!;
    return `same initial weights (${short(weights)}), same batch order (${short(batches)})`;
  }
  const each = [...bySeed]
    .sort(([a], [b]) => a - b)
    .map(([seed, [run]]) => `seed ${seed}: ${short(run!.identity!.weights)}, ${short(run!.identity!.batches)}`);
  return `within each seed the same initial weights and batch order (${each.join("; ")})`;
}

/** What the variants themselves do differently: their masks, and dropout on activations where one has it. */
function difference(told: readonly Raced[]): string {
  const variants = new Set(told.map(({ experiment }) => courseKey(experiment)));
  if (variants.size === 1) {
    return differs(told, ({ experiment }) => experiment.seed) ? "Only the seed differs" : "Nothing differs";
  }
  if (!differs(told, ({ experiment }) => dropouts(experiment).join())) return "Only the mask differs";
  const names = new Set(told.flatMap(({ experiment }) => droppers(experiment)));
  return `Only the mask and the dropout of ${listed([...names])} differ`;
}

/** [epoch - 1] Of activations. */
function dropouts(experiment: Experiment): number[] {
  return Array.from({ length: experiment.epochs }, (_, i) => {
    const { variant, hyper } = methodAt(experiment, i + 1);
    return variant.activationDropout(hyper);
  });
}

/** Names of the variants in a run that have dropout on activations. */
function droppers(experiment: Experiment): string[] {
  return stretchesOf(experiment)
    .map(({ variant, hyper }) => ({ variant: variantById(variant), hyper }))
    .filter(({ variant, hyper }) => variant.activationDropout(hyper) > 0)
    .map(({ variant }) => variant.label);
}

function differs<Item>(items: readonly Item[], of: (item: Item) => unknown): boolean {
  return new Set(items.map(of)).size > 1;
}

function short(hex: string): string {
  return hex.slice(0, SHOWN_DIGITS);
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
