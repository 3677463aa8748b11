import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import { fillFactors, type LayerMask } from "../../src/graddrop/index.ts";
import type { Gradient, Ops, OptimizerSettings, Parameter, UpdatePlan } from "../../src/ops/ops.ts";
import { relativeError } from "../model/support.ts";
import { makeParameter, normals, OP_SETS, parameterOf } from "./opsets.ts";

const ADAMW: OptimizerSettings = {
  kind: "adamw",
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  clipNorm: null,
};
const SGD: OptimizerSettings = { ...ADAMW, kind: "sgd" };
const LEARNING_RATE = 0.02;
const LIMIT = 2e-6;

function planOf(step: number, change: Partial<UpdatePlan> = {}): UpdatePlan {
  return {
    optimizer: ADAMW,
    learningRate: LEARNING_RATE,
    mask: { kind: "active" },
    dropped: "zero-gradient",
    seed: 1,
    epoch: 1,
    step,
    ...change,
  };
}

/** One weight by PyTorch's rules, in doubles. A step it passes over is a null gradient. */
class Weight {
  private m = 0;
  private v = 0;
  private steps = 0;
  value: number;

  constructor(value: number) {
    this.value = value;
  }

  step(g: number | null, { kind, beta1, beta2, epsilon, weightDecay }: OptimizerSettings): void {
    if (g === null) return;
    if (kind === "sgd") {
      this.value -= LEARNING_RATE * (g + weightDecay * this.value);
      return;
    }
    this.steps++;
    this.value *= 1 - LEARNING_RATE * weightDecay;
    this.m = beta1 * this.m + (1 - beta1) * g;
    this.v = beta2 * this.v + (1 - beta2) * g * g;
    const mHat = this.m / (1 - beta1 ** this.steps);
    const vHat = this.v / (1 - beta2 ** this.steps);
    this.value -= (LEARNING_RATE * mHat) / (Math.sqrt(vHat) + epsilon);
  }
}

function update(ops: Ops, parameter: Parameter, gradient: Gradient, scale: tf.Scalar | null, plan: UpdatePlan): void {
  ops.update([{ parameter, gradient, plan }], scale);
}

afterEach(() => expect(tf.memory().numTensors).toBe(0));

describe.each(OP_SETS)("$set ops on $backend", ({ backend, create }) => {
  test.for([{ optimizer: ADAMW }, { optimizer: SGD }])(
    "$optimizer.kind follows PyTorch, clipped gradients too",
    async ({ optimizer }) => {
      await selectBackend(backend);
      const ops = create();
      const start = normals(24);
      const parameter = parameterOf(ops, "w", [6, 4], start);
      const weights = Array.from(start, (value) => new Weight(value));
      for (let step = 0; step < 7; step++) {
        const g = normals(24);
        tf.tidy(() => update(ops, parameter, tf.tensor2d(g, [6, 4]), tf.scalar(0.5), planOf(step, { optimizer })));
        weights.forEach((weight, i) => {
          weight.step(g[i]! * 0.5, optimizer);
        });
      }
      expect(
        relativeError(
          await parameter.read(),
          weights.map(({ value }) => value),
        ),
      ).toBeLessThan(LIMIT);
      parameter.dispose();
    },
  );

  const masks: { name: string; mask: (epoch: number) => LayerMask; dropped: UpdatePlan["dropped"] }[] = [
    {
      name: "graddrop",
      mask: () => ({ kind: "bernoulli", dropRate: 0.4, rescale: true, period: "step" }),
      dropped: "zero-gradient",
    },
    {
      name: "graddrop that passes over",
      mask: () => ({ kind: "bernoulli", dropRate: 0.4, rescale: true, period: "step" }),
      dropped: "untouched",
    },
    { name: "gaussian", mask: () => ({ kind: "gaussian", sigma: 0.5 }), dropped: "zero-gradient" },
    {
      name: "epoch mask",
      mask: () => ({ kind: "bernoulli", dropRate: 0.5, rescale: true, period: "epoch" }),
      dropped: "untouched",
    },
    {
      name: "partition",
      mask: (epoch) => ({ kind: "partition", epoch, epochs: 3, mode: "cumulative" }),
      dropped: "untouched",
    },
    {
      name: "toggled partition",
      mask: (epoch) => ({ kind: "partition", epoch, epochs: 3, mode: "toggle" }),
      dropped: "untouched",
    },
  ];
  test.for(masks.flatMap((mask) => [ADAMW, SGD].map((optimizer) => ({ ...mask, optimizer }))))(
    "$optimizer.kind under $name: each part of a stacked parameter by its own mask, each weight by its own steps",
    async ({ mask, dropped, optimizer }) => {
      await selectBackend(backend);
      const ops = create();
      const size = 1100; // more than is masked at once
      const parts = [4, 9].map((index) => ({ name: `part ${index}`, index, size }));
      const start = normals(2 * size);
      const parameter = makeParameter(ops, { parts, shape: [2, size], use: "matrix" }, start);
      const weights = Array.from(start, (value) => new Weight(value));
      for (let step = 0; step < 6; step++) {
        const epoch = 1 + Math.floor(step / 2);
        const g = normals(2 * size);
        const plan = planOf(step, { optimizer, mask: mask(epoch), dropped, epoch });
        const before = await parameter.read();
        tf.tidy(() => update(ops, parameter, tf.tensor2d(g, [2, size]), null, plan));
        const after = await parameter.read();
        const factors = parts.flatMap(({ index }) => {
          const out = new Float32Array(size);
          fillFactors(mask(epoch), { seed: 1, tensor: index, epoch, step }, size, out);
          return Array.from(out);
        });
        weights.forEach((weight, i) => {
          const passed = dropped === "untouched" && factors[i] === 0;
          weight.step(passed ? null : g[i]! * factors[i]!, optimizer);
          if (passed && before[i] !== after[i])
            throw new Error(`weight ${i} moved, though it was to be left untouched`);
        });
      }
      expect(
        relativeError(
          await parameter.read(),
          weights.map(({ value }) => value),
        ),
      ).toBeLessThan(LIMIT);
      parameter.dispose();
    },
  );

  test.for([{ optimizer: ADAMW }, { optimizer: SGD }, { optimizer: { ...ADAMW, weightDecay: 0 } }])(
    "$optimizer.kind on a table moves every row as a dense step would, seen or not (weight decay $optimizer.weightDecay)",
    async ({ optimizer }) => {
      await selectBackend(backend);
      const ops = create();
      const start = normals(9 * 4);
      const table = parameterOf(ops, "table", [9, 4], start);
      const weights = Array.from(start, (value) => new Weight(value));
      const batches = [[0, 3], [3, 8], [2], [0, 2, 8], [5], [3]];
      batches.forEach((ids, step) => {
        const rows = normals(ids.length * 4);
        const gradient = { ids: Int32Array.from(ids), rows: tf.tensor2d(rows, [ids.length, 4]) };
        tf.tidy(() => update(ops, table, gradient, null, planOf(step, { optimizer })));
        gradient.rows.dispose();
        weights.forEach((weight, i) => {
          const at = ids.indexOf(Math.floor(i / 4));
          weight.step(at < 0 ? 0 : rows[at * 4 + (i % 4)]!, optimizer);
        });
      });
      expect(
        relativeError(
          await table.read(),
          weights.map(({ value }) => value),
        ),
      ).toBeLessThan(LIMIT);
      table.dispose();
    },
  );

  test("a product after an update uses the new weights", async () => {
    await selectBackend(backend);
    const ops = create();
    const weight = parameterOf(ops, "w", [2, 2], Float32Array.of(1, 0, 0, 1));
    const bias = parameterOf(ops, "b", [2], new Float32Array(2));
    const run = () =>
      tf.tidy(() => {
        const x = tf.tensor2d([[10, 20]]);
        const { saved, output } = ops.linearGelu(x, { weight, bias });
        const out = Array.from(output.dataSync());
        const wanted = { input: true, weights: false };
        const back = ops.linearGeluBackward(saved, tf.tensor2d([[1, 1]]), { weight, bias }, wanted, null);
        return [...out, ...back.input!.dataSync()];
      });
    expect(run()).toEqual([10, 20, 1, 1]);
    const plan = planOf(0, { optimizer: { ...SGD, weightDecay: 0 }, learningRate: 1 });
    tf.tidy(() =>
      update(
        ops,
        weight,
        tf.tensor2d([
          [-1, 0],
          [0, -2],
        ]),
        null,
        plan,
      ),
    );
    expect(run()).toEqual([20, 60, 2, 3]);
    weight.write(Float32Array.of(5, 0, 0, 5));
    expect(run()).toEqual([50, 100, 5, 5]);
    weight.dispose();
    bias.dispose();
  });

  test("writing weights forgets moments and steps", async () => {
    await selectBackend(backend);
    const ops = create();
    const start = normals(8);
    const g = normals(8);
    const first = parameterOf(ops, "w", [2, 4], start);
    const learn = (parameter: typeof first, step: number, mask: LayerMask) =>
      tf.tidy(() => update(ops, parameter, tf.tensor2d(g, [2, 4]), null, planOf(step, { mask, dropped: "untouched" })));
    for (let step = 0; step < 3; step++) learn(first, step, { kind: "partition", epoch: 1, epochs: 2, mode: "toggle" });
    first.write(start);
    const fresh = parameterOf(ops, "w", [2, 4], start);
    for (const parameter of [first, fresh]) learn(parameter, 0, { kind: "active" });
    expect(await first.read()).toEqual(await fresh.read());
    first.dispose();
    fresh.dispose();
  });
});
