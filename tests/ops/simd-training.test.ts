import { describe, expect, test } from "vitest";
import { STRETCH, type Stretch } from "../../src/ops/portable/factors.ts";
import { type HeadsTask, largestHead, probabilityCount } from "../../src/ops/portable/fused/heads.ts";
import { javascriptLoops, type Loops } from "../../src/ops/portable/fused/loops.ts";
import { packTokens } from "../../src/ops/tokens.ts";
import { normals } from "./opsets.ts";
import { expectParity, runSimd } from "./simd.ts";

const EPS = 1e-5;
const positive = (values: Float32Array) => values.map((value) => Math.abs(value));

describe.each([
  { rows: 0, features: 6 },
  { rows: 1, features: 3 },
  { rows: 3, features: 5 },
  { rows: 9, features: 16 },
  { rows: 6, features: 130 },
])("layer norm of [$rows, $features]", ({ rows, features }) => {
  const size = rows * features;

  test.for([{ drops: true }, { drops: false }])("with residual, dropout: $drops", async ({ drops }) => {
    const given = {
      ...{ y: normals(size), bias: normals(features), residual: normals(size), factors: normals(size) },
      ...{ gain: normals(features), shift: normals(features), output: normals(size), inverse: normals(rows) },
    };
    await expectParity(given, (loops, { y, bias, residual, factors, gain, shift, output, inverse }) => {
      const add = { bias, residual, factors: drops ? factors : undefined };
      loops.residualNorm(y, add, { gain, shift, eps: EPS }, output, inverse);
    });
  });

  const embeddings = [true, false].flatMap((drops) => [1, 2].map((kinds) => ({ drops, kinds })));
  test.for(embeddings)("of embeddings of tokens of $kinds types, dropout: $drops", async ({ drops, kinds }) => {
    const ids = Int32Array.from({ length: rows }, (_, row) => (3 * row) % 4);
    const positions = Int32Array.from({ length: rows }, (_, row) => row % 3);
    const types = kinds === 1 ? null : Int32Array.from({ length: rows }, (_, row) => (row >> 1) % 2);
    const given = {
      ...{ word: normals(4 * features), position: normals(3 * features), tokenType: normals(kinds * features) },
      ...{ gain: normals(features), shift: normals(features), factors: normals(size) },
      ...{ output: normals(size), normalised: normals(size), inverse: normals(rows) },
    };
    await expectParity(given, (loops, { word, position, tokenType, gain, shift, factors, ...out }) => {
      const lookup = { word, position, tokenType, ids, positions, types };
      loops.embeddingNorm(lookup, { gain, shift, eps: EPS }, drops ? factors : undefined, out);
    });
  });

  test.for([
    { parameters: true, drops: true },
    { parameters: true, drops: false },
    { parameters: false, drops: false },
  ])("backward, parameters: $parameters, dropout: $drops", async ({ parameters, drops }) => {
    const given = {
      ...{ gradient: normals(size), normalised: normals(size), inverse: positive(normals(rows)) },
      ...{ gain: normals(features), before: normals(size), dz: normals(size) },
      ...{ dGain: normals(features), dShift: normals(features) },
    };
    await expectParity(given, (loops, { gradient, normalised, inverse, gain, before, dz, dGain, dShift }) => {
      const wanted = parameters ? { gain: dGain, shift: dShift } : undefined;
      loops.normBackward(gradient, { normalised, inverse }, gain, dz, wanted, drops ? before : undefined);
    });
  });
});

const DROPOUT = { dropout: { rate: 0.3, seed: 3, step: 8 }, site: 6 };
const attentions = [
  { lengths: [5, 1, 7, 4], heads: 2, hidden: 6, queries: "all" as const, site: null },
  { lengths: [5, 1, 7, 4], heads: 2, hidden: 6, queries: "all" as const, site: DROPOUT },
  { lengths: [3, 7, 1], heads: 3, hidden: 15, queries: "first" as const, site: DROPOUT },
  { lengths: [8, 8], heads: 1, hidden: 8, queries: "all" as const, site: DROPOUT },
];

test.for(attentions)("attention of rows of $lengths, $queries queries, forward and backward", async (example) => {
  const { lengths, heads, hidden, queries, site } = example;
  const sequence = Math.max(...lengths);
  const inputIds = lengths.flatMap((length) => Array.from({ length: sequence }, (_, i) => (i < length ? 2 : 1)));
  const tokens = packTokens(
    { inputIds: Int32Array.from(inputIds), rows: lengths.length, sequence, lengths: Int32Array.from(lengths) },
    { padId: 1, firstPosition: 2, vocabSize: 3, maxPositions: sequence + 2, typeVocabSize: 1 },
  );
  const task: HeadsTask = { tokens, shape: { heads, queries }, site, hidden };
  const outputs = (queries === "first" ? tokens.rows : tokens.count) * hidden;
  const given = {
    ...{ qkv: normals(3 * tokens.count * hidden), output: normals(outputs), gradient: normals(outputs) },
    ...{ probabilities: normals(probabilityCount(task)), dQkv: normals(3 * tokens.count * hidden) },
  };
  const work: Parameters<typeof expectParity<typeof given>>[1] = (loops, arrays) => {
    loops.attentionForward(arrays.qkv, arrays.output, arrays.probabilities, task);
    const back = { ...task, kept: site ? 1 / (1 - site.dropout.rate) : 1 };
    loops.attentionBackward(arrays.qkv, arrays.probabilities, arrays.gradient, arrays.dQkv, back);
  };
  await expectParity(given, work, 2 * largestHead(task));
});

test("attention scores that are far apart leave no NaN", async () => {
  const tokens = packTokens(
    { inputIds: Int32Array.of(0, 2, 2, 2, 2), rows: 1, sequence: 5, lengths: Int32Array.of(5) },
    { padId: 1, firstPosition: 2, vocabSize: 3, maxPositions: 8, typeVocabSize: 1 },
  );
  const task: HeadsTask = { tokens, shape: { heads: 1, queries: "all" }, site: null, hidden: 4 };
  const given = { qkv: normals(60, 300), output: normals(20), probabilities: normals(25) };
  const work: Parameters<typeof expectParity<typeof given>>[1] = (loops, { qkv, output, probabilities }) =>
    loops.attentionForward(qkv, output, probabilities, task);
  const found = await runSimd(given, work, largestHead(task));
  for (let row = 0; row < 5; row++) {
    const share = found.probabilities.slice(5 * row, 5 * row + 5).reduce((sum, p) => sum + p, 0);
    expect(share).toBeCloseTo(1, 5);
  }
});

const SETTINGS = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.1 };
const SIZE = 2 * STRETCH + 7;
/** A third of the weights dropped; in one stretch without factors, one of many and one of a single weight. */
const factors = Float32Array.from({ length: SIZE }, (_, i) => (i % 3 === 0 ? 0 : 1.25));
const STRETCHES: Stretch[] = [
  { start: 0, end: 5, factors: null },
  { start: 5, end: SIZE - 1, factors: factors.subarray(5, SIZE - 1) },
  { start: SIZE - 1, end: SIZE, factors: factors.subarray(SIZE - 1) },
];
const counts = Int32Array.from({ length: SIZE }, (_, i) => 1 + (i % 40));

const weightsOf = () => ({
  ...{ from: normals(SIZE), to: normals(SIZE), gradient: normals(SIZE) },
  ...{ first: normals(SIZE), second: positive(normals(SIZE)) },
});

describe.each([
  { name: "all weights at one step", clock: { steps: 3, counts: null }, untouched: false },
  { name: "each weight at its own step", clock: { steps: 40, counts }, untouched: false },
  { name: "dropped weights passed over", clock: { steps: 40, counts }, untouched: true },
])("the optimizers with $name", ({ clock, untouched }) => {
  test("AdamW", async () => {
    await expectParity(weightsOf(), (loops, { from, to, gradient, first, second }) =>
      loops.adamW({ from, to, gradient, scale: 0.5 }, { first, second }, STRETCHES, untouched, clock, SETTINGS),
    );
  });

  test("gradient descent", async () => {
    await expectParity(weightsOf(), (loops, { from, to, gradient }) =>
      loops.sgd({ from, to, gradient, scale: 0.5 }, STRETCHES, untouched, SETTINGS),
    );
  });

  test("a weight that is passed over keeps every bit, and so do its moments", async () => {
    if (!untouched) return;
    const given = weightsOf();
    const found = await runSimd(given, (loops, { from, to, gradient, first, second }) =>
      loops.adamW({ from, to, gradient, scale: 1 }, { first, second }, STRETCHES, untouched, clock, SETTINGS),
    );
    for (let i = 5; i < SIZE; i++) {
      if (factors[i] !== 0) continue;
      expect([found.to[i], found.first[i], found.second[i]]).toEqual([given.from[i], given.first[i], given.second[i]]);
    }
  });
});

test("a weight decay of little more than f32's step at 1 is not rounded up or away", async () => {
  const given = weightsOf();
  given.gradient.fill(0);
  given.first.fill(0);
  const settings = { ...SETTINGS, learningRate: 1e-5, weightDecay: 0.01 };
  const all: Stretch[] = [{ start: 0, end: SIZE, factors: null }];
  const work = (loops: Loops, { from, gradient, first, second }: typeof given) => {
    for (let steps = 1; steps <= 100; steps++) {
      const weights = { from, to: from, gradient, scale: 1 };
      loops.adamW(weights, { first, second }, all, false, { steps, counts: null }, settings);
    }
  };
  const moved = (after: Float32Array) => after.reduce((sum, value, i) => sum + Math.abs(given.from[i]! - value), 0);
  const inSimd = await runSimd(given, work);
  const inDoubles = { ...given, from: given.from.slice() };
  work(javascriptLoops, inDoubles);
  expect(moved(inSimd.from) / moved(inDoubles.from)).toBeCloseTo(1, 3);
});

describe.each([{ weightDecay: 0.1 }, { weightDecay: 0 }])(
  "tables with weight decay $weightDecay",
  ({ weightDecay }) => {
    const settings = { ...SETTINGS, weightDecay };
    const ids = Int32Array.of(0, 3, 4);
    const given = {
      ...{ table: normals(7 * 5), first: normals(7 * 5), second: positive(normals(7 * 5)), rows: normals(3 * 5) },
    };

    test("AdamW", async () => {
      await expectParity(given, (loops, { table, first, second, rows }) => {
        const seen = Uint8Array.of(1, 0, 1, 0, 0, 0, 0);
        const clock = { steps: 5, counts: null };
        loops.adamWRows(table, { first, second }, { ids, rows, features: 5 }, seen, 0.5, clock, settings);
        expect(Array.from(seen)).toEqual([1, 0, 1, 1, 1, 0, 0]);
      });
    });

    test("gradient descent", async () => {
      await expectParity(given, (loops, { table, rows }) =>
        loops.sgdRows(table, { ids, rows, features: 5 }, 0.5, settings),
      );
    });
  },
);
