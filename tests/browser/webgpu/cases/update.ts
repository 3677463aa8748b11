/** The optimizer against doubles, under every kind of mask. */
import * as tf from "@tensorflow/tfjs";
import type { LayerMask } from "../../../../src/graddrop/index.ts";
import type { ParameterDescription, UpdatePlan } from "../../../../src/ops/ops.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { clipScale, squaredNorms } from "../../../../src/ops/webgpu/squares.ts";
import { updateAll } from "../../../../src/ops/webgpu/update.ts";
import type { Case } from "./case.ts";
import {
  ADAMW,
  dense,
  disposeAll,
  errors,
  factorsOf,
  give,
  LIMIT,
  type Member,
  makeGroup,
  planOf,
  poison,
  SGD,
} from "./learning.ts";
import { differing, normals, worst } from "./numbers.ts";

const MASKS: readonly { name: string; mask: (epoch: number) => LayerMask; dropped: UpdatePlan["dropped"] }[] = [
  { name: "no mask", mask: () => ({ kind: "active" }), dropped: "zero-gradient" },
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
  { name: "a gaussian mask", mask: () => ({ kind: "gaussian", sigma: 0.5 }), dropped: "zero-gradient" },
  {
    name: "an epoch mask",
    mask: () => ({ kind: "bernoulli", dropRate: 0.5, rescale: true, period: "epoch" }),
    dropped: "untouched",
  },
  {
    name: "a partition",
    mask: (epoch) => ({ kind: "partition", epoch, epochs: 3, mode: "cumulative" }),
    dropped: "untouched",
  },
  {
    name: "a toggled partition",
    mask: (epoch) => ({ kind: "partition", epoch, epochs: 3, mode: "toggle" }),
    dropped: "untouched",
  },
  {
    name: "layers frozen at times",
    mask: (epoch) => (epoch === 2 ? { kind: "frozen" } : { kind: "active" }),
    dropped: "untouched",
  },
  {
    name: "a mask of zeros, decaying",
    mask: (epoch) => (epoch === 2 ? { kind: "frozen" } : { kind: "active" }),
    dropped: "zero-gradient",
  },
];

/** With parts that start at multiples of four, and with others; alone, off a chunk and over several. */
const SHAPES: readonly { name: string; group: () => ParameterDescription[] }[] = [
  { name: "aligned parts", group: () => [dense(1100, 3), dense(4), dense(2500), dense(1)] },
  { name: "parts off multiples of four", group: () => [dense(1, 3), dense(1023, 3), dense(7), dense(3001, 2)] },
];

const maskedCases: Case[] = MASKS.flatMap(({ name, mask, dropped }) =>
  SHAPES.flatMap((shape) =>
    [ADAMW, SGD].map(
      (optimizer): Case => ({
        name: `${optimizer.kind} under ${name}, ${shape.name}`,
        async run(gpu) {
          const members = makeGroup(gpu, shape.group());
          try {
            for (let step = 0; step < 6; step++) {
              const epoch = 1 + Math.floor(step / 2);
              const plan = planOf(step, { optimizer, mask: mask(epoch), dropped, epoch });
              members.forEach((member, i) => {
                const gradient = give(gpu, member, 10 * step + i);
                member.reference.step(gradient, factorsOf(member.parameter, plan.mask, plan), plan);
              });
              updateAll(
                gpu,
                members.map(({ parameter }) => ({ parameter, gradient: parameter.held(), plan })),
                null,
              );
            }
            return { measured: await errors(members), limit: LIMIT };
          } finally {
            disposeAll(members);
          }
        },
      }),
    ),
  ),
);

const untouchedStay: Case = {
  name: "weights left untouched keep their bits",
  async run(gpu) {
    const members = makeGroup(gpu, [dense(1030, 2), dense(5)]);
    const mask: LayerMask = { kind: "partition", epoch: 1, epochs: 2, mode: "cumulative" };
    const plan = planOf(0, { mask, dropped: "untouched" });
    const before = await Promise.all(members.map(({ parameter }) => parameter.read()));
    members.forEach((member, i) => {
      give(gpu, member, i);
    });
    updateAll(
      gpu,
      members.map(({ parameter }) => ({ parameter, gradient: parameter.held(), plan })),
      null,
    );
    let measured = 0;
    for (const [i, { parameter }] of members.entries()) {
      const after = await parameter.read();
      const factors = factorsOf(parameter, mask, plan);
      factors.forEach((factor, at) => {
        if ((factor === 0) !== (before[i]![at] === after[at])) measured++;
      });
    }
    disposeAll(members);
    return { measured, limit: 0 };
  },
};

const someLearn: Case = {
  name: "parameters of a group without a gradient stay as they are, and count no step",
  async run(gpu) {
    const members = makeGroup(gpu, [dense(9), dense(1025), dense(6), dense(300)]);
    const chosen = [[0, 1, 3], [1], [0, 1, 2, 3], [2, 3]];
    chosen.forEach((list, step) => {
      // Neither first nor all: what finds a masked weight must count from the group's start.
      const mask: LayerMask = { kind: "bernoulli", dropRate: 0.5, rescale: true, period: "step" };
      const plan = planOf(step, { mask });
      const picked = list.map((i) => members[i]!);
      picked.forEach((member, i) => {
        const factors = factorsOf(member.parameter, mask, plan);
        member.reference.step(give(gpu, member, 10 * step + i), factors, plan);
      });
      updateAll(
        gpu,
        picked.map(({ parameter }) => ({ parameter, gradient: parameter.held(), plan })),
        null,
      );
    });
    const measured = await errors(members);
    disposeAll(members);
    return { measured, limit: LIMIT };
  },
};

const tensorsTaken: Case = {
  name: "gradients in tensors are clipped and applied like those in the arena",
  async run(gpu) {
    const members = makeGroup(gpu, [dense(33), dense(12, 3)]);
    for (let step = 0; step < 4; step++) {
      const plan = planOf(step);
      const gradients = members.map(({ size }, i) => normals(size, 50 + 2 * step + i));
      const clip = Math.min(1, 0.7 / (Math.sqrt(gradients.reduce((sum, g) => sum + squares(g), 0)) + 1e-6));
      tf.tidy(() => {
        const list = members.map(({ parameter }, i) => ({ parameter, gradient: tf.tensor1d(gradients[i]!), plan }));
        updateAll(gpu, list, clipScale(gpu, squaredNorms(gpu, list).sums, 0.7));
      });
      members.forEach(({ reference }, i) => {
        reference.step(
          gradients[i]!.map((g) => g * clip),
          null,
          plan,
        );
      });
    }
    const measured = await errors(members);
    disposeAll(members);
    return { measured, limit: LIMIT };
  },
};

const squares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);

const normCases: Case[] = SHAPES.map(({ name, group }) => ({
  name: `the norms of ${name}, tables and half of a group`,
  async run(gpu) {
    const whole = makeGroup(gpu, [...group(), dense(300_001)]);
    const half = makeGroup(gpu, [dense(17), dense(5), dense(2000, 2)]);
    const table: ParameterDescription = {
      parts: [{ name: "table", index: 99, size: 70 }],
      shape: [10, 7],
      use: "table",
    };
    const [tableMember] = makeGroup(gpu, [table]);
    const given = [...whole, half[0]!, half[2]!];
    poison(gpu, whole);
    const wanted = new Map<string, number>();
    given.forEach((member, i) => {
      const gradient = give(gpu, member, i);
      let start = 0;
      for (const { name, size } of member.parameter.parts) {
        wanted.set(name, squares(gradient.subarray(start, start + size)));
        start += size;
      }
    });
    const rows = normals(21, 3);
    wanted.set("table", squares(rows));
    const tableRows = tf.tensor2d(rows, [3, 7]);
    const { sums, parts } = squaredNorms(gpu, [
      { parameter: tableMember!.parameter, gradient: { ids: Int32Array.of(0, 4, 9), rows: tableRows } },
      ...given.map(({ parameter }) => ({ parameter, gradient: parameter.held() })),
    ]);
    const scale = clipScale(gpu, sums, 0.5);
    const values = await sums.data();
    const total = [...wanted.values()].reduce((sum, square) => sum + square, 0);
    const clip = 0.5 / (Math.sqrt(total) + 1e-6);
    const each = parts.map(({ name }, i) => Math.abs(values[i]! / wanted.get(name)! - 1));
    const missing = parts.length === wanted.size ? 0 : Number.NaN;
    const measured = worst([...each, Math.abs((await scale.data())[0]! / clip - 1), missing]);
    tf.dispose([sums, scale, tableRows]);
    disposeAll([...whole, ...half, tableMember!]);
    return { measured, limit: 1e-6 };
  },
}));

const PARTITION: LayerMask = { kind: "partition", epoch: 1, epochs: 3, mode: "toggle" };

function learn(gpu: Gpu, members: readonly Member[], step: number, change: Partial<UpdatePlan>): void {
  const plan = planOf(step, change);
  members.forEach((member, i) => {
    give(gpu, member, 10 * step + i);
  });
  updateAll(
    gpu,
    members.map(({ parameter }) => ({ parameter, gradient: parameter.held(), plan })),
    null,
  );
}

const written: Case = {
  name: "writing weights forgets moments and steps",
  async run(gpu) {
    const shape = [dense(1029), dense(8)];
    const [used, fresh] = [makeGroup(gpu, shape), makeGroup(gpu, shape)];
    for (let step = 0; step < 3; step++) learn(gpu, used, step, { mask: PARTITION, dropped: "untouched" });
    for (const [i, { parameter }] of used.entries()) parameter.write(await fresh[i]!.parameter.read());
    for (const members of [used, fresh]) learn(gpu, members, 0, {});
    let measured = 0;
    for (const [i, { parameter }] of used.entries()) {
      measured += differing(await parameter.read(), await fresh[i]!.parameter.read());
    }
    disposeAll([...used, ...fresh]);
    return { measured, limit: 0 };
  },
};

const restored: Case = {
  name: "a restored parameter goes on with the same bits",
  async run(gpu) {
    const shape = [dense(1029), dense(8)];
    const [one, other] = [makeGroup(gpu, shape), makeGroup(gpu, shape)];
    learn(gpu, one, 0, {});
    learn(gpu, one, 1, { mask: PARTITION, dropped: "untouched" });
    learn(gpu, other, 0, {});
    for (const [i, { parameter }] of one.entries()) other[i]!.parameter.restore(await parameter.state());
    for (const members of [one, other]) {
      learn(gpu, members, 2, { mask: PARTITION, dropped: "untouched" });
      learn(gpu, members, 3, {});
    }
    let measured = 0;
    for (const [i, { parameter }] of one.entries()) {
      measured += differing(await parameter.read(), await other[i]!.parameter.read());
    }
    disposeAll([...one, ...other]);
    return { measured, limit: 0 };
  },
};

const compiledOnly: Case = {
  name: "compiling an update changes nothing",
  async run(gpu) {
    const shape = [dense(1029), dense(8)];
    const [compiled, plain] = [makeGroup(gpu, shape), makeGroup(gpu, shape)];
    for (const change of [{}, { mask: PARTITION, dropped: "untouched" as const }]) {
      await gpu.compile(() => {
        for (const { parameter } of compiled) parameter.gradient();
        const plan = planOf(0, change);
        updateAll(
          gpu,
          compiled.map(({ parameter }) => ({ parameter, gradient: parameter.held(), plan })),
          null,
        );
      });
    }
    for (const members of [compiled, plain]) for (let step = 0; step < 2; step++) learn(gpu, members, step, {});
    let measured = 0;
    for (const [i, { parameter }] of compiled.entries()) {
      measured += differing(await parameter.read(), await plain[i]!.parameter.read());
    }
    disposeAll([...compiled, ...plain]);
    return { measured, limit: 0 };
  },
};

export const updateCases: readonly Case[] = [
  ...maskedCases,
  untouchedStay,
  someLearn,
  tensorsTaken,
  ...normCases,
  written,
  restored,
  compiledOnly,
];
