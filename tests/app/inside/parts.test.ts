import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partLook, partRows, partText, scaleOf } from "../../../src/app/inside/parts.ts";
import { normScale, normText, SHARE_SCALE } from "../../../src/app/inside/scale.ts";
import type { QUANTITIES } from "../../../src/app/store/store.ts";
import { defaultExperiment } from "../../../src/experiment/defaults.ts";
import type { EpochRecord, Measure, MeasuredEpoch } from "../../../src/experiment/record.ts";
import type { VariantId } from "../../../src/graddrop/index.ts";
import { MODULES } from "../../../src/model/modules.ts";
import { planRun } from "../../../src/worker/plan.ts";

const LAYERS = 3;
const plan = (variant: VariantId) =>
  planRun({ experiment: { ...defaultExperiment("nc", variant), epochs: 4 }, layers: LAYERS, tensorSizes: [4096, 64] });
const measure = (active: number, gradNorm: number | null, updateNorm: number): Measure => ({
  active,
  gradNorm,
  updateNorm,
});

function record(epoch: number, measured?: MeasuredEpoch): EpochRecord {
  return {
    epoch,
    trainLoss: 1,
    test: {},
    zeroShot: { score: 0 },
    layers: [],
    embeddings: { active: 0 },
    head: { active: 1 },
    ...(measured ? { measured } : {}),
  };
}

/** The top layer learns, the one below is frozen but passed, the lowest is never reached. */
const MEASURED: MeasuredEpoch = {
  steps: 4,
  layers: [measure(0, null, 0), measure(0, 0.25, 0), measure(0.5, 0.5, 0.001)].map(
    (each) => Object.fromEntries(MODULES.map(({ id }) => [id, each])) as MeasuredEpoch["layers"][number],
  ),
  embeddings: measure(0, null, 0),
  head: measure(1, 2, 0.01),
};

describe("the grid of layers and modules", () => {
  test("has the head, every layer from the top with all its modules, and the embeddings", () => {
    const rows = partRows({ plan: plan("sft"), records: [], epoch: 1, quantity: "active" });
    expect(rows.map(({ row, cells }) => [row, cells.length])).toEqual([
      ["head", 1],
      [2, 7],
      [1, 7],
      [0, 7],
      ["embeddings", 1],
    ]);
  });

  test("says what the mask function plans before anything is measured, and that it is a plan", () => {
    const rows = partRows({ plan: plan("gradfreeze-topdown"), records: [record(1)], epoch: 2, quantity: "active" });
    const shares = rows.map(({ cells }) => cells[0]);
    expect(shares).toEqual([1, 1, 1, 0, 1].map((value) => ({ kind: "share", value, planned: true })));
    expect(partText(rows[3]!.cells[0]!, 0, "intermediate.dense", "active").sentence).toBe(
      "Layer 1, FFN in: frozen (planned)",
    );
    expect(partText({ kind: "share", value: 0.0625, planned: true }, 2, "LayerNorm", "active")).toEqual({
      number: "6",
      sentence: "Layer 3, Layer norms: 6.3 % of the weights learn (planned)",
    });
  });

  test("never makes up a norm", () => {
    for (const quantity of ["gradNorm", "updateNorm"] as const) {
      const rows = partRows({ plan: plan("sft"), records: [record(1)], epoch: 1, quantity });
      for (const { cells } of rows) for (const cell of cells) expect(cell).toEqual({ kind: "notMeasured" });
    }
    expect(partText({ kind: "notMeasured" }, "head", undefined, "updateNorm").sentence).toBe(
      "Head: update norm not measured yet",
    );
  });

  test("says what was measured in its epoch, and tells zero from not computed", () => {
    const at = (epoch: number, quantity: (typeof QUANTITIES)[number]) =>
      partRows({ plan: plan("gradfreeze-topdown"), records: [record(1, MEASURED), record(2)], epoch, quantity }).map(
        ({ cells }) => cells[0],
      );
    expect(at(1, "active")[1]).toEqual({ kind: "share", value: 0.5, planned: false });
    expect(at(1, "gradNorm")).toEqual([
      { kind: "norm", value: 2 },
      { kind: "norm", value: 0.5 },
      { kind: "norm", value: 0.25 },
      { kind: "notComputed" },
      { kind: "notComputed" },
    ]);
    expect(at(1, "updateNorm")[2]).toEqual({ kind: "norm", value: 0 });
    expect(at(2, "gradNorm")[1]).toEqual({ kind: "notMeasured" });
    expect(partText({ kind: "norm", value: 0 }, 1, "output.dense", "updateNorm").sentence).toBe(
      "Layer 2, FFN out: update norm 0: left alone",
    );
    expect(partText({ kind: "notComputed" }, 0, "output.dense", "gradNorm").sentence).toMatch(/not computed/);
  });
});

describe("the colours of norms", () => {
  test("stay the same through time and side by side: one scale for all epochs of all runs", () => {
    const scale = scaleOf("gradNorm", [[record(1, MEASURED)], [record(1), record(2)]])!;
    const own = (value: number) => partLook({ kind: "norm", value }, scale).background;
    expect(own(2)).not.toBe(own(0.5));
    expect(scaleOf("gradNorm", [[record(1)], []])).toBeUndefined();
    expect(scaleOf("active", [])).toBe(SHARE_SCALE);
  });

  test("darken with size on a logarithmic scale, whatever the sizes are", () => {
    const brightness = (rgb: readonly number[]) => 0.2126 * rgb[0]! + 0.7152 * rgb[1]! + 0.0722 * rgb[2]!;
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-12, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 30 }),
        (values) => {
          const scale = normScale([0, ...values])!;
          const sorted = [...values].sort((a, b) => a - b);
          const light = sorted.map((value) => brightness(scale.colour(value)));
          light.forEach((value, i) => {
            if (i > 0) expect(value).toBeLessThanOrEqual(light[i - 1]! + 2);
          });
        },
      ),
    );
    const scale = normScale([1e-4, 1])!;
    expect(scale.ticks.map(({ value }) => Number(value.toPrecision(3)))).toEqual([1e-4, 1e-3, 1e-2, 0.1, 1]);
    expect(scale.ticks.map(({ place }) => Number(place.toFixed(6)))).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  test("have numbers at the legend that lie on it and rise, few enough to read", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 4, noNaN: true }),
        fc.double({ min: 0, max: 8, noNaN: true }),
        (low, decades) => {
          const { ticks } = normScale([10 ** low, 10 ** (low + decades)])!;
          expect(ticks.length).toBeGreaterThanOrEqual(3);
          expect(ticks.length).toBeLessThanOrEqual(5);
          ticks.forEach(({ place }, i) => {
            expect(place).toBeGreaterThanOrEqual(0);
            expect(place).toBeLessThanOrEqual(1);
            if (i > 0) expect(place).toBeGreaterThan(ticks[i - 1]!.place);
          });
        },
      ),
    );
  });

  test("do not blow up hardly any difference, and leave zero and what is not known off the scale", () => {
    const scale = normScale([0.1, 0.1001])!;
    expect(scale.colour(0.1).map((part, i) => Math.abs(part - scale.colour(0.1001)[i]!))).toEqual([0, 0, 0]);
    expect(normScale([0, 0])).toBeUndefined();
    expect(partLook({ kind: "norm", value: 0 }, scale).ink).toBe("frozen");
    expect(partLook({ kind: "notComputed" }, scale).background).toBeUndefined();
  });

  test("are written with two digits, short enough for a cell", () => {
    expect([0, 0.031, 1.26, 12.3, 431, 0.00012, 1e-9, 99999].map(normText)).toEqual([
      "0",
      "0.031",
      "1.3",
      "12",
      "430",
      "1.2e-4",
      "1e-9",
      "1e5",
    ]);
  });
});
