import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { VARIANTS, type VariantId } from "../../src/graddrop/index.ts";
import { type Plan, type PlanCell, planRun } from "../../src/worker/plan.ts";

const TENSORS = [128 * 128, 128, 512 * 128];
function plan(variant: VariantId, change: Partial<Experiment> = {}, layers = 12): Plan {
  const experiment = { ...defaultExperiment("nc", variant), trainSize: 160, ...change };
  return planRun({ experiment, layers, tensorSizes: TENSORS });
}
const active = (cells: readonly PlanCell[]) => cells.map((cell) => cell.active);
const ages = (cell: PlanCell) => (cell.kind === "bands" ? cell.bands.map(({ age }) => age) : undefined);
const shareOf = (cell: PlanCell) =>
  cell.kind === "bands" ? cell.bands.reduce((sum, { share }) => sum + share, 0) : undefined;

describe("the plan of Figure 1", () => {
  test("covers every layer and epoch of every variant, with shares between 0 and 1", () => {
    for (const { id } of VARIANTS) {
      const { layers, embeddings, head } = plan(id, { epochs: 3 });
      expect(layers).toHaveLength(12);
      for (const row of [...layers, embeddings, head]) {
        expect(row).toHaveLength(3);
        for (const share of active(row)) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  test("SFT: everything learns from the first epoch on, and gets paler", () => {
    const { layers } = plan("sft", { epochs: 3 });
    for (const row of layers) expect(row.map(ages)).toEqual([[0], [1], [2]]);
  });

  test("gradual unfreezing: a layer is darkest in the epoch that frees it", () => {
    const { layers } = plan("gradfreeze-topdown", { epochs: 4 });
    expect(layers[11]!.map(ages)).toEqual([[0], [1], [2], [3]]);
    expect(layers[0]!.map(ages)).toEqual([[], [], [], [0]]);
    expect(active(layers[5]!)).toEqual([0, 0, 1, 1]);
  });

  test("GradDrop-Epoch: the bands of an epoch are the shares turned on in it and before, and add up to what is active", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (epochs) => {
        const { layers } = plan("graddrop-epoch", { epochs });
        layers[3]!.forEach((cell, i) => {
          expect(shareOf(cell)).toBeCloseTo(cell.active, 10);
          expect(cell.active).toBeCloseTo((i + 1) / epochs, 2);
          expect(ages(cell)).toEqual([...ages(cell)!].sort((a, b) => b - a));
        });
        expect(layers[3]!.at(-1)!.active).toBe(1);
      }),
      { numRuns: 20 },
    );
  });

  test("GradDrop-Epoch-Toggle: only the newest band is active", () => {
    const { layers } = plan("graddrop-epoch-toggle", { epochs: 4 });
    expect(layers[0]!.map(ages)).toEqual([[0], [0], [0], [0]]);
    expect(active(layers[0]!).reduce((a, b) => a + b)).toBeCloseTo(1, 10);
  });

  test("GradDrop: a fresh share in each step; with drop rate 0 the plan of SFT", () => {
    expect(plan("graddrop").layers[4]![2]).toEqual({ kind: "fresh", per: "step", active: 0.8 });
    expect(plan("graddrop", { hyper: { dropRate: 0 } }).layers).toEqual(plan("sft").layers);
    expect(plan("graddrop-epoch-resample").layers[4]![2]).toEqual({ kind: "fresh", per: "epoch", active: 0.8 });
  });

  test("Anneal-GradDrop drops less each epoch and nothing in the last", () => {
    const row = plan("anneal-graddrop", { epochs: 5 }).layers[0]!;
    expect(active(row)).toEqual([...active(row)].sort((a, b) => a - b));
    expect(row.at(-1)).toEqual({ kind: "bands", bands: [{ age: 0, share: 1 }], active: 1 });
  });

  test("Layer-GradDrop: layers take turns; the share of steps is near 1 - p", () => {
    const { layers } = plan("layer-graddrop", { epochs: 1, trainSize: 5000, batchSize: 5, hyper: { dropRate: 0.3 } });
    for (const [cell] of layers) {
      expect(cell!.kind).toBe("turns");
      expect(cell!.active).toBeGreaterThan(0.65);
      expect(cell!.active).toBeLessThan(0.75);
    }
  });

  test("the head always learns; the embeddings as the policy says", () => {
    const follow = plan("gradfreeze-topdown", { epochs: 4, embeddings: "follow" });
    expect(active(follow.head)).toEqual([1, 1, 1, 1]);
    expect(active(follow.embeddings)).toEqual([0, 0, 0, 1]);
    expect(active(plan("graddrop", { epochs: 2, embeddings: "train" }).embeddings)).toEqual([1, 1]);
    // "Head only" means it, whatever the policy.
    expect(active(plan("head-only", { epochs: 2, embeddings: "train" }).embeddings)).toEqual([0, 0]);
    expect(active(plan("sft", { epochs: 2, embeddings: "freeze" }).embeddings)).toEqual([0, 0]);
  });

  describe("of a fork", () => {
    const forked = (until: number, from: VariantId, to: VariantId, epochs: number) =>
      plan(to, { epochs, trainSize: 1600, history: [{ variant: from, hyper: {}, until }] });

    test("is its source's up to the fork", () => {
      for (const { id } of VARIANTS) {
        const { layers } = forked(3, id, "sft", 6);
        expect(layers.map((row) => row.slice(0, 3))).toEqual(
          plan(id, { epochs: 6, trainSize: 1600 }).layers.map((row) => row.slice(0, 3)),
        );
      }
    });

    test("has the shares of the variant that goes on, from the fork on", () => {
      for (const { id } of VARIANTS) {
        const shares = ({ layers }: Plan) => layers.map((row) => active(row.slice(3)));
        expect(shares(forked(3, "sft", id, 6))).toEqual(shares(plan(id, { epochs: 6, trainSize: 1600 })));
      }
    });

    test("weights that learn on both sides of it are as old as they are, those that it turns on are new", () => {
      const row = forked(2, "graddrop-epoch", "sft", 4).layers[0]!;
      expect(row.map(ages)).toEqual([[0], [1, 0], [2, 1, 0], [3, 2, 1]]);
      expect(row[2]).toMatchObject({ active: 1 });
      expect((row[2] as Extract<PlanCell, { kind: "bands" }>).bands.map(({ share }) => share)).toEqual([
        expect.closeTo(1 / 4, 3),
        expect.closeTo(1 / 4, 3),
        expect.closeTo(1 / 2, 3),
      ]);
    });

    test("weights that it turns off are new when they come back", () => {
      // Three of four learn in epoch 3 since the first epoch; the last ones paused.
      const row = forked(2, "sft", "graddrop-epoch", 4).layers[0]!;
      expect(row.map(ages)).toEqual([[0], [1], [2], [3, 0]]);
      expect(active(row)).toEqual([1, 1, expect.closeTo(3 / 4, 3), 1]);
      expect(forked(1, "sft", "graddrop-epoch-toggle", 3).layers[0]!.map(ages)).toEqual([[0], [1], [0]]);
    });

    test("what learns through a fresh share, by turns or not at all begins anew after it", () => {
      for (const from of ["graddrop", "layer-graddrop", "graddrop-gaussian", "head-only"] as const) {
        const row = forked(2, from, "sft", 4).layers[0]!;
        expect(row.slice(2).map(ages)).toEqual([[0], [1]]);
      }
    });

    test("head and embeddings are as old as they are", () => {
      const { head, embeddings } = forked(2, "head-only", "sft", 4);
      expect(head.map(ages)).toEqual([[0], [1], [2], [3]]);
      expect(embeddings.map(ages)).toEqual([[], [], [0], [1]]);
    });
  });
});
