/** What it costs to measure what steps do: a run measures some, evenly spread over an epoch (src/train/measures.ts). */
import { defaultExperiment } from "../src/experiment/defaults.ts";
import { type VariantId, variantById } from "../src/graddrop/index.ts";
import type { StepPlan } from "../src/train/engine.ts";
import { measuredSteps } from "../src/train/measures.ts";
import { engineFor, repeatsFor } from "./engines.ts";
import type { Context, Figures, Group, PlannedRow } from "./groups.ts";
import { type Contender, timeInTurn } from "./measure.ts";
import { batchOf, type Shape } from "./shapes.ts";
import { MIDDLE, planOf, roundsFor, type Timed } from "./variants.ts";

const MEASURING_BAR = 1.02;
/** Without masks, with one that is new in each step, and with one that is kept for an epoch. */
const VARIANTS: readonly VariantId[] = ["sft", "graddrop", "graddrop-epoch"];

export function measuringGroup(context: Context, shape: Shape): Group {
  const { backend } = context;
  const id = `${backend.name}/${shape.name}/measuring`;
  const { trainSize, batchSize } = defaultExperiment("nc", "sft");
  const steps = Math.ceil(trainSize / batchSize);
  const measured = measuredSteps(steps);
  const rows = VARIANTS.map((variant): PlannedRow & { variant: VariantId } => ({
    id: `${id}/${variant}`,
    what: `${shape.name}: ${variantById(variant).label}'s mean step where ${measured} of ${steps} are measured / a plain step`,
    unit: "ms",
    ratioIs: "ours / theirs",
    bar: { value: MEASURING_BAR, rule: "ratio <= bar" },
    variant,
  }));
  return {
    id,
    rows,
    async measure(wanted) {
      const asked = rows.filter((row) => wanted(row.id));
      const engine = engineFor(shape);
      let reading: Promise<unknown>[] = [];
      const contender = (name: string, planAt: (step: number) => StepPlan): Contender => ({
        name,
        run: (turn) => {
          reading.push(engine.step(batchOf(shape, turn), planAt(turn)).read());
        },
        settle: async () => {
          await Promise.all(reading);
          reading = [];
        },
        repeats: repeatsFor(backend, shape),
      });
      try {
        const contenders = asked.flatMap(({ variant }) => {
          const timed: Timed = { variant: variantById(variant), epoch: MIDDLE, embeddings: "train" };
          const plan = (step: number) => planOf(timed, step, shape.config.layers);
          return [
            contender(variant, plan),
            contender(`${variant}, measured`, (step) => ({ ...plan(step), report: "measures" })),
          ];
        });
        const times = await timeInTurn(contenders, roundsFor(context));
        return new Map(
          asked.map(({ id, variant }): [string, Figures] => {
            const plain = times.get(variant)!;
            const one = times.get(`${variant}, measured`)!;
            const mean = plain + ((one - plain) * measured) / steps;
            const note = `a measured step takes ${(one / plain).toFixed(3)} of a plain one`;
            return [id, { ours: mean, theirs: plain, note }];
          }),
        );
      } finally {
        engine.dispose();
      }
    },
  };
}
