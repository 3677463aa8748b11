/** More runs than anybody looks at: 12 variants, 5 seeds, 30 epochs, 15 languages, and all that is measured of each epoch. */
import { writeRunFile } from "../../src/app/store/run-file.ts";
import { newRun, type Run } from "../../src/app/store/runs.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { EpochRecord, Measure } from "../../src/experiment/record.ts";
import { VARIANTS } from "../../src/graddrop/index.ts";
import { type Random, random } from "../../src/minixglue/random.ts";
import { MODULES, type ModuleId } from "../../src/model/modules.ts";
import { taskById } from "../../src/tasks/registry.ts";

const TASK = "xnli";
const LAYERS = 12;
const LOSSES = 600;

export const MANY = { variants: 12, seeds: 5, epochs: 30 } as const;

/** A file as Export runs makes it. */
export function manyRunsFile(): string {
  return writeRunFile(manyRuns(), new Date(0));
}

export function manyRuns(): Run[] {
  return VARIANTS.slice(0, MANY.variants).flatMap(({ id }, nth) =>
    Array.from({ length: MANY.seeds }, (_, seed) => {
      const experiment = { ...defaultExperiment(TASK, id), epochs: MANY.epochs, seed: seed + 1 };
      const draws = random(experiment.seed, "many-runs", nth);
      const run = newRun(`run-${1 + nth * MANY.seeds + seed}`, experiment);
      const height = 0.5 + 0.03 * nth + 0.04 * draws.uniform();
      return {
        ...run,
        status: "done",
        step: run.steps,
        epochs: Array.from({ length: MANY.epochs }, (_, i) => epochRecord(i + 1, height, draws)),
        losses: Array.from({ length: LOSSES }, (_, i) => ({
          step: i + 1,
          loss: Math.exp(-i / 200) * (0.9 + 0.4 * draws.uniform()),
        })),
        epochTimesMs: Array.from({ length: MANY.epochs }, () => 4000 + 500 * draws.uniform()),
      };
    }),
  );
}

function epochRecord(epoch: number, height: number, draws: Random): EpochRecord {
  const accuracy = () => Math.min(1, height * (1 - 0.4 * Math.exp(-epoch / 6)) + 0.05 * draws.uniform());
  const test = Object.fromEntries(taskById(TASK).languages.map((language) => [language, { score: accuracy() }]));
  const measure = (): Measure => ({ active: draws.uniform(), gradNorm: draws.uniform(), updateNorm: draws.uniform() });
  const layer = () => Object.fromEntries(MODULES.map(({ id }) => [id, measure()])) as Record<ModuleId, Measure>;
  return {
    epoch,
    trainLoss: Math.exp(-epoch / 10) + 0.1 * draws.uniform(),
    test,
    zeroShot: { score: accuracy() },
    layers: Array.from({ length: LAYERS }, (_, index) => ({ layer: index, active: draws.uniform(), steps: 1 })),
    embeddings: { active: 1 },
    head: { active: 1 },
    gradNorm: 3 * Math.exp(-epoch / 15) + draws.uniform(),
    measured: {
      steps: 8,
      layers: Array.from({ length: LAYERS }, layer),
      embeddings: measure(),
      head: measure(),
    },
  };
}
