/** Engines with heads on tokens: what tests/train/engine.test.ts promises of a sequence head, and what is theirs alone. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import type { LayerMask } from "../../src/graddrop/index.ts";
import type { Head } from "../../src/model/parameters.ts";
import type { Ops } from "../../src/ops/index.ts";
import { type Batch, createEngine, type Engine, type MemorySettings, type StepPlan } from "../../src/train/engine.ts";
import { ADAMW, planOf, randomBatch, randomWeights, relativeError, seenLogits, TINY } from "../model/support.ts";
import { misses, requestOf } from "../model/traces.ts";
import { OP_SETS } from "../ops/opsets.ts";

const LENGTHS = [7, 12, 3, 9];
const TOKEN = { kind: "token", classes: 5 } as const;
const SPAN = { kind: "span" } as const;
const HEADS: readonly Head[] = [TOKEN, SPAN];

const MASKS: LayerMask[] = [
  { kind: "active" },
  { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" },
  { kind: "partition", epoch: 1, epochs: 3, mode: "cumulative" },
];
const EVERYTHING: Partial<StepPlan> = { dropout: 0.2, layerMasks: MASKS };

async function train(engine: Engine, batchOf: (step: number) => Batch, steps: number, change: Partial<StepPlan> = {}) {
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    losses.push((await engine.step(batchOf(step), planOf(TINY, { step, ...change })).read()).loss);
  }
  return losses;
}

afterEach(() => expect(tf.memory().numTensors).toBe(0));

const CASES = OP_SETS.flatMap((opSet) => HEADS.map((head) => ({ ...opSet, head, kind: head.kind })));

describe.each(CASES)("a $kind head with $set ops on $backend", ({ backend, create, head }) => {
  const batchOf = (step: number) => randomBatch(TINY, LENGTHS, head, step + 1);

  async function engineOn(memory?: MemorySettings): Promise<Engine> {
    await selectBackend(backend);
    return createEngine(TINY, head, randomWeights(TINY, head), create(), memory);
  }

  async function outcome(change: Partial<StepPlan>, memory?: MemorySettings) {
    const engine = await engineOn(memory);
    const losses = await train(engine, batchOf, 4, change);
    const weights = await engine.weights();
    engine.dispose();
    return { losses, weights };
  }

  test("learns a batch by heart", async () => {
    const engine = await engineOn();
    const losses = await train(engine, () => batchOf(0), 40, { learningRate: 5e-3 });
    expect(losses.at(-1)).toBeLessThan(0.1 * losses[0]!);
    engine.dispose();
  });

  test.for([
    { recompute: false, update: "after" },
    { recompute: true, update: "fused" },
  ] as const)("holds no more after 12 steps than after 3 ($recompute, $update)", async (memory) => {
    const engine = await engineOn(memory);
    const more = async () => {
      await train(engine, batchOf, 3, { ...EVERYTHING, report: "measures" });
      await engine.logits(batchOf(0));
      const { numTensors, numBytes } = tf.memory();
      return { numTensors, numBytes };
    };
    const early = await more();
    await more();
    await more();
    expect(await more()).toEqual(early);
    engine.dispose();
    expect(tf.memory().numBytes).toBe(0);
  });

  test("is the same to the last bit when it is trained again, and when activations are computed again", async () => {
    const first = await outcome(EVERYTHING);
    expect(await outcome(EVERYTHING)).toEqual(first);
    expect(await outcome(EVERYTHING, { recompute: true, update: "after" })).toEqual(first);
    expect((await outcome({ ...EVERYTHING, seed: 2 })).losses).not.toEqual(first.losses);
  });

  test("is the same to the last bit when it is updated within the backward pass, without clipping", async () => {
    const plan = { ...EVERYTHING, optimizer: { ...ADAMW, clipNorm: null } };
    expect(await outcome(plan, { recompute: false, update: "fused" })).toEqual(await outcome(plan));
  });

  test("learns of tokens alone: padding changes nothing", async () => {
    const batch = batchOf(0);
    const engine = await engineOn();
    const narrow = await engine.step(batch, planOf(TINY, { learningRate: 0, report: "gradNorms" })).read();
    const wide = await engine.step(widened(batch, 15), planOf(TINY, { learningRate: 0, report: "gradNorms" })).read();
    expect(wide.loss / narrow.loss).toBeCloseTo(1, 5);
    expect(wide.globalNorm / narrow.globalNorm).toBeCloseTo(1, 5);
    const finite = (logits: Float32Array) => logits.filter(Number.isFinite);
    expect(relativeError(finite(wide.logits), finite(narrow.logits))).toBeLessThan(1e-5);
    engine.dispose();
  });

  test("gives a step the logits that it gives without a step, and computes each row on its own", async () => {
    const engine = await engineOn();
    const batch = batchOf(2);
    const together = await engine.logits(batch);
    const { logits } = await engine.step(batch, planOf(TINY)).read();
    expect([...logits]).toEqual([...together]);
    engine.load(randomWeights(TINY, head));
    const alone: number[] = [];
    for (const row of rowsOf(batch)) alone.push(...(await engine.logits(row)));
    expect(alone).toHaveLength(together.length);
    const finite = (values: Iterable<number>) => [...values].filter(Number.isFinite);
    expect(relativeError(finite(alone), finite(together))).toBeLessThan(1e-5);
    engine.dispose();
  });

  test("frozen layers keep their bits, and below the lowest that learns nothing is computed", async () => {
    await selectBackend(backend);
    const ops = create();
    let passes = 0;
    const counted: Ops = {
      ...ops,
      attentionBackward(...given) {
        passes++;
        return ops.attentionBackward(...given);
      },
    };
    const engine = createEngine(TINY, head, randomWeights(TINY, head), counted);
    const layerMasks: LayerMask[] = [{ kind: "frozen" }, { kind: "active" }, { kind: "frozen" }];
    await train(engine, batchOf, 2, { layerMasks, embeddings: "frozen" });
    expect(passes).toBe(4);
    await train(engine, batchOf, 2, { layerMasks: layerMasks.map(() => ({ kind: "frozen" })), embeddings: "frozen" });
    expect(passes).toBe(4);
    const before = randomWeights(TINY, head);
    for (const [name, values] of await engine.weights()) {
      const learns = name.includes(".layer.1.") || !name.startsWith("roberta.");
      if (learns) expect(values, name).not.toEqual(before.get(name));
      else expect(values, name).toEqual(before.get(name));
    }
    engine.dispose();
  });

  test("goes on from a snapshot in a new engine, bit for bit", async () => {
    const wanted = await outcome(EVERYTHING);
    const first = await engineOn();
    await train(first, batchOf, 2, EVERYTHING);
    const snapshot = await first.snapshot();
    first.dispose();
    const second = createEngine(TINY, head, randomWeights(TINY, head, 2), create());
    second.restore(snapshot);
    for (const step of [2, 3]) {
      await second.step(batchOf(step), planOf(TINY, { step, ...EVERYTHING })).read();
    }
    expect(await second.weights()).toEqual(wanted.weights);
    second.dispose();
  });

  test("tells what a step did to the head's weights, one by one and as a whole", async () => {
    const engine = await engineOn();
    const tensor = head.kind === "span" ? "qa_outputs.weight" : "classifier.weight";
    const plan = planOf(TINY, { ...EVERYTHING, report: "measures" });
    const { trace, report } = await engine.trace(batchOf(0), plan, requestOf(engine, tensor));
    expect(misses(trace)).toBeLessThan(1);
    const told = report.tensors.find(({ name }) => name === tensor);
    expect(told?.update?.active).toBe(engine.specs.find(({ name }) => name === tensor)!.shape.reduce((a, b) => a * b));
    expect(told?.gradNorm).toBeGreaterThan(0);
    engine.dispose();
  });
});

describe.each(OP_SETS)("a token head with $set ops on $backend", ({ backend, create }) => {
  async function onEngine<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result> {
    await selectBackend(backend);
    const engine = createEngine(TINY, TOKEN, randomWeights(TINY, TOKEN), create());
    try {
      return await work(engine);
    } finally {
      engine.dispose();
    }
  }

  test("drops the same activations of a token, whichever others have labels", () =>
    onEngine(async (engine) => {
      const batch = randomBatch(TINY, LENGTHS, TOKEN);
      const { positions, labels } = batch.targets as Extract<Batch["targets"], { kind: "token" }>;
      const plan = planOf(TINY, { dropout: 0.4, learningRate: 0, optimizer: { ...ADAMW, weightDecay: 0 } });
      const all = (await engine.step(batch, plan).read()).logits;
      const targets = { kind: "token", positions: positions.slice(2, 4), labels: labels.slice(2, 4) } as const;
      const some = (await engine.step({ ...batch, targets }, plan).read()).logits;
      expect([...some]).toEqual([...all.subarray(2 * TOKEN.classes, 4 * TOKEN.classes)]);
    }));

  test("makes nothing of a batch in which no token has a label", () =>
    onEngine(async (engine) => {
      const targets = { kind: "token", positions: new Int32Array(), labels: new Int32Array() } as const;
      const batch = { ...randomBatch(TINY, LENGTHS, TOKEN), targets };
      const plan = planOf(TINY, { dropout: 0.1, optimizer: { ...ADAMW, weightDecay: 0 } });
      const { loss, globalNorm, logits } = await engine.step(batch, plan).read();
      expect([Math.abs(loss), globalNorm, logits.length]).toEqual([0, 0, 0]);
      expect(await engine.logits(batch)).toEqual(new Float32Array());
      expect(await engine.weights()).toEqual(randomWeights(TINY, TOKEN));
    }));
});

test("a span head's padding has the logit -Infinity, and every token a finite one", async () => {
  await selectBackend("cpu");
  const engine = createEngine(TINY, SPAN, randomWeights(TINY, SPAN), OP_SETS[0].create());
  const batch = randomBatch(TINY, LENGTHS, SPAN);
  const logits = await engine.logits(batch);
  expect(logits).toHaveLength(batch.rows * batch.sequence * 2);
  logits.forEach((logit, i) => {
    const place = i >> 1;
    const isPad = place % batch.sequence >= LENGTHS[Math.floor(place / batch.sequence)]!;
    expect(logit === Number.NEGATIVE_INFINITY).toBe(isPad);
    expect(Number.isFinite(logit)).toBe(!isPad);
  });
  engine.dispose();
});

test("all op sets learn alike under either head", async () => {
  for (const head of HEADS) {
    const found: { losses: number[]; logits: number[] }[] = [];
    for (const { backend, create } of OP_SETS) {
      await selectBackend(backend);
      const engine = createEngine(TINY, head, randomWeights(TINY, head), create());
      const losses = await train(engine, (step) => randomBatch(TINY, LENGTHS, head, step + 1), 5, EVERYTHING);
      const batch = randomBatch(TINY, LENGTHS, head);
      const logits = seenLogits(await engine.logits(batch), head, batch);
      found.push({ losses, logits });
      engine.dispose();
    }
    for (const { losses, logits } of found.slice(1)) {
      expect(relativeError(losses, found[0]!.losses)).toBeLessThan(1e-5);
      expect(relativeError(logits, found[0]!.logits)).toBeLessThan(1e-4);
    }
  }
});

describe("targets that make no sense are refused, and change nothing", () => {
  const [cpu] = OP_SETS;
  const batch = (head: Head) => randomBatch(TINY, LENGTHS, head);
  const token = (positions: number[], labels: number[]): Partial<Batch> => ({
    targets: { kind: "token", positions: Int32Array.from(positions), labels: Int32Array.from(labels) },
  });
  const span = (starts: number[], ends: number[]): Partial<Batch> => ({
    targets: { kind: "span", starts: Int32Array.from(starts), ends: Int32Array.from(ends) },
  });

  // The first row has 7 tokens of 12.
  const wrong: [string, Head, Partial<Batch>, RegExp][] = [
    ["another head's", TOKEN, span([0, 0, 0, 0], [0, 0, 0, 0]), /for a span head, but the model has a token head/],
    [
      "labels of rows",
      SPAN,
      { targets: batch({ kind: "sequence", classes: 2 }).targets },
      /a sequence head, but .* span/,
    ],
    ["a label beyond the classes", TOKEN, token([1, 2], [0, 5]), /label 5, but the head has 5 classes/],
    ["a negative label", TOKEN, token([1], [-1]), /label -1/],
    ["fewer labels than tokens", TOKEN, token([1, 2], [0]), /1 labels for 2 tokens/],
    ["a label for padding", TOKEN, token([7], [0]), /Position 7 of row 0 .* padding/],
    ["a position outside the batch", TOKEN, token([48], [0]), /Position 48 is outside the batch of 4 rows of 12/],
    ["a token named twice", TOKEN, token([3, 3], [0, 0]), /Position 3 of row 0 comes twice/],
    ["an answer in the padding", SPAN, span([2, 0, 0, 0], [7, 0, 0, 0]), /answer of row 0 goes from token 2 to 7/],
    ["an answer outside the row", SPAN, span([12, 0, 0, 0], [12, 0, 0, 0]), /answer of row 0/],
    [
      "an answer that ends before it starts",
      SPAN,
      span([0, 4, 0, 0], [0, 3, 0, 0]),
      /answer of row 1 goes from token 4/,
    ],
    ["an answer too few", SPAN, span([0, 0, 0], [0, 0, 0, 0]), /3 starts and 4 ends of answers for 4 rows/],
    [
      "no rows",
      SPAN,
      { inputIds: new Int32Array(), rows: 0, lengths: new Int32Array(), ...span([], []) },
      /There are no rows/,
    ],
  ];
  test.each(wrong)("%s", async (_, head, change, message) => {
    await selectBackend(cpu.backend);
    const engine = createEngine(TINY, head, randomWeights(TINY, head), cpu.create());
    expect(() => engine.step({ ...batch(head), ...change }, planOf(TINY))).toThrow(message);
    expect(await engine.weights()).toEqual(randomWeights(TINY, head));
    engine.dispose();
  });

  test("logits of padding, and of another head", async () => {
    await selectBackend(cpu.backend);
    const engine = createEngine(TINY, TOKEN, randomWeights(TINY, TOKEN), cpu.create());
    const asked = { ...batch(TOKEN), targets: { kind: "token", positions: Int32Array.of(7) } as const };
    await expect(engine.logits(asked)).rejects.toThrow(/padding/);
    await expect(engine.logits({ ...asked, targets: { kind: "span" } })).rejects.toThrow(/token head/);
    engine.dispose();
  });
});

/** The same rows with more padding. */
function widened(batch: Batch, sequence: number): Batch {
  const inputIds = new Int32Array(batch.rows * sequence).fill(TINY.padId);
  for (let row = 0; row < batch.rows; row++) {
    inputIds.set(batch.inputIds.subarray(row * batch.sequence, (row + 1) * batch.sequence), row * sequence);
  }
  const { targets } = batch;
  if (targets.kind !== "token") return { ...batch, inputIds, sequence };
  const move = (position: number) => Math.floor(position / batch.sequence) * sequence + (position % batch.sequence);
  return { ...batch, inputIds, sequence, targets: { ...targets, positions: targets.positions.map(move) } };
}

/** Each row as a batch. */
function rowsOf({ inputIds, rows, sequence, lengths, targets }: Batch) {
  return Array.from({ length: rows }, (_, row) => {
    const first = row * sequence;
    const asked =
      targets.kind === "token"
        ? {
            kind: targets.kind,
            positions: targets.positions
              .filter((position) => position >= first && position < first + sequence)
              .map((position) => position - first),
          }
        : { kind: targets.kind };
    const own = { inputIds: inputIds.slice(first, first + sequence), lengths: lengths.slice(row, row + 1) };
    return { ...own, rows: 1, sequence, targets: asked } as Parameters<Engine["logits"]>[0];
  });
}
