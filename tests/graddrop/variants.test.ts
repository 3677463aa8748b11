import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  annealedRate,
  completeHyperparameters,
  fillFactors,
  type LayerMask,
  type MaskContext,
  unfrozenLayers,
  VARIANTS,
  type VariantId,
  variantById,
} from "../../src/graddrop/index.ts";

const CONTEXT: MaskContext = { seed: 1, epoch: 1, epochs: 5, step: 0, layer: 0, layers: 12, hyper: {} };

function maskOf(id: VariantId, change: Partial<MaskContext> = {}): LayerMask {
  return variantById(id).layerMask({ ...CONTEXT, ...change });
}

/** Which layers learn, the lowest first. */
function activeLayers(id: VariantId, change: Partial<MaskContext>): boolean[] {
  const layers = change.layers ?? CONTEXT.layers;
  return Array.from({ length: layers }, (_, layer) => maskOf(id, { ...change, layer }).kind === "active");
}

const layersAndEpochs = [fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 })] as const;

describe("the registry", () => {
  test("has the thirteen variants of the design, each under its own id", () => {
    expect(VARIANTS.map(({ id }) => id).sort()).toEqual(
      [
        "sft",
        "head-only",
        "gradfreeze-topdown",
        "gradfreeze-bottomup",
        "gradfreeze-toggle-topdown",
        "graddrop",
        "graddrop-gaussian",
        "anneal-graddrop",
        "layer-graddrop",
        "anneal-layer-graddrop",
        "graddrop-epoch",
        "graddrop-epoch-toggle",
        "graddrop-epoch-resample",
      ].sort(),
    );
    for (const variant of VARIANTS) expect(variantById(variant.id)).toBe(variant);
  });

  test("names the variants there are when asked for one there is not", () => {
    expect(() => variantById("gradrop")).toThrow(/"gradrop".*graddrop-epoch/);
  });

  test("explains each variant and hyperparameter, and every default is within its bounds", () => {
    for (const { label, summary, paper, hyperparameters } of VARIANTS) {
      for (const text of [label, summary, paper]) expect(text.trim()).not.toBe("");
      for (const { label, summary, default: value, min, max, step } of Object.values(hyperparameters)) {
        for (const text of [label, summary]) expect(text.trim()).not.toBe("");
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
        expect(step).toBeGreaterThan(0);
      }
    }
  });

  test("fills in defaults, and refuses values out of bounds and names it does not know", () => {
    const gradDrop = variantById("graddrop");
    expect(completeHyperparameters(gradDrop, {})).toEqual({ dropRate: 0.2 });
    expect(completeHyperparameters(gradDrop, { dropRate: 0 })).toEqual({ dropRate: 0 });
    expect(() => completeHyperparameters(gradDrop, { dropRate: 1 })).toThrow(/dropRate is 1.*0 to 0\.95/);
    expect(() => completeHyperparameters(gradDrop, { dropRate: Number.NaN })).toThrow(/dropRate/);
    expect(() => completeHyperparameters(gradDrop, { rate: 0.1 })).toThrow(/"rate".*dropRate/);
    expect(() => completeHyperparameters(variantById("head-only"), { toString: 1 })).toThrow(/"toString"/);
  });
});

describe("every variant", () => {
  test.each(VARIANTS.map((variant) => [variant.id, variant] as const))(
    "%s: the same context gives the same mask",
    (_, variant) => {
      fc.assert(
        fc.property(
          fc.maxSafeNat(),
          fc.integer({ min: 1, max: 9 }),
          fc.nat(),
          fc.nat({ max: 11 }),
          (seed, epoch, step, layer) => {
            const context = { ...CONTEXT, seed, epoch, epochs: 9, step, layer };
            expect(variant.layerMask({ ...context })).toEqual(variant.layerMask(context));
          },
        ),
        { numRuns: 20 },
      );
    },
  );

  test("only SFT drops activations, at its drop rate", () => {
    for (const variant of VARIANTS) {
      expect(variant.activationDropout({ dropRate: 0.3 }), variant.id).toBe(variant.id === "sft" ? 0.3 : 0);
    }
    expect(variantById("sft").activationDropout({})).toBe(0.2);
  });

  test("with drop rate 0 every factor is exactly SFT's, and no activation is dropped", () => {
    const size = 333;
    const still = { dropRate: 0, startRate: 0 };
    for (const variant of VARIANTS) {
      if (Object.keys(variant.hyperparameters).length === 0) continue;
      expect(variant.activationDropout(still)).toBe(0);
      for (const epoch of [1, 2, 5]) {
        for (let layer = 0; layer < 12; layer++) {
          const factors = new Float32Array(size).fill(Number.NaN);
          const mask = variant.layerMask({ ...CONTEXT, hyper: still, epoch, layer, step: epoch * 7 });
          fillFactors(mask, { seed: 1, tensor: layer, epoch, step: epoch * 7 }, size, factors);
          expect(
            factors.every((factor) => factor === 1),
            `${variant.id}, epoch ${epoch}`,
          ).toBe(true);
        }
      }
    }
  });

  test("with a single epoch nothing is left frozen, except by head-only and by drop rates that stay", () => {
    const onceOnly: VariantId[] = [
      "sft",
      "gradfreeze-topdown",
      "gradfreeze-bottomup",
      "gradfreeze-toggle-topdown",
      "anneal-graddrop",
      "anneal-layer-graddrop",
      "graddrop-epoch",
      "graddrop-epoch-toggle",
    ];
    for (const id of onceOnly) {
      for (let layer = 0; layer < 12; layer++) {
        const factors = new Float32Array(50);
        const mask = maskOf(id, { epochs: 1, layer, step: 3 });
        fillFactors(mask, { seed: 1, tensor: layer, epoch: 1, step: 3 }, 50, factors);
        expect(
          factors.every((factor) => factor === 1),
          id,
        ).toBe(true);
      }
    }
  });
});

describe("baselines", () => {
  test("SFT: every layer learns; head-only: none does", () => {
    expect(activeLayers("sft", { epoch: 3 }).every(Boolean)).toBe(true);
    expect(activeLayers("head-only", { epoch: 5 }).some(Boolean)).toBe(false);
  });

  test("12 layers in 5 epochs are unfrozen as 3, 5, 8, 10, 12", () => {
    expect([1, 2, 3, 4, 5].map((epoch) => unfrozenLayers(epoch, 5, 12))).toEqual([3, 5, 8, 10, 12]);
  });

  test("GradFreeze reaches exactly ceil(e * L / T) layers, from the top or from the bottom, all by the last epoch", () => {
    fc.assert(
      fc.property(...layersAndEpochs, (layers, epochs) => {
        for (let epoch = 1; epoch <= epochs; epoch++) {
          // ceil in whole numbers, free of rounding.
          const count = Math.floor((epoch * layers + epochs - 1) / epochs);
          const topDown = activeLayers("gradfreeze-topdown", { layers, epochs, epoch });
          expect(topDown).toEqual(topDown.map((_, layer) => layer >= layers - count));
          const bottomUp = activeLayers("gradfreeze-bottomup", { layers, epochs, epoch });
          expect(bottomUp).toEqual(bottomUp.map((_, layer) => layer < count));
        }
        expect(activeLayers("gradfreeze-topdown", { layers, epochs, epoch: epochs }).every(Boolean)).toBe(true);
      }),
    );
  });

  test("toggling frees exactly the layers that top-down unfreezing adds, so each layer learns in one epoch", () => {
    fc.assert(
      fc.property(...layersAndEpochs, (layers, epochs) => {
        let before = new Array<boolean>(layers).fill(false);
        const turns = new Array<number>(layers).fill(0);
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const cumulative = activeLayers("gradfreeze-topdown", { layers, epochs, epoch });
          const toggled = activeLayers("gradfreeze-toggle-topdown", { layers, epochs, epoch });
          expect(toggled).toEqual(cumulative.map((active, layer) => active && !before[layer]));
          toggled.forEach((active, layer) => {
            if (active) turns[layer] = turns[layer]! + 1;
          });
          before = cumulative;
        }
        expect(turns.every((count) => count === 1)).toBe(true);
      }),
    );
  });

  test("with more epochs than layers some epochs add none, and the first always adds one", () => {
    const added = [1, 2, 3, 4, 5].map(
      (epoch) => activeLayers("gradfreeze-toggle-topdown", { layers: 2, epochs: 5, epoch }).filter(Boolean).length,
    );
    expect(added).toEqual([1, 0, 1, 0, 0]);
  });

  test.each<VariantId>([
    "gradfreeze-topdown",
    "gradfreeze-bottomup",
    "gradfreeze-toggle-topdown",
    "anneal-graddrop",
    "anneal-layer-graddrop",
  ])("%s refuses an epoch that does not exist", (id) => {
    for (const epoch of [0, 6, 1.5]) expect(() => maskOf(id, { epoch, epochs: 5 })).toThrow(/Epoch/);
  });
});

describe("GradDrop", () => {
  test("drops at p = 0.2 by default, per step, rescaled", () => {
    expect(maskOf("graddrop")).toEqual({ kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" });
    expect(maskOf("graddrop-epoch-resample")).toEqual({
      kind: "bernoulli",
      dropRate: 0.2,
      rescale: true,
      period: "epoch",
    });
  });

  test("its Gaussian counterpart has the variance of Bernoulli(1-p)/(1-p)", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.95, noNaN: true }), (p) => {
        const mask = maskOf("graddrop-gaussian", { hyper: { dropRate: p } });
        const kept = 1 / (1 - p);
        const variance = (1 - p) * kept ** 2 - 1;
        expect(mask.kind === "gaussian" && mask.sigma ** 2).toBeCloseTo(variance, 10);
      }),
    );
  });

  test("by epoch: a partition that knows its epoch, cumulative or toggled", () => {
    expect(maskOf("graddrop-epoch", { epoch: 3 })).toEqual({
      kind: "partition",
      epoch: 3,
      epochs: 5,
      mode: "cumulative",
    });
    expect(maskOf("graddrop-epoch-toggle", { epoch: 3 })).toEqual({
      kind: "partition",
      epoch: 3,
      epochs: 5,
      mode: "toggle",
    });
  });
});

describe("annealing (III.C)", () => {
  test.each([2, 3, 5, 10, 20, 37])(
    "in %d epochs: 0.9 first, 1/T less each epoch, never below 0, 0 in the last",
    (epochs) => {
      let expected = 0.9;
      for (let epoch = 1; epoch < epochs; epoch++) {
        expect(annealedRate(0.9, epoch, epochs)).toBeCloseTo(expected, 12);
        expected = Math.max(0, expected - 1 / epochs);
      }
      expect(annealedRate(0.9, 1, epochs)).toBe(0.9);
      expect(annealedRate(0.9, epochs, epochs)).toBe(0);
    },
  );

  test("a single epoch is the last one: nothing is dropped", () => {
    expect(annealedRate(0.9, 1, 1)).toBe(0);
  });

  test("GradDrop's drop rate and Layer-GradDrop's share of frozen layers follow it", () => {
    const steps = 3000;
    for (const epoch of [1, 3, 5]) {
      const p = annealedRate(0.9, epoch, 5);
      expect(maskOf("anneal-graddrop", { epoch })).toMatchObject({ kind: "bernoulli", dropRate: p, period: "step" });
      let frozen = 0;
      for (let step = 0; step < steps; step++) {
        frozen += activeLayers("anneal-layer-graddrop", { epoch, step }).filter((active) => !active).length;
      }
      expect(Math.abs(frozen / (steps * 12) - p)).toBeLessThan(0.01);
    }
  });
});

describe("Layer-GradDrop (III.A)", () => {
  test("freezes each layer in a share p of the steps, independently of the others, and never rescales", () => {
    const steps = 5000;
    const layers = 12;
    const frozenAt = Array.from({ length: layers }, () => new Uint8Array(steps));
    for (let step = 0; step < steps; step++) {
      for (let layer = 0; layer < layers; layer++) {
        const mask = maskOf("layer-graddrop", { step, layer });
        if (mask.kind === "frozen") frozenAt[layer]![step] = 1;
        else if (mask.kind !== "active") expect.fail(`unexpected mask: ${mask.kind}`);
      }
    }
    const [p, tolerance] = [0.2, 5 / Math.sqrt(steps)];
    for (let a = 0; a < layers; a++) {
      expect(Math.abs(frozenAt[a]!.reduce((sum, x) => sum + x, 0) / steps - p)).toBeLessThan(0.4 * tolerance);
      for (let b = 0; b < a; b++) {
        const both = frozenAt[a]!.reduce((sum, x, step) => sum + x * frozenAt[b]![step]!, 0) / steps;
        expect(Math.abs(both - p * p)).toBeLessThan(0.2 * tolerance);
      }
    }
  });

  test("depends on the seed and the step, not on the epoch or the number of layers", () => {
    const pattern = (change: Partial<MaskContext>) =>
      Array.from({ length: 40 }, (_, step) => activeLayers("layer-graddrop", { step: step + 5, ...change })).flat();
    expect(pattern({ epoch: 2 })).toEqual(pattern({ epoch: 1 }));
    expect(pattern({ seed: 2 })).not.toEqual(pattern({ seed: 1 }));
    expect(activeLayers("layer-graddrop", { layers: 24 }).slice(0, 12)).toEqual(activeLayers("layer-graddrop", {}));
  });

  test("drop rate 1 freezes every layer", () => {
    expect(activeLayers("layer-graddrop", { hyper: { dropRate: 1 } }).some(Boolean)).toBe(false);
  });
});
