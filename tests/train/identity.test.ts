import { describe, expect, test } from "vitest";
import type { Row } from "../../src/train/batches.ts";
import { identityOf } from "../../src/train/identity.ts";

const weights = () =>
  new Map([
    ["a", Float32Array.of(1, 2, 3)],
    ["b", Float32Array.of(4)],
  ]);
const batches = {
  seed: 1,
  epochs: 2,
  trainSize: 8,
  batchSize: 4,
  rows: (index: number) => [{ ids: [0, 10 + index, 2], target: { kind: "sequence" as const, label: index % 2 } }],
};
const changed = (change: Partial<Row>) => (index: number) => batches.rows(index).map((row) => ({ ...row, ...change }));
const reference = identityOf(weights(), batches);

test("a run's identity is the same whenever it is taken, in whatever order the weights are named", () => {
  expect(reference.weights).toMatch(/^[0-9a-f]{12}$/);
  expect(reference.batches).toMatch(/^[0-9a-f]{12}$/);
  expect(identityOf(new Map([...weights()].reverse()), batches)).toEqual(reference);
});

describe("another identity comes", () => {
  test("of weights from one bit, a sign of zero, a name, or a value in another tensor", () => {
    const changes: [string, Float32Array][][] = [
      [
        ["a", Float32Array.of(1, 2, 3.0000002)],
        ["b", Float32Array.of(4)],
      ],
      [
        ["a", Float32Array.of(1, 2)],
        ["b", Float32Array.of(3, 4)],
      ],
      [
        ["a", Float32Array.of(1, 2, 3)],
        ["c", Float32Array.of(4)],
      ],
    ];
    const found = changes.map((entries) => identityOf(new Map(entries), batches).weights);
    expect(new Set([reference.weights, ...found]).size).toBe(4);
    const zero = (value: number) => identityOf(new Map([["a", Float32Array.of(value)]]), batches).weights;
    expect(zero(0)).not.toBe(zero(-0));
  });

  test("of batches from another seed, size or number of epochs, a token, a label or a window", () => {
    const changes = [
      { seed: 2 },
      { batchSize: 2 },
      { epochs: 3 },
      { trainSize: 7 },
      { rows: changed({ target: { kind: "sequence", label: 0 } }) },
      { rows: changed({ ids: [0, 10, 3] }) },
      { rows: (index: number) => [...batches.rows(index), ...batches.rows(index)] },
    ];
    const found = changes.map((change) => identityOf(weights(), { ...batches, ...change }));
    expect(new Set([reference, ...found].map((identity) => identity.batches)).size).toBe(8);
    for (const identity of found) expect(identity.weights).toBe(reference.weights);
  });
});
