import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import { fillFactors, type LayerMask } from "../../src/graddrop/index.ts";
import type {
  Gradient,
  Ops,
  OptimizerSettings,
  Parameter,
  ParameterDescription,
  ParameterPart,
  UpdatePlan,
} from "../../src/ops/ops.ts";
import { normals, OP_SETS } from "./opsets.ts";

const ADAMW: OptimizerSettings = {
  kind: "adamw",
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: null,
};
const SGD: OptimizerSettings = { ...ADAMW, kind: "sgd" };

function planOf(step: number, change: Partial<UpdatePlan> = {}): UpdatePlan {
  const settings = { optimizer: ADAMW, learningRate: 0.02, dropped: "zero-gradient", seed: 3, epoch: 1 } as const;
  return { ...settings, mask: { kind: "active" }, step, ...change };
}

const MASKS: { name: string; mask: LayerMask; dropped: UpdatePlan["dropped"] }[] = [
  { name: "no mask", mask: { kind: "active" }, dropped: "zero-gradient" },
  ...(["zero-gradient", "untouched"] as const).map((dropped) => ({
    name: `graddrop, ${dropped}`,
    mask: { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" } as const,
    dropped,
  })),
  { name: "gaussian", mask: { kind: "gaussian", sigma: 0.5 }, dropped: "zero-gradient" },
  {
    name: "a mask for the epoch",
    mask: { kind: "bernoulli", dropRate: 0.5, rescale: true, period: "epoch" },
    dropped: "untouched",
  },
  {
    name: "a partition",
    mask: { kind: "partition", epoch: 2, epochs: 5, mode: "cumulative" },
    dropped: "untouched",
  },
  {
    name: "a toggled partition",
    mask: { kind: "partition", epoch: 2, epochs: 5, mode: "toggle" },
    dropped: "untouched",
  },
  { name: "frozen", mask: { kind: "frozen" }, dropped: "untouched" },
  { name: "frozen, but decaying", mask: { kind: "frozen" }, dropped: "zero-gradient" },
];

/** Of sums; tfjs makes them in f32, one after another. */
const LIMITS = { fused: 1e-6, composed: 1e-4 } as const;

const partsOf = (sizes: readonly number[], first = 0) =>
  sizes.map((size, i) => ({ name: `part ${first + i}`, index: 5 + first + i, size }));

/** Equal parts, as of stacked matrices, of sizes that no vector divides. */
function dense(size: number, parts: number, first: number): ParameterDescription {
  return {
    parts: partsOf(new Array<number>(parts).fill(size), first),
    shape: [parts, size],
    use: "matrix",
  };
}

interface Given {
  readonly parameter: Parameter;
  readonly gradient: () => Gradient;
}

/** Makes a measured step, and holds what it tells against masks by the pure function, and weights before and after. */
async function check(ops: Ops, given: readonly Given[], plan: UpdatePlan, limit: number): Promise<void> {
  const before = await Promise.all(given.map(({ parameter }) => parameter.read()));
  const tensors = tf.memory().numTensors;
  let sums: number[] = [];
  let parts: readonly ParameterPart[] = [];
  tf.tidy(() => {
    const updates = given.map(({ parameter, gradient }) => {
      const mask: LayerMask = parameter.use === "table" ? { kind: "active" } : plan.mask;
      return { parameter, gradient: gradient(), plan: { ...plan, mask } };
    });
    const measures = ops.measuredUpdate(updates, tf.scalar(0.5));
    sums = measures.sums.arraySync();
    parts = measures.parts;
  });
  // AdamW's moments are made with the first step.
  if (plan.step > 0) expect(tf.memory().numTensors).toBe(tensors);
  expect(sums).toHaveLength(2 * parts.length);
  expect(parts.map(({ name }) => name).sort()).toEqual(
    given.flatMap(({ parameter }) => parameter.parts.map(({ name }) => name)).sort(),
  );
  for (const [i, { parameter }] of given.entries()) {
    const after = await parameter.read();
    let start = 0;
    for (const { name, index, size } of parameter.parts) {
      const at = parts.findIndex((part) => part.name === name);
      const factors = new Float32Array(size).fill(1);
      if (parameter.use !== "table") fillFactors(plan.mask, { ...plan, tensor: index }, size, factors);
      expect(sums[2 * at], `active weights of ${name}`).toBe(factors.filter((factor) => factor !== 0).length);
      let squares = 0;
      for (let e = start; e < start + size; e++) squares += (after[e]! - before[i]![e]!) ** 2;
      const found = sums[2 * at + 1]!;
      if (squares === 0) expect(found, `change of ${name}`).toBe(0);
      else expect(Math.abs(found / squares - 1), `change of ${name}`).toBeLessThan(limit);
      start += size;
    }
  }
}

afterEach(() => expect(tf.memory().numTensors).toBe(0));

describe.each(OP_SETS)("measured updates with $set ops on $backend", ({ backend, set, create }) => {
  test.for(MASKS.flatMap((mask) => [ADAMW, SGD].map((optimizer) => ({ ...mask, optimizer }))))(
    "$optimizer.kind under $name: what the mask lets through, and by how much the weights change",
    async ({ mask, dropped, optimizer }) => {
      await selectBackend(backend);
      const ops = create();
      const [rows, features] = [700, 30];
      const table: ParameterDescription = {
        parts: [{ name: "table", index: 4, size: rows * features }],
        shape: [rows, features],
        use: "table",
      };
      const descriptions = [table, dense(4100, 3, 0), dense(1, 1, 3), dense(7, 3, 4)];
      const parameters = ops.parameters(
        descriptions.map((description) => {
          const size = description.parts.reduce((sum, part) => sum + part.size, 0);
          return { description, values: normals(size) };
        }),
      );
      try {
        for (let step = 0; step < 3; step++) {
          const given = parameters.map((parameter): Given => {
            if (parameter.use !== "table") {
              const values = normals(parameter.shape[0]! * parameter.shape[1]!);
              return { parameter, gradient: () => tf.tensor(values, [...parameter.shape]) };
            }
            // At both ends, within, and with a row that the step before did not have.
            const ids = Int32Array.of(0, 3 + step, 545, 546, rows - 1);
            const values = normals(ids.length * features);
            return { parameter, gradient: () => ({ ids, rows: tf.tensor2d(values, [ids.length, features]) }) };
          });
          await check(ops, given, planOf(step, { mask, dropped, optimizer }), LIMITS[set]);
        }
      } finally {
        for (const parameter of parameters) parameter.dispose();
      }
    },
  );

  test("a measured step leaves the same bits as a plain one", async () => {
    await selectBackend(backend);
    const ops = create();
    const mask: LayerMask = { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" };
    const values = normals(3 * 4100);
    const gradients = Array.from({ length: 4 }, () => normals(3 * 4100));
    const learn = async (measured: (step: number) => boolean) => {
      const [parameter] = ops.parameters([{ description: dense(4100, 3, 0), values }]);
      for (const [step, values] of gradients.entries()) {
        tf.tidy(() => {
          const updates = [
            { parameter: parameter!, gradient: tf.tensor2d(values, [3, 4100]), plan: planOf(step, { mask }) },
          ];
          if (measured(step)) ops.measuredUpdate(updates, null);
          else ops.update(updates, null);
        });
      }
      const state = await parameter!.state();
      parameter!.dispose();
      return state;
    };
    expect(await learn((step) => step % 2 === 1)).toEqual(await learn(() => false));
  });

  test("a table that few rows change, of any shape", async () => {
    await selectBackend(backend);
    const ops = create();
    const shapes = fc.record({
      rows: fc.integer({ min: 1, max: 40 }),
      // Rows of more weights than are compared at a time, too.
      features: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(20_000)),
      ids: fc.uniqueArray(fc.nat(39), { minLength: 1, maxLength: 6 }),
      optimizer: fc.constantFrom(ADAMW, SGD, { ...SGD, weightDecay: 0 }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ rows, features, ids, optimizer }) => {
        const size = rows * features;
        const description = {
          parts: [{ name: "table", index: 0, size }],
          shape: [rows, features],
          use: "table" as const,
        };
        const [parameter] = ops.parameters([{ description, values: normals(size) }]);
        const own = Int32Array.from(new Set(ids.map((id) => id % rows))).sort();
        const values = normals(own.length * features);
        const gradient = () => ({ ids: own, rows: tf.tensor2d(values, [own.length, features]) });
        try {
          await check(ops, [{ parameter: parameter!, gradient }], planOf(0, { optimizer }), LIMITS[set]);
        } finally {
          parameter!.dispose();
        }
      }),
      { numRuns: 15 },
    );
  });
});
