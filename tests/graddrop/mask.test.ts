import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activeShare, droppedMeans, fillFactors, type MaskKey, maskFactor } from "../../src/graddrop/mask.ts";
import { birthEpochs } from "../../src/graddrop/partition.ts";
import type { LayerMask } from "../../src/graddrop/types.ts";

const KEY: MaskKey = { seed: 42, tensor: 5, epoch: 2, step: 17 };

function factors(mask: LayerMask, size: number, key = KEY): Float32Array {
  const out = new Float32Array(size);
  fillFactors(mask, key, size, out);
  return out;
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const shareOfZeros = (values: Float32Array) => values.filter((value) => value === 0).length / values.length;

const anyMask: fc.Arbitrary<LayerMask> = fc.oneof(
  fc.constant<LayerMask>({ kind: "active" }),
  fc.constant<LayerMask>({ kind: "frozen" }),
  fc.record({
    kind: fc.constant("bernoulli" as const),
    dropRate: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    rescale: fc.boolean(),
    period: fc.constantFrom("step" as const, "epoch" as const),
  }),
  fc.record({ kind: fc.constant("gaussian" as const), sigma: fc.double({ min: 0, max: 4, noNaN: true }) }),
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
    .map(([epochs, at, cumulative]) => ({
      kind: "partition" as const,
      epochs,
      epoch: Math.max(1, Math.ceil(at * epochs)),
      mode: cumulative ? ("cumulative" as const) : ("toggle" as const),
    })),
);

test("the bulk path, a stretch of it and single elements agree bit for bit", () => {
  fc.assert(
    fc.property(anyMask, fc.integer({ min: 1, max: 1300 }), fc.nat(), (mask, size, at) => {
      const all = factors(mask, size);
      const element = at % size;
      expect(Object.is(all[element], maskFactor(mask, KEY, element, size))).toBe(true);
      const first = element - (element % 4);
      const stretch = new Float32Array(Math.min(size - first, 1 + (at % 97)));
      fillFactors(mask, KEY, size, stretch, first);
      expect(stretch).toEqual(all.slice(first, first + stretch.length));
    }),
  );
});

test("elements outside the tensor, stretches past its end and starts within a block are refused", () => {
  expect(() => maskFactor({ kind: "active" }, KEY, 10, 10)).toThrow(/Element 10/);
  expect(() => fillFactors({ kind: "active" }, KEY, 10, new Float32Array(11))).toThrow(/tensor has 10/);
  const bernoulli: LayerMask = { kind: "bernoulli", dropRate: 0.5, rescale: true, period: "step" };
  expect(() => fillFactors(bernoulli, KEY, 10, new Float32Array(2), 2)).toThrow(/multiple of 4/);
});

describe("Bernoulli (Eq. 4)", () => {
  const size = 200_000;
  test.each([0.05, 0.2, 0.5, 0.9, 0.95])("at p = %d the share of dropped weights is p, and the mean factor 1", (p) => {
    for (const period of ["step", "epoch"] as const) {
      const drawn = factors({ kind: "bernoulli", dropRate: p, rescale: true, period }, size);
      expect(Math.abs(shareOfZeros(drawn) - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / size));
      expect(Math.abs(mean(drawn) - 1)).toBeLessThan(5 * Math.sqrt(p / (1 - p) / size));
      expect(new Set(drawn)).toEqual(new Set([0, Math.fround(1 / (1 - p))]));
    }
  });

  test("without rescaling the kept factors are 1", () => {
    const drawn = factors({ kind: "bernoulli", dropRate: 0.3, rescale: false, period: "step" }, 1000);
    expect(new Set(drawn)).toEqual(new Set([0, 1]));
  });

  test("over many steps each weight is dropped at rate p: none is favoured", () => {
    const [p, steps, weights] = [0.2, 2000, 64];
    const dropped = new Array<number>(weights).fill(0);
    for (let step = 0; step < steps; step++) {
      const drawn = factors({ kind: "bernoulli", dropRate: p, rescale: true, period: "step" }, weights, {
        ...KEY,
        step,
      });
      drawn.forEach((factor, i) => {
        if (factor === 0) dropped[i] = dropped[i]! + 1;
      });
    }
    for (const count of dropped) {
      expect(Math.abs(count / steps - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / steps));
    }
  });

  test("p = 0 is exactly 1 everywhere and p = 1 exactly 0", () => {
    for (const period of ["step", "epoch"] as const) {
      for (const rescale of [true, false]) {
        expect(factors({ kind: "bernoulli", dropRate: 0, rescale, period }, 99).every((x) => x === 1)).toBe(true);
        expect(factors({ kind: "bernoulli", dropRate: 1, rescale, period }, 99).every((x) => x === 0)).toBe(true);
      }
    }
  });

  test("a larger drop rate drops all that a smaller one drops", () => {
    const low = factors({ kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" }, 5000);
    const high = factors({ kind: "bernoulli", dropRate: 0.6, rescale: true, period: "step" }, 5000);
    expect(low.every((factor, i) => factor !== 0 || high[i] === 0)).toBe(true);
  });
});

describe("what a mask depends on", () => {
  const perStep: LayerMask = { kind: "bernoulli", dropRate: 0.5, rescale: true, period: "step" };
  const perEpoch: LayerMask = { ...perStep, period: "epoch" };
  const gaussian: LayerMask = { kind: "gaussian", sigma: 0.5 };
  const partition: LayerMask = { kind: "partition", epoch: 2, epochs: 4, mode: "cumulative" };
  const size = 20_000;

  test.each<[string, LayerMask, (keyof MaskKey)[]]>([
    ["step mask", perStep, ["seed", "tensor", "step"]],
    ["epoch mask", perEpoch, ["seed", "tensor", "epoch"]],
    ["gaussian", gaussian, ["seed", "tensor", "step"]],
    ["partition", partition, ["seed", "tensor"]],
  ])("%s", (_, mask, dependsOn) => {
    const before = factors(mask, size);
    for (const part of ["seed", "tensor", "epoch", "step"] as const) {
      const after = factors(mask, size, { ...KEY, [part]: KEY[part] + 1 });
      if (!dependsOn.includes(part)) {
        expect(after, part).toEqual(before);
      } else if (mask.kind !== "gaussian") {
        // Two independent halves of the weights agree on half of them.
        const agreement = after.filter((factor, i) => factor === before[i]).length / size;
        expect(Math.abs(agreement - 0.5), part).toBeLessThan(5 * Math.sqrt(0.25 / size));
      } else {
        const product = after.reduce((sum, factor, i) => sum + (factor - 1) * (before[i]! - 1), 0) / size;
        expect(Math.abs(product), part).toBeLessThan((5 * 0.25) / Math.sqrt(size));
      }
    }
  });

  test("step s and epoch s draw different masks", () => {
    const key = { ...KEY, epoch: 3, step: 3 };
    expect(factors(perStep, 100, key)).not.toEqual(factors(perEpoch, 100, key));
  });
});

describe("Gaussian", () => {
  test.each([0.1, 0.5, 1.5])("sigma = %d: mean 1 and that standard deviation", (sigma) => {
    const size = 200_000;
    const drawn = factors({ kind: "gaussian", sigma }, size);
    const variance = drawn.reduce((sum, factor) => sum + (factor - 1) ** 2, 0) / size;
    expect(Math.abs(mean(drawn) - 1)).toBeLessThan((5 * sigma) / Math.sqrt(size));
    expect(Math.abs(variance / sigma ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
  });

  test("sigma = 0 is exactly 1", () => {
    expect(factors({ kind: "gaussian", sigma: 0 }, 99).every((factor) => factor === 1)).toBe(true);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("sigma = %d is refused", (sigma) => {
    expect(() => factors({ kind: "gaussian", sigma }, 4)).toThrow(/Sigma/);
  });
});

describe("partition (III.B)", () => {
  const partition = (epoch: number, epochs: number, mode: "cumulative" | "toggle"): LayerMask => ({
    kind: "partition",
    epoch,
    epochs,
    mode,
  });
  const sizeAndEpochs = [fc.integer({ min: 1, max: 800 }), fc.integer({ min: 1, max: 30 })] as const;

  test("after epoch e exactly floor(e * N / T) learn; none turns off again; all learn in the last", () => {
    fc.assert(
      fc.property(...sizeAndEpochs, (size, epochs) => {
        let before = new Float32Array(size);
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const now = factors(partition(epoch, epochs, "cumulative"), size);
          expect(now.filter((factor) => factor === 1)).toHaveLength(Math.floor((epoch * size) / epochs));
          expect(now.every((factor, i) => factor >= before[i]!)).toBe(true);
          before = now as Float32Array<ArrayBuffer>;
        }
        expect(before.every((factor) => factor === 1)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test("toggle is the difference of consecutive cumulative masks, and agrees with the birth epochs", () => {
    fc.assert(
      fc.property(...sizeAndEpochs, (size, epochs) => {
        const births = birthEpochs({ seed: KEY.seed, tensor: KEY.tensor, size, epochs });
        let before: Float32Array = new Float32Array(size);
        for (let epoch = 1; epoch <= epochs; epoch++) {
          const cumulative = factors(partition(epoch, epochs, "cumulative"), size);
          const toggle = factors(partition(epoch, epochs, "toggle"), size);
          expect(toggle).toEqual(cumulative.map((factor, i) => factor - before[i]!));
          expect(toggle).toEqual(Float32Array.from(births, (birth) => (birth === epoch ? 1 : 0)));
          before = cumulative;
        }
      }),
      { numRuns: 40 },
    );
  });

  test("with one epoch every weight learns; with more epochs than weights some epochs add none", () => {
    for (const mode of ["cumulative", "toggle"] as const) {
      expect(factors(partition(1, 1, mode), 50).every((factor) => factor === 1)).toBe(true);
    }
    const counts = [1, 2, 3, 4, 5, 6, 7].map((epoch) => mean(factors(partition(epoch, 7, "toggle"), 3)) * 3);
    expect(counts.map(Math.round)).toEqual([0, 0, 1, 0, 1, 0, 1]);
  });

  test.each([0, 5, 1.5])("epoch %d of 4 is refused", (epoch) => {
    expect(() => factors(partition(epoch, 4, "cumulative"), 8)).toThrow(/Epoch/);
  });
});

describe("active share", () => {
  test("masks that hold for an epoch: exactly the share of factors that are not 0", () => {
    const held = anyMask.filter(
      (mask) => mask.kind !== "gaussian" && !(mask.kind === "bernoulli" && mask.period === "step"),
    );
    fc.assert(
      fc.property(held, fc.integer({ min: 1, max: 3000 }), (mask, size) => {
        expect(activeShare(mask, KEY, size)).toBeCloseTo(1 - shareOfZeros(factors(mask, size)), 12);
      }),
    );
  });

  test("masks that are fresh each step reach every weight, unless they drop all", () => {
    expect(activeShare({ kind: "bernoulli", dropRate: 0.9, rescale: true, period: "step" }, KEY, 10)).toBe(1);
    expect(activeShare({ kind: "bernoulli", dropRate: 1, rescale: true, period: "step" }, KEY, 10)).toBe(0);
    expect(activeShare({ kind: "gaussian", sigma: 1 }, KEY, 10)).toBe(1);
  });
});

test("a weight dropped in one step sees a zero gradient; one frozen for an epoch, or with its layer, is not touched", () => {
  const bernoulli = { kind: "bernoulli", dropRate: 0.2, rescale: true } as const;
  expect(droppedMeans({ ...bernoulli, period: "step" })).toBe("zero-gradient");
  expect(droppedMeans({ ...bernoulli, period: "epoch" })).toBe("untouched");
  expect(droppedMeans({ kind: "partition", epoch: 1, epochs: 2, mode: "toggle" })).toBe("untouched");
  expect(droppedMeans({ kind: "frozen" })).toBe("untouched");
});
