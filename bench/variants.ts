/** What each variant's step costs, relative to SFT's. */
import type { EmbeddingPolicy } from "../src/experiment/experiment.ts";
import { VARIANTS, type Variant, variantById } from "../src/graddrop/index.ts";
import type { StepPlan } from "../src/train/engine.ts";
import { masksAt } from "../src/train/masks.ts";
import { engineContender, engineFor, SETTINGS } from "./engines.ts";
import type { Context, Figures, Group, PlannedRow } from "./groups.ts";
import { timeInTurn } from "./measure.ts";
import type { Shape } from "./shapes.ts";

const EPOCHS = 12;
/** Half of the run is over: about half of the layers or weights have been turned on. */
export const MIDDLE = 6;
const MASK_BAR = 1.03;
const FREEZE_BAR = 0.45;
/** A bar this close to 1 wants more rounds than those that are far away; a software adapter has no time for as many. */
const MORE_ROUNDS = 6;
const MORE_SLOW_ROUNDS = 3;

export interface Timed {
  readonly variant: Variant;
  readonly epoch: number;
  readonly embeddings: EmbeddingPolicy;
  /** Activation dropout; the variant's own when absent. */
  readonly dropout?: number;
}

const SFT: Timed = { variant: variantById("sft"), epoch: MIDDLE, embeddings: "train" };
const PLAIN: Timed = { ...SFT, dropout: 0 };
const FIRST_EPOCH: Timed = { variant: variantById("gradfreeze-topdown"), epoch: 1, embeddings: "follow" };
const GRADDROP: Timed = { ...SFT, variant: variantById("graddrop") };

export function variantGroups(context: Context, shape: Shape): Group[] {
  return [barredGroup(context, shape), allGroup(context, shape)];
}

/** Rounds for a bar that is close to 1. */
export function roundsFor({ backend: { gpu, software }, rounds }: Context): number {
  const isSlow = gpu !== null && software;
  return rounds * (isSlow ? MORE_SLOW_ROUNDS : MORE_ROUNDS);
}

function barredGroup(context: Context, shape: Shape): Group {
  const id = `${context.backend.name}/${shape.name}/variant`;
  const relative = { unit: "ms", ratioIs: "ours / theirs" } as const;
  const mask = { value: MASK_BAR, rule: "ratio <= bar" } as const;
  const freeze = { value: FREEZE_BAR, rule: "ratio <= bar" } as const;
  const first = `${shape.name}: GradFreeze-TopDown, epoch 1 of ${EPOCHS}, 1 of ${shape.config.layers} layers learns`;
  const rows: (PlannedRow & { readonly of: Timed; readonly against: Timed })[] = [
    {
      id: `${id}/graddrop/mask`,
      what: `${shape.name}: GradDrop's step / SFT's without dropout, so that the mask alone differs`,
      ...relative,
      bar: mask,
      of: GRADDROP,
      against: PLAIN,
    },
    {
      id: `${id}/graddrop/sft`,
      what: `${shape.name}: GradDrop's step / SFT's with its dropout of activations`,
      ...relative,
      bar: mask,
      of: GRADDROP,
      against: SFT,
    },
    {
      id: `${id}/gradfreeze-topdown/follow`,
      what: `${first}, embeddings unfrozen last (policy "follow") / SFT's without dropout`,
      ...relative,
      bar: freeze,
      of: FIRST_EPOCH,
      against: PLAIN,
    },
    {
      id: `${id}/gradfreeze-topdown/train`,
      what: `${first}, embeddings learn (policy "train") / SFT's without dropout`,
      ...relative,
      note: "no bar: embeddings that learn need a backward pass through every layer",
      of: { ...FIRST_EPOCH, embeddings: "train" },
      against: PLAIN,
    },
  ];
  return {
    id,
    rows,
    async measure(wanted) {
      const asked = rows.filter((row) => wanted(row.id));
      const times = await timeVariants(
        { ...context, rounds: roundsFor(context) },
        shape,
        asked.flatMap(({ of, against }) => [of, against]),
      );
      return new Map(
        asked.map(({ id, of, against }): [string, Figures] => [id, { ours: times(of), theirs: times(against) }]),
      );
    },
  };
}

function allGroup(context: Context, shape: Shape): Group {
  const id = `${context.backend.name}/${shape.name}/variants`;
  const all = VARIANTS.filter((variant) => variant.id !== "sft").map((variant): [string, Timed] => [
    `${id}/${variant.id}`,
    { ...SFT, variant },
  ]);
  return {
    id,
    rows: all.map(([id, { variant }]) => ({
      id,
      what: `${shape.name}: ${variant.label}, epoch ${MIDDLE} of ${EPOCHS}, embeddings learn / SFT with its dropout`,
      unit: "ms",
      ratioIs: "ours / theirs",
    })),
    async measure(wanted) {
      const asked = all.filter(([id]) => wanted(id));
      const times = await timeVariants(context, shape, [SFT, ...asked.map(([, timed]) => timed)]);
      return new Map(asked.map(([id, timed]): [string, Figures] => [id, { ours: times(timed), theirs: times(SFT) }]));
    },
  };
}

/** Times all of them in turn on one engine. */
async function timeVariants({ backend, rounds }: Context, shape: Shape, asked: readonly Timed[]) {
  const engine = engineFor(shape);
  try {
    const unique = new Map(asked.map((timed) => [nameOf(timed), timed]));
    const contenders = Array.from(unique, ([name, timed]) =>
      engineContender(name, engine, shape, backend, (step) => planOf(timed, step, shape.config.layers)),
    );
    const times = await timeInTurn(contenders, rounds);
    return (timed: Timed) => times.get(nameOf(timed))!;
  } finally {
    engine.dispose();
  }
}

function nameOf({ variant, epoch, embeddings, dropout }: Timed): string {
  return [variant.id, epoch, embeddings, dropout].join();
}

export function planOf({ variant, epoch, embeddings, dropout }: Timed, step: number, layers: number): StepPlan {
  const masks = masksAt(variant, { ...SETTINGS, hyper: {}, embeddings }, { epoch, epochs: EPOCHS, step }, layers);
  return {
    ...SETTINGS,
    epoch,
    step,
    dropout: dropout ?? variant.activationDropout({}),
    layerMasks: masks.layers,
    embeddings: masks.embeddings,
  };
}
