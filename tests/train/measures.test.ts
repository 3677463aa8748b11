import * as fc from "fast-check";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import type { EpochRecord, Measure } from "../../src/experiment/record.ts";
import { MODULES } from "../../src/model/modules.ts";
import { elements, tensorSpecs } from "../../src/model/parameters.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { Engine } from "../../src/train/engine.ts";
import { isMeasured, Measures, measuredSteps, tallySchema } from "../../src/train/measures.ts";
import { createBundle, type OpenModel, openModel } from "../../src/train/session.ts";
import type { StepReport } from "../../src/train/step-report.ts";
import { train } from "../../src/train/trainer.ts";
import { epochRecordSchema } from "../../src/worker/protocol.ts";
import { memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

describe("the steps of an epoch that are measured", () => {
  const chosen = (steps: number) =>
    Array.from({ length: steps }, (_, step) => step).filter((s) => isMeasured(s, steps));

  test("are one in eight, and two where there are as many", () => {
    expect([1, 2, 3, 8, 16, 17, 80, 1000].map((steps) => chosen(steps).length)).toEqual([1, 2, 2, 2, 2, 3, 10, 125]);
  });

  test("lie evenly, whatever their number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (steps) => {
        const list = chosen(steps);
        expect(list).toHaveLength(measuredSteps(steps));
        const apart = list.slice(1).map((step, i) => step - list[i]!);
        expect(Math.max(0, ...apart) - Math.min(...apart, Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(1);
        // As far from both ends.
        expect(Math.abs(list[0]! - (steps - 1 - list.at(-1)!))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

let model: OpenModel;
const open: Engine[] = [];

beforeAll(async () => {
  await useBackend("wasm");
  model = await openModel(memorySource(tinyFiles()));
});

afterEach(() => {
  for (const engine of open.splice(0)) engine.dispose();
});

/** What is told of an experiment's epochs, and the reports of all its steps. */
async function run(change: Partial<Experiment>): Promise<{ epochs: readonly EpochRecord[]; reports: StepReport[] }> {
  const experiment = { ...TINY_EXPERIMENT, evalSize: 1, ...change };
  const bundle = await createBundle(model, experiment);
  open.push(bundle.engine);
  const reports: StepReport[] = [];
  const engine: Engine = {
    ...bundle.engine,
    step(batch, plan) {
      const reading = bundle.engine.step(batch, plan);
      return {
        async read() {
          reports.push(await reading.read());
          return reports.at(-1)!;
        },
      };
    },
  };
  const running = train(experiment, { ...bundle, engine });
  let next = await running.next();
  while (!next.done) next = await running.next();
  return { epochs: next.value.epochs, reports };
}

const measuresOf = (layer: Readonly<Record<string, Measure>>) => MODULES.map(({ id }) => layer[id]!);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("an epoch's record", () => {
  test("says of SFT that all learns", async () => {
    const { epochs, reports } = await run({ epochs: 1, trainSize: 40 });
    const [{ measured, gradNorm }] = epochs as [Required<EpochRecord>];
    // Ten steps.
    expect(measured.steps).toBe(2);
    for (const { active, gradNorm, updateNorm } of [
      ...measured.layers.flatMap(measuresOf),
      measured.embeddings,
      measured.head,
    ]) {
      expect(active).toBe(1);
      expect(gradNorm).toBeGreaterThan(0);
      expect(updateNorm).toBeGreaterThan(0);
    }
    expect(gradNorm / mean(reports.map(({ globalNorm }) => globalNorm))).toBeCloseTo(1, 5);
    expect(epochRecordSchema.parse(epochs[0])).toEqual(epochs[0]);
  });

  test("says of gradual unfreezing that nothing is computed below the lowest layer that learns", async () => {
    const { epochs } = await run({ variant: "gradfreeze-topdown", embeddings: "follow", epochs: 3 });
    const learning = epochs.map(({ measured }) => [
      measured!.embeddings.gradNorm !== null,
      ...measured!.layers.map((layer) => measuresOf(layer).every(({ gradNorm }) => gradNorm !== null)),
      measured!.head.gradNorm !== null,
    ]);
    expect(learning).toEqual([
      [false, false, false, true, true],
      [false, false, true, true, true],
      [true, true, true, true, true],
    ]);
    for (const { measured } of epochs) {
      for (const part of [measured!.embeddings, ...measured!.layers.flatMap(measuresOf)]) {
        const learns = part.gradNorm !== null;
        expect(part.active).toBe(learns ? 1 : 0);
        if (learns) expect(part.updateNorm).toBeGreaterThan(0);
        else expect(part.updateNorm).toBe(0);
      }
    }
  });

  test("says of GradDrop that about 1 - p of each layer gets a gradient, and all of embeddings and head", async () => {
    const dropRate = 0.3;
    const { epochs } = await run({ variant: "graddrop", hyper: { dropRate }, epochs: 1, trainSize: 64 });
    const { measured } = epochs[0] as Required<EpochRecord>;
    for (const layer of measured.layers) {
      // Matrices of 16 x 16 and more: five standard deviations of a mean over two steps.
      for (const { id } of MODULES) {
        if (id === "LayerNorm") continue;
        expect(Math.abs(layer[id].active - (1 - dropRate))).toBeLessThan(
          (5 * Math.sqrt(dropRate * 0.7)) / Math.sqrt(512),
        );
      }
    }
    expect([measured.embeddings.active, measured.head.active]).toEqual([1, 1]);
  });

  test("says of GradDrop-Epoch the very share that has been born", async () => {
    const { epochs } = await run({ variant: "graddrop-epoch", epochs: 4 });
    const { specs } = open[0]!;
    epochs.forEach(({ measured }, i) => {
      const born = (owner: number, id: string) => {
        const own = specs.filter(
          (spec) => spec.owner.kind === "layer" && spec.owner.layer === owner && spec.name.includes(`.${owner}.${id}.`),
        );
        const sizes = own.map(({ shape }) => elements(shape));
        return (
          sizes.reduce((sum, size) => sum + Math.floor(((i + 1) * size) / 4), 0) / sizes.reduce((a, b) => a + b, 0)
        );
      };
      for (const id of ["attention.self.query", "intermediate.dense", "output.dense"] as const) {
        expect(measured!.layers[1]![id].active).toBeCloseTo(born(1, id), 5);
      }
    });
  });

  test("is the same on the other backend, within rounding", async () => {
    const change: Partial<Experiment> = { variant: "graddrop", epochs: 2, optimizer: "sgd" };
    const { epochs: onWasm } = await run(change);
    await useBackend("cpu");
    for (const engine of open.splice(0)) engine.dispose();
    const { epochs: onCpu } = await run(change);
    for (const engine of open.splice(0)) engine.dispose();
    await useBackend("wasm");
    onWasm.forEach(({ measured, gradNorm }, i) => {
      const other = onCpu[i] as Required<EpochRecord>;
      expect(gradNorm! / other.gradNorm).toBeCloseTo(1, 3);
      const pairs = measured!.layers.flatMap((layer, number) =>
        measuresOf(layer).map((measure, at) => [measure, measuresOf(other.measured.layers[number]!)[at]!] as const),
      );
      for (const [here, there] of [...pairs, [measured!.embeddings, other.measured.embeddings] as const]) {
        expect(here.active).toBe(there.active);
        expect(here.updateNorm / there.updateNorm).toBeCloseTo(1, 3);
        expect(here.gradNorm! / there.gradNorm!).toBeCloseTo(1, 3);
      }
    });
  });
});

describe("the sums of an epoch", () => {
  const specs = () => tensorSpecs(model.config, taskById(TINY_EXPERIMENT.task).head);
  const reportOf = (tensors: StepReport["tensors"], globalNorm: number): StepReport => ({
    loss: 1,
    logits: new Float32Array(0),
    globalNorm,
    tensors,
  });

  test("go on from JSON to the last bit, and count a module's tensors together", () => {
    const names = specs().map(({ name }) => name);
    const weight = names.find((name) => name.endsWith("layer.1.attention.self.query.weight"))!;
    const bias = names.find((name) => name.endsWith("layer.1.attention.self.query.bias"))!;
    const measures = new Measures(specs(), 3);
    measures.add(
      reportOf(
        [
          { name: weight, gradNorm: 3, update: { active: 100, norm: 0.3 } },
          { name: bias, gradNorm: 4, update: { active: 4, norm: 0.4 } },
        ],
        5,
      ),
    );
    const later = new Measures(specs(), 3, tallySchema.parse(JSON.parse(JSON.stringify(measures.tally()))));
    for (const each of [measures, later]) each.add(reportOf([{ name: weight, gradNorm: 1 }], 1 / 3));
    expect(later.tally()).toEqual(measures.tally());
    const { gradNorm, measured } = later.record();
    expect(gradNorm).toBe(2.66667);
    expect(measured.steps).toBe(1);
    const size = specs()
      .filter(({ name }) => name === weight || name === bias)
      .reduce((sum, { shape }) => sum + elements(shape), 0);
    expect(measured.layers[1]!["attention.self.query"]).toEqual({
      active: Number((104 / size).toPrecision(6)),
      gradNorm: 3,
      updateNorm: 0.5,
    });
    expect(measured.layers[0]!["attention.self.query"]).toEqual({ active: 0, gradNorm: null, updateNorm: 0 });
  });

  test("hold numbers, even of a gradient beyond f32, so that the record can be kept", () => {
    const measures = new Measures(specs(), 3);
    const { name } = specs()[0]!;
    const update = { active: 1, norm: Number.NaN };
    measures.add(reportOf([{ name, gradNorm: Number.POSITIVE_INFINITY, update }], Number.POSITIVE_INFINITY));
    expect(tallySchema.safeParse(measures.tally()).success).toBe(true);
    expect(measures.record().gradNorm).toBe(1.8e19);
  });

  test("are of one model: those of another are refused", () => {
    const { parts, ...rest } = new Measures(specs(), 3).tally();
    expect(() => new Measures(specs(), 3, { ...rest, parts: parts.slice(1) })).toThrow(
      /of 22 parts, but.* 3 layers has 23/,
    );
  });
});
