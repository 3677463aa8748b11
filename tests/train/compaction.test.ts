/** The promise of vocabulary compaction: a run with only the rows of its own tokens is the run with all of them. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { EpochRecord, RunIdentity } from "../../src/experiment/record.ts";
import { createOps, type Ops } from "../../src/ops/index.ts";
import { bundledData } from "../../src/tasks/bundled.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { TaskData } from "../../src/tasks/types.ts";
import { createEngine } from "../../src/train/engine.ts";
import type { RunPoint } from "../../src/train/recovery.ts";
import { learningRateAt } from "../../src/train/schedule.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import { type Bundle, train } from "../../src/train/trainer.ts";
import { OP_SETS } from "../ops/opsets.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

const WORDS = "roberta.embeddings.word_embeddings.weight";

let model: OpenModel;
beforeAll(async () => {
  model = await openModel(memorySource(tinyFiles()));
});

afterEach(() => expect(tf.memory().numTensors).toBe(0));

interface Outcome {
  readonly bundle: Bundle;
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly epochs: readonly EpochRecord[];
  readonly losses: readonly number[];
  readonly identity: RunIdentity | undefined;
}

async function run(experiment: Experiment, bundle: Bundle, from?: RunPoint): Promise<Outcome> {
  const losses: number[] = [];
  const epochs: EpochRecord[] = [];
  let identity: RunIdentity | undefined;
  try {
    for await (const event of train(experiment, bundle, from)) {
      if (event.kind === "started") identity = event.identity;
      if (event.kind === "step") losses.push(event.loss);
      if (event.kind === "epoch") epochs.push(event.record);
    }
    return { bundle, weights: await bundle.engine.weights(), epochs, losses, identity };
  } finally {
    bundle.engine.dispose();
  }
}

/** In two languages of one script, so that most of the tiny vocabulary is left out. */
function dataOf({ task }: Experiment): TaskData {
  return { ...bundledData(taskById(task)), languages: ["en", "de"] };
}

/** Both ways, from the same start. */
async function bothWays(experiment: Experiment, create: () => Ops = createOps) {
  const outcomes: Outcome[] = [];
  for (const vocabulary of ["all", "used"] as const) {
    const { engine, ...rest } = await createBundle(model, experiment, dataOf(experiment), { vocabulary });
    engine.dispose();
    const { config } = engine;
    const own = createEngine(config, rest.task.head, rest.initialWeights, create(), experiment.memory);
    outcomes.push(await run(experiment, { ...rest, engine: own }));
  }
  const [all, used] = outcomes;
  return { all: all!, used: used!, vocabulary: used!.bundle.vocabulary! };
}

function rowOf(table: Float32Array, row: number): Float32Array {
  const width = model.config.hiddenSize;
  return table.subarray(row * width, (row + 1) * width);
}

function withoutEmbeddings({ measured, ...record }: EpochRecord) {
  const { embeddings: _, ...others } = measured!;
  return { ...record, measured: others };
}

/** Every bit of the floats. */
function bits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

/** What weight decay alone makes of a weight. */
function decayOf({ epochs, trainSize, batchSize, learningRate: peak, warmupShare, weightDecay }: Experiment): number {
  const steps = epochs * Math.ceil(trainSize / batchSize);
  let factor = 1;
  for (let step = 0; step < steps; step++)
    factor *= 1 - learningRateAt({ peak, warmupShare, steps }, step) * weightDecay;
  return factor;
}

const CASES: readonly (Partial<Experiment> & { readonly name: string })[] = [
  { name: "sft, a head on sequences", variant: "sft" },
  { name: "graddrop, a head on tokens", variant: "graddrop", task: "pos" },
  { name: "graddrop-epoch, a head on spans", variant: "graddrop-epoch", task: "mlqa", trainSize: 4, evalSize: 1 },
  {
    name: "anneal-graddrop with the fused update",
    variant: "anneal-graddrop",
    memory: { recompute: true, update: "fused" },
  },
];

/** Slow, and the same as on WASM. */
const SETS = OP_SETS.filter(({ backend, set }) => backend !== "cpu" || set !== "composed");

describe.each(SETS)("with $set ops on $backend", ({ backend, create }) => {
  test.each(CASES)("$name: every weight is the same bit for bit", async ({ name: _, ...change }) => {
    await selectBackend(backend);
    const experiment: Experiment = {
      ...TINY_EXPERIMENT,
      trainSize: 6,
      evalSize: 2,
      weightDecay: 0.1,
      clipNorm: 0.5,
      ...change,
    };
    const { all, used, vocabulary } = await bothWays(experiment, create);
    expect(vocabulary.size).toBeLessThan(vocabulary.fullSize);
    expect(used.losses).toEqual(all.losses);
    expect(used.epochs.map(withoutEmbeddings)).toEqual(all.epochs.map(withoutEmbeddings));
    for (const [i, { measured }] of used.epochs.entries()) {
      const { updateNorm, ...rest } = measured!.embeddings;
      expect(all.epochs[i]!.measured!.embeddings).toMatchObject(rest);
      // Weight decay of the other rows is a part of the embedding's update.
      expect(updateNorm).toBeLessThanOrEqual(all.epochs[i]!.measured!.embeddings.updateNorm);
    }
    expect([...used.weights.keys()]).toEqual([...all.weights.keys()]);
    for (const [tensor, values] of all.weights) {
      if (tensor !== WORDS) expect(bits(used.weights.get(tensor)!), tensor).toEqual(bits(values));
    }
    const [full, compact] = [all.weights.get(WORDS)!, used.weights.get(WORDS)!];
    const start = all.bundle.initialWeights.get(WORDS)!;
    const factor = decayOf(experiment);
    let moved = 0;
    for (let id = 0; id < vocabulary.fullSize; id++) {
      const place = vocabulary.compact[id]!;
      if (place >= 0) {
        expect(bits(rowOf(compact, place)), `token ${id}`).toEqual(bits(rowOf(full, id)));
        if (rowOf(full, id).some((value, i) => Math.abs(value - factor * rowOf(start, id)[i]!) > 1e-4)) moved++;
        continue;
      }
      // The device rounds after each of the steps, to 2^-24 of a weight's size.
      for (const [i, value] of rowOf(full, id).entries()) {
        const expected = factor * rowOf(start, id)[i]!;
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(8 * 2 ** -24 * Math.abs(expected));
      }
    }
    // Else the comparison says nothing.
    expect(moved).toBeGreaterThan(10);
  });
});

test("a new head and the order of the batches are the same numbers", async () => {
  await selectBackend("cpu");
  const { all, used } = await bothWays({ ...TINY_EXPERIMENT, epochs: 1 });
  for (const [name, values] of all.bundle.initialWeights) {
    if (name !== WORDS) expect(used.bundle.initialWeights.get(name), name).toEqual(values);
  }
  expect(used.identity?.batches).toBe(all.identity?.batches);
});
