/** The optimizer on tables, against doubles. */
import * as tf from "@tensorflow/tfjs";
import type { ParameterDescription, ParameterState } from "../../../../src/ops/ops.ts";
import { createParameters, DeviceParameter } from "../../../../src/ops/webgpu/parameters.ts";
import { Table } from "../../../../src/ops/webgpu/table.ts";
import { updateAll } from "../../../../src/ops/webgpu/update.ts";
import type { Case } from "./case.ts";
import { ADAMW, disposeAll, errors, LIMIT, type Member, makeGroup, planOf, SGD } from "./learning.ts";
import { differing, normals } from "./numbers.ts";

const tableCases: Case[] = [4, 3].flatMap((features) =>
  [ADAMW, SGD, { ...ADAMW, weightDecay: 0 }].map(
    (optimizer): Case => ({
      name: `${optimizer.kind} moves every row of a table of ${features} features, seen or not (weight decay ${optimizer.weightDecay})`,
      async run(gpu) {
        const rows = 90;
        const description: ParameterDescription = {
          parts: [{ name: "table", index: 7, size: rows * features }],
          shape: [rows, features],
          use: "table",
        };
        const [first, second] = [makeGroup(gpu, [description])[0]!, makeGroup(gpu, [description])[0]!];
        const batches = [[0, 3], [3, 89], [2], [0, 2, 8], [5], [3]];
        batches.forEach((ids, step) => {
          const plan = planOf(step, { optimizer });
          tf.tidy(() => {
            const updates = [first, second].map((member, i) => {
              const ownIds = i === 0 ? ids : [...ids, 60];
              const values = normals(ownIds.length * features, 10 * step + i);
              const gradient = new Float32Array(rows * features);
              ownIds.forEach((id, at) => {
                gradient.set(values.subarray(at * features, (at + 1) * features), id * features);
              });
              // Rows are given in ascending order.
              const order = [...ownIds.keys()].sort((a, b) => ownIds[a]! - ownIds[b]!);
              const sorted = order.flatMap((at) => Array.from(values.subarray(at * features, (at + 1) * features)));
              member.reference.step(
                gradient.map((g) => g * 0.5),
                null,
                plan,
              );
              return {
                parameter: member.parameter,
                gradient: {
                  ids: Int32Array.from(order, (at) => ownIds[at]!),
                  rows: tf.tensor2d(sorted, [ownIds.length, features]),
                },
                plan,
              };
            });
            updateAll(gpu, updates, tf.scalar(0.5));
          });
        });
        const measured = await errors([first, second]);
        disposeAll([first, second]);
        return { measured, limit: LIMIT };
      },
    }),
  ),
);

const slabs: Case = {
  name: "a table in slabs is updated, read and written as in one piece",
  async run(gpu) {
    const [rows, features] = [23, 4];
    const description: ParameterDescription = {
      parts: [{ name: "table", index: 7, size: rows * features }],
      shape: [rows, features],
      use: "table",
    };
    const whole = makeGroup(gpu, [description])[0]!;
    const table = new Table(gpu, description, 5 * 4 * features + 1);
    const cut: Member = { ...whole, parameter: new DeviceParameter(description, { kind: "table", table }) };
    cut.parameter.restore(await whole.parameter.state());
    for (const [step, ids] of [
      [0, 4, 5, 22],
      [9, 10],
      [4, 22],
    ].entries()) {
      const gradient = {
        ids: Int32Array.from(ids),
        rows: tf.tensor2d(normals(ids.length * features, step), [ids.length, features]),
      };
      for (const { parameter } of [whole, cut]) updateAll(gpu, [{ parameter, gradient, plan: planOf(step) }], null);
      gradient.rows.dispose();
    }
    const states = await Promise.all([whole, cut].map(({ parameter }) => parameter.state()));
    const [a, b] = states as [ParameterState, ParameterState];
    const seen = b.seen!.reduce((count, row) => count + row, 0) === 6 && table.values.length === 5;
    const measured =
      differing(b.values, a.values) + differing(b.moments!.second, a.moments!.second) + (seen ? 0 : Number.NaN);
    disposeAll([whole, cut]);
    return { measured, limit: 0 };
  },
};

const manyRows: Case = {
  name: "a table that takes more than 65,535 workgroups",
  async run(gpu) {
    const rows = 65_537 * 64 - 1;
    const description: ParameterDescription = {
      parts: [{ name: "table", index: 7, size: rows }],
      shape: [rows, 1],
      use: "table",
    };
    const [parameter] = createParameters(gpu, [{ description, values: new Float32Array(rows).fill(1) }]);
    const ids = Int32Array.of(0, 63, 64 * 65_535, rows - 1);
    const optimizer = { ...SGD, weightDecay: 0 };
    const gradient = { ids, rows: tf.tensor2d([1, 2, 3, 4], [4, 1]) };
    updateAll(gpu, [{ parameter: parameter!, gradient, plan: planOf(0, { optimizer, learningRate: 0.25 }) }], null);
    gradient.rows.dispose();
    const wanted = new Float32Array(rows).fill(1);
    ids.forEach((id, i) => {
      wanted[id] = 1 - 0.25 * (i + 1);
    });
    const measured = differing(await parameter!.read(), wanted);
    parameter!.dispose();
    return { measured, limit: 0 };
  },
};

export const updateTableCases: readonly Case[] = [...tableCases, slabs, manyRows];
