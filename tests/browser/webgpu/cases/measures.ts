/** What measured updates tell, against the masks' pure function and the weights before and after. */
import * as tf from "@tensorflow/tfjs";
import type { LayerMask } from "../../../../src/graddrop/index.ts";
import { isTableGradient, type ParameterDescription, type Update, type UpdatePlan } from "../../../../src/ops/ops.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { DeviceParameter } from "../../../../src/ops/webgpu/parameters.ts";
import { Table } from "../../../../src/ops/webgpu/table.ts";
import { measuredUpdateAll, updateAll } from "../../../../src/ops/webgpu/update.ts";
import type { Case } from "./case.ts";
import { ADAMW, dense, disposeAll, factorsOf, give, type Member, makeGroup, planOf, poison, SGD } from "./learning.ts";
import { differing, normals, worst } from "./numbers.ts";
import { asHardware, spread } from "./reference.ts";

const LIMIT = 2e-6;

const MASKS: readonly { name: string; mask: LayerMask; dropped: UpdatePlan["dropped"] }[] = [
  { name: "no mask", mask: { kind: "active" }, dropped: "zero-gradient" },
  {
    name: "graddrop",
    mask: { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" },
    dropped: "zero-gradient",
  },
  {
    name: "graddrop that passes over",
    mask: { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" },
    dropped: "untouched",
  },
  { name: "a gaussian mask", mask: { kind: "gaussian", sigma: 0.5 }, dropped: "zero-gradient" },
  {
    name: "an epoch mask",
    mask: { kind: "bernoulli", dropRate: 0.5, rescale: true, period: "epoch" },
    dropped: "untouched",
  },
  { name: "a partition", mask: { kind: "partition", epoch: 1, epochs: 3, mode: "cumulative" }, dropped: "untouched" },
  {
    name: "a toggled partition",
    mask: { kind: "partition", epoch: 2, epochs: 3, mode: "toggle" },
    dropped: "untouched",
  },
  { name: "a frozen layer", mask: { kind: "frozen" }, dropped: "untouched" },
  { name: "a mask of zeros, decaying", mask: { kind: "frozen" }, dropped: "zero-gradient" },
];

/** Alone, off a chunk and over several; some part alone in the last stretch of a workgroup. */
const SHAPES: readonly { name: string; group: () => ParameterDescription[] }[] = [
  { name: "aligned parts", group: () => [dense(1100, 3), dense(4), dense(70_001), dense(1)] },
  { name: "parts off multiples of four", group: () => [dense(1, 3), dense(1023, 3), dense(7), dense(30_001, 2)] },
];

const table = (rows: number, features: number): ParameterDescription => ({
  parts: [{ name: `table ${rows} ${features}`, index: 7, size: rows * features }],
  shape: [rows, features],
  use: "table",
});

/** Makes one measured step. @returns how far what it tells is from what happened; NaN where a count is wrong */
async function errorOf(gpu: Gpu, members: readonly Member[], plan: UpdatePlan): Promise<number> {
  const before = await Promise.all(members.map(({ parameter }) => parameter.read()));
  const updates = members.map((member, i): Update => {
    const { parameter } = member;
    if (parameter.use !== "table") {
      give(gpu, member, 10 * plan.step + i);
      return { parameter, gradient: parameter.held(), plan };
    }
    const [rows, features] = parameter.shape as [number, number];
    const ids = Int32Array.from(new Set([0, plan.step % rows, rows - 1])).sort();
    const values = tf.tensor2d(normals(ids.length * features, 10 * plan.step + i), [ids.length, features]);
    return { parameter, gradient: { ids, rows: values }, plan: { ...plan, mask: { kind: "active" } } };
  });
  const scale = tf.scalar(0.5);
  const { sums, parts } = measuredUpdateAll(gpu, updates, scale);
  const told = await sums.data();
  tf.dispose([sums, scale, ...updates.map(({ gradient }) => (isTableGradient(gradient) ? gradient.rows : []))]);
  const found: number[] = [
    parts.length === members.flatMap(({ parameter }) => parameter.parts).length ? 0 : Number.NaN,
  ];
  for (const [i, { parameter }] of members.entries()) {
    const after = await parameter.read();
    const mask: LayerMask = parameter.use === "table" ? { kind: "active" } : plan.mask;
    const factors = factorsOf(parameter, mask, plan);
    let start = 0;
    for (const part of parameter.parts) {
      const at = parts.indexOf(part);
      let [learning, squares] = [0, 0];
      for (let e = start; e < start + part.size; e++) {
        if (factors[e] !== 0) learning++;
        squares += Math.fround(after[e]! - before[i]![e]!) ** 2;
      }
      start += part.size;
      if (told[2 * at] !== learning) return Number.NaN;
      found.push(squares === 0 ? told[2 * at + 1]! : Math.abs(told[2 * at + 1]! / squares - 1));
    }
  }
  return worst(found);
}

/** Two steps of some parameters of every kind. */
async function twoSteps(gpu: Gpu, shape: readonly ParameterDescription[], change: Partial<UpdatePlan>) {
  const tables = [table(300, 8), table(41, 3), table(1, 5)];
  const members = [...makeGroup(gpu, shape), ...makeGroup(gpu, tables)];
  poison(gpu, members);
  const { lentBytes } = gpu.pool;
  try {
    const errors = [await errorOf(gpu, members, planOf(0, change)), await errorOf(gpu, members, planOf(1, change))];
    const leftBehind = gpu.pool.lentBytes === lentBytes ? 0 : Number.NaN;
    return { measured: worst([...errors, leftBehind]), limit: LIMIT };
  } finally {
    disposeAll(members);
  }
}

const maskedCases: Case[] = MASKS.flatMap(({ name, mask, dropped }) =>
  SHAPES.flatMap((shape) =>
    [ADAMW, SGD].map(
      (optimizer): Case => ({
        name: `${optimizer.kind} under ${name}, ${shape.name}: measured`,
        run: (gpu) => twoSteps(gpu, shape.group(), { mask, dropped, optimizer }),
      }),
    ),
  ),
);

const hardwareCases: Case[] = SHAPES.map(
  (shape): Case => ({
    name: `${shape.name}: measured with the kernels for real GPUs, their workgroups spread over two dimensions`,
    run: (gpu) =>
      asHardware(gpu, () =>
        spread(() =>
          twoSteps(gpu, shape.group(), { mask: { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" } }),
        ),
      ),
  }),
);

const resting: Case = {
  name: "rows that rest are measured as rows that do not change",
  async run(gpu) {
    const members = makeGroup(gpu, [table(90, 4)]);
    const measured = await errorOf(gpu, members, planOf(0, { optimizer: { ...ADAMW, weightDecay: 0 } }));
    disposeAll(members);
    return { measured, limit: LIMIT };
  },
};

const slabs: Case = {
  name: "a table in slabs is measured as one",
  async run(gpu) {
    const description = table(23, 4);
    const whole = makeGroup(gpu, [description])[0]!;
    const inSlabs = new Table(gpu, description, 5 * 4 * 4 + 1);
    const parameter = new DeviceParameter(description, { kind: "table", table: inSlabs });
    parameter.restore(await whole.parameter.state());
    const errors = [];
    for (let step = 0; step < 3; step++) errors.push(await errorOf(gpu, [{ ...whole, parameter }], planOf(step)));
    errors.push(inSlabs.values.length === 5 ? 0 : Number.NaN);
    disposeAll([whole]);
    parameter.dispose();
    return { measured: worst(errors), limit: LIMIT };
  },
};

const someMeasured: Case = {
  name: "a measured step leaves the same bits as a plain one, also where half of a group learns",
  async run(gpu) {
    const shape = [dense(1029, 3), dense(300), dense(8)];
    const [plain, measured] = [makeGroup(gpu, shape), makeGroup(gpu, shape)];
    const learn = (members: readonly Member[], step: number, update: typeof updateAll) => {
      const mask: LayerMask = { kind: "bernoulli", dropRate: 0.3, rescale: true, period: "step" };
      const chosen = step === 1 ? [members[0]!, members[2]!] : members;
      const plan = planOf(step, { mask });
      for (const [i, member] of chosen.entries()) give(gpu, member, 10 * step + i);
      tf.tidy(() => {
        const updates = chosen.map(({ parameter }) => ({ parameter, gradient: parameter.held(), plan }));
        update(gpu, updates, null);
      });
    };
    for (let step = 0; step < 4; step++) {
      learn(plain, step, updateAll);
      learn(measured, step, step % 2 === 1 ? measuredUpdateAll : updateAll);
    }
    let different = 0;
    for (const [i, { parameter }] of measured.entries()) {
      different += differing(await parameter.read(), await plain[i]!.parameter.read());
    }
    disposeAll([...plain, ...measured]);
    return { measured: different, limit: 0 };
  },
};

export const measureCases: readonly Case[] = [...maskedCases, ...hardwareCases, resting, slabs, someMeasured];
