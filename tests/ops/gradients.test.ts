import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import type { DropoutSite, Gradient } from "../../src/ops/ops.ts";
import { isTableGradient, tensorOf } from "../../src/ops/ops.ts";
import { fillAttentionDropout, fillRowDropout } from "../../src/ops/portable/dropout.ts";
import { packTokens } from "../../src/ops/tokens.ts";
import { relativeError } from "../model/support.ts";
import { draw, makeParameter, OP_SETS, oracle, runOn } from "./opsets.ts";
import * as reference from "./reference.ts";

const EPS = 1e-5;
const LIMIT = 1e-5;
const BOTH = { input: true, weights: true };
const INPUT = { input: true, weights: false };

/** Rows of 5, 1, 7 and 4 tokens, in a batch of length 7: a full one, a lone <s>, and sides that are no multiple of 4. */
const LENGTHS = [5, 1, 7, 4];
const batchOf = (seconds: Int32Array | null) =>
  packTokens(
    {
      inputIds: Int32Array.from(
        LENGTHS.flatMap((length, row) =>
          Array.from({ length: 7 }, (_, i) => (i < length ? (i === 0 ? 0 : 2 + ((3 * i + row) % 9)) : 1)),
        ),
      ),
      rows: LENGTHS.length,
      sequence: 7,
      lengths: Int32Array.from(LENGTHS),
      ...(seconds && { seconds }),
    },
    { padId: 1, firstPosition: 2, vocabSize: 11, maxPositions: 9, typeVocabSize: 2 },
  );
const tokens = batchOf(null);
/** Of two texts with their last tokens alone, of one text, of two, of a second text alone. */
const pairs = batchOf(Int32Array.of(4, 1, 3, 0));

const SITE: DropoutSite = { dropout: { rate: 0.3, seed: 3, step: 8 }, site: 6 };
const SITES = [
  { dropout: "without dropout", site: null },
  { dropout: "with dropout", site: SITE },
];

function rowFactors(site: DropoutSite | null, places: Int32Array, features: number): tf.Tensor {
  const factors = new Float32Array(places.length * features).fill(1);
  if (site) fillRowDropout(site, places, features, factors);
  return tf.tensor2d(factors, [places.length, features]);
}

/** A table's gradient as a whole matrix. */
function dense(gradient: Gradient, shape: [number, number]): tf.Tensor {
  if (!isTableGradient(gradient)) return tensorOf(gradient);
  const matrix = tf.buffer(shape);
  const rows = gradient.rows.dataSync();
  gradient.ids.forEach((id, i) => {
    for (let j = 0; j < shape[1]; j++) matrix.set(rows[i * shape[1] + j]!, id, j);
  });
  return matrix.toTensor();
}

function expectSame(found: Record<string, Float32Array>, wanted: Record<string, Float32Array>) {
  for (const [name, values] of Object.entries(found)) {
    expect(values.length, name).toBe(wanted[name]!.length);
    expect(relativeError(values, wanted[name]!), name).toBeLessThan(LIMIT);
  }
}

describe.each(OP_SETS)("$set ops on $backend agree with tf.grads", (opSet) => {
  const batches = SITES.flatMap((site) => [
    { ...site, of: "one type of tokens", batch: tokens, types: 1 },
    { ...site, of: "one type of tokens where there are two", batch: tokens, types: 2 },
    { ...site, of: "two types of tokens", batch: pairs, types: 2 },
  ]);
  test.for(batches)("embedding of $of, $dropout", async ({ site, batch, types }) => {
    const values = draw({
      tableWord: [11, 6],
      tablePosition: [9, 6],
      tableType: [types, 6],
      gain: [6],
      shift: [6],
      upstream: [batch.count, 6],
    });
    const found = await runOn(opSet, values, (ops, tensor, parameter) => {
      const parameters = {
        word: parameter("tableWord"),
        position: parameter("tablePosition"),
        tokenType: parameter("tableType"),
        gain: parameter("gain"),
        shift: parameter("shift"),
      };
      const { output, saved } = ops.embedding(batch, parameters, EPS, site);
      const kept = output.clone();
      const gradients = ops.embeddingBackward(saved, tensor("upstream"), batch, parameters, site);
      return {
        output: kept,
        tableWord: dense(gradients.word, [11, 6]),
        tablePosition: dense(gradients.position, [9, 6]),
        tableType: dense(gradients.tokenType, [types, 6]),
        gain: gradients.gain,
        shift: gradients.shift,
      };
    });
    const wanted = await oracle(values, "upstream", ({ tableWord, tablePosition, tableType, gain, shift }) => {
      const word = tf.gather(tableWord!, tf.tensor1d(tokens.ids, "int32"));
      const position = tf.gather(tablePosition!, tf.tensor1d(tokens.positions, "int32"));
      const type = tf.gather(tableType!, tf.tensor1d(batch.types ?? new Int32Array(batch.count), "int32"));
      const y = reference.norm(tf.add(tf.add(word, position), type), gain!, shift!, EPS);
      return tf.mul(y, rowFactors(site, tokens.places, 6));
    });
    expectSame(found, wanted);
  });

  const attentionCases = SITES.flatMap((site) => [
    { ...site, queries: "all" as const },
    { ...site, queries: "first" as const },
  ]);
  test.for(attentionCases)("attention of $queries tokens, $dropout", async ({ site, queries }) => {
    const shape = { heads: 2, queries };
    const asked = queries === "first" ? tokens.rows : tokens.count;
    const values = draw({
      x: [tokens.count, 10],
      weight: [30, 10],
      bias: [30],
      plus: [asked, 10],
      upstream: [asked, 10],
    });
    const found = await runOn(opSet, values, (ops, tensor, parameter) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const { output, saved } = ops.attention(tensor("x"), linear, tokens, shape, site);
      const kept = output.clone();
      const back = (plus: tf.Tensor2D | null, wanted: typeof BOTH) =>
        ops.attentionBackward(saved, tensor("upstream"), linear, tokens, shape, site, wanted, plus);
      const { input, weight, bias } = back(null, BOTH);
      const added = tf.sub(back(tensor("plus"), { input: true, weights: false }).input!, input!);
      return { output: kept, x: input!, weight: weight!, bias: bias!, added };
    });
    const { added, ...gradients } = found;
    const factors = (row: number, head: number) => {
      if (!site) return null;
      const out = new Float32Array(LENGTHS[row]! * (queries === "first" ? 1 : LENGTHS[row]!));
      fillAttentionDropout(site, tokens, { row, head, heads: 2 }, out);
      return out;
    };
    const { plus: _, ...inputs } = values;
    const wanted = await oracle(inputs, "upstream", ({ x, weight, bias }) =>
      reference.attention(x!, weight!, bias!, tokens, shape, factors),
    );
    expectSame(gradients, wanted);
    const spread = new Float32Array(tokens.count * 10);
    const rows = queries === "first" ? tokens.starts.slice(0, tokens.rows) : tokens.ids.map((_, token) => token);
    rows.forEach((token, i) => {
      spread.set(values.plus!.values.subarray(i * 10, (i + 1) * 10), token * 10);
    });
    expect(relativeError(added, spread)).toBeLessThan(LIMIT);
  });

  test.for(SITES)("residual and norm, $dropout", async ({ site }) => {
    const values = draw({
      x: [tokens.count, 9],
      residual: [tokens.count, 6],
      weight: [6, 9],
      bias: [6],
      gain: [6],
      shift: [6],
      upstream: [tokens.count, 6],
    });
    const found = await runOn(opSet, values, (ops, tensor, parameter) => {
      const parameters = {
        weight: parameter("weight"),
        bias: parameter("bias"),
        gain: parameter("gain"),
        shift: parameter("shift"),
      };
      const { output, saved } = ops.residualNorm(tensor("x"), tensor("residual"), parameters, EPS, tokens.places, site);
      const kept = output.clone();
      const upstream = tensor("upstream");
      const all = ops.residualNormBackward(saved, upstream, parameters, tokens.places, site, BOTH);
      const { input, residual, weight, bias, gain, shift } = all;
      return { output: kept, x: input!, residual, weight: weight!, bias: bias!, gain: gain!, shift: shift! };
    });
    const wanted = await oracle(values, "upstream", ({ x, residual, weight, bias, gain, shift }) => {
      const y = tf.mul(reference.linear(x!, weight!, bias!), rowFactors(site, tokens.places, 6));
      return reference.norm(tf.add(y, residual!), gain!, shift!, EPS);
    });
    expectSame(found, wanted);
  });

  test.for([
    { into: 6, out: 10 },
    { into: 10, out: 6 },
  ])("linear with GELU, $into to $out features", async ({ into, out }) => {
    const values = draw({ x: [13, into], weight: [out, into], bias: [out], upstream: [13, out] });
    // Where the curve bends, and far out on both sides.
    values.bias!.values.set([-7, 7, -3, 3, 0.1]);
    const found = await runOn(opSet, values, (ops, tensor, parameter) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const { output, saved } = ops.linearGelu(tensor("x"), linear);
      const kept = output.clone();
      const { input, weight, bias } = ops.linearGeluBackward(saved, tensor("upstream"), linear, BOTH, null);
      return { output: kept, x: input!, weight: weight!, bias: bias! };
    });
    const wanted = await oracle(values, "upstream", ({ x, weight, bias }) =>
      reference.gelu(reference.linear(x!, weight!, bias!)),
    );
    expectSame(found, wanted);
  });

  const heads = SITES.flatMap((site) => [
    { ...site, where: "before and within", isBefore: true },
    { ...site, where: "within", isBefore: false },
  ]);
  test.for(heads)("classification head, $dropout $where", async ({ site, isBefore }) => {
    const values = draw({
      x: [4, 6],
      denseWeight: [6, 6],
      denseBias: [6],
      outWeight: [3, 6],
      outBias: [3],
      upstream: [4, 3],
    });
    // BERT's pooler has no dropout before it.
    const sites = { before: isBefore ? site : null, within: site && { ...site, site: 7 } };
    const found = await runOn(opSet, values, (ops, tensor, parameter) => {
      const parameters = {
        dense: { weight: parameter("denseWeight"), bias: parameter("denseBias") },
        out: { weight: parameter("outWeight"), bias: parameter("outBias") },
      };
      const { output, saved } = ops.head(tensor("x"), parameters, sites);
      const { input, dense, out } = ops.headBackward(saved, tensor("upstream"), parameters, sites, BOTH);
      return {
        output,
        x: input!,
        denseWeight: dense.weight!,
        denseBias: dense.bias!,
        outWeight: out.weight!,
        outBias: out.bias!,
      };
    });
    const places = Int32Array.of(0, 1, 2, 3);
    const wanted = await oracle(values, "upstream", ({ x, denseWeight, denseBias, outWeight, outBias }) => {
      const input = tf.mul(x!, rowFactors(sites.before, places, 6));
      const hidden = tf.tanh(reference.linear(input, denseWeight!, denseBias!));
      return reference.linear(tf.mul(hidden, rowFactors(sites.within, places, 6)), outWeight!, outBias!);
    });
    expectSame(found, wanted);
  });

  test.for(SITES)("head on tokens, $dropout", async ({ site }) => {
    const values = draw({ x: [tokens.count, 6], weight: [5, 6], bias: [5], upstream: [tokens.count, 5] });
    const found = await runOn(opSet, values, (ops, tensor, parameter) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const { output, saved } = ops.tokenHead(tensor("x"), linear, tokens, site);
      const upstream = tensor("upstream");
      expect(Object.keys(ops.tokenHeadBackward(saved, upstream, linear, tokens, site, INPUT))).toEqual(["input"]);
      const { input, weight, bias } = ops.tokenHeadBackward(saved, upstream, linear, tokens, site, BOTH);
      return { output, x: input!, weight: weight!, bias: bias! };
    });
    const wanted = await oracle(values, "upstream", ({ x, weight, bias }) =>
      reference.linear(tf.mul(x!, rowFactors(site, tokens.places, 6)), weight!, bias!),
    );
    expectSame(found, wanted);
  });

  test("cross-entropy", async () => {
    const labels = Int32Array.of(2, 0, 1, 2);
    const values = draw({ logits: [4, 3], upstream: [] });
    values.upstream!.values[0] = 1;
    const found = await runOn(opSet, values, (ops, tensor) => {
      const { loss, gradient } = ops.crossEntropy(tensor("logits"), labels);
      return { output: loss, logits: gradient };
    });
    const wanted = await oracle(values, "upstream", ({ logits }) =>
      tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d(labels, "int32"), 3), logits!),
    );
    expectSame(found, wanted);
  });

  test("cross-entropy of the rows that have a label, and of no row", async () => {
    const labels = Int32Array.of(-1, 2, -1, 0, -1);
    const values = draw({ logits: [5, 3], upstream: [] });
    values.upstream!.values[0] = 1;
    const lossOf = (labels: Int32Array) =>
      runOn(opSet, values, (ops, tensor) => {
        const { loss, gradient } = ops.crossEntropy(tensor("logits"), labels);
        return { output: loss, logits: gradient };
      });
    const wanted = await oracle(values, "upstream", ({ logits }) => {
      const counted = tf.gather(logits!, tf.tensor1d([1, 3], "int32"));
      return tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([2, 0], "int32"), 3), counted);
    });
    expectSame(await lossOf(labels), wanted);
    const nothing = await lossOf(new Int32Array(5).fill(-1));
    expect([...nothing.output, ...nothing.logits].map(Math.abs)).toEqual(new Array(16).fill(0));
  });

  test("cross-entropy of where answers start and end, over the tokens of each row", async () => {
    // The whole row; <s> alone; the last token; <s>, which is no answer.
    const ends = Int32Array.of(0, 4, 0, 0, 6, 6, 0, 0);
    const values = draw({ logits: [tokens.count, 2], upstream: [] });
    values.upstream!.values[0] = 1;
    const found = await runOn(opSet, values, (ops, tensor) => {
      const { loss, gradient } = ops.spanCrossEntropy(tensor("logits"), tokens, ends);
      return { output: loss, logits: gradient };
    });
    const wanted = await oracle(values, "upstream", ({ logits }) => {
      const losses = Array.from(ends, (label, i) => {
        const start = tokens.starts[i >> 1]!;
        const own = tf.slice(logits!, [start, i % 2], [LENGTHS[i >> 1]!, 1]);
        return tf.sub(tf.logSumExp(own), tf.squeeze(tf.slice(own, [label, 0], [1, 1])));
      });
      return tf.mean(tf.stack(losses));
    });
    expectSame(found, wanted);
  });

  test("nothing is computed that was not asked for", async () => {
    const values = draw({ x: [5, 6], weight: [8, 6], bias: [8], upstream: [5, 8] });
    await runOn(opSet, values, (ops, tensor, parameter) => {
      const linear = { weight: parameter("weight"), bias: parameter("bias") };
      const back = (input: boolean, weights: boolean) => {
        const { saved } = ops.linearGelu(tensor("x"), linear);
        return ops.linearGeluBackward(saved, tensor("upstream"), linear, { input, weights }, null);
      };
      expect(Object.keys(back(true, false))).toEqual(["input"]);
      expect(Object.keys(back(false, true)).sort()).toEqual(["bias", "weight"]);
      return {};
    });
  });

  test("norms are those of each part, and clipping scales like PyTorch's clip_grad_norm_", async () => {
    const values = draw({ weight: [6, 4], g: [6, 4], tableRows: [2, 4] });
    const found = await runOn(opSet, values, (ops, tensor) => {
      const parts = ["query", "key", "value"].map((name, index) => ({ name, index, size: 8 }));
      const stacked = makeParameter(ops, { parts, shape: [6, 4], use: "matrix" }, values.weight!.values);
      const table = makeParameter(
        ops,
        { parts: [{ name: "table", index: 3, size: 20 }], shape: [5, 4], use: "table" },
        new Float32Array(20),
      );
      const { sums: norms } = ops.squaredNorms([
        { parameter: stacked, gradient: tensor("g") },
        { parameter: table, gradient: { ids: Int32Array.of(1, 4), rows: tensor("tableRows") } },
      ]);
      stacked.dispose();
      table.dispose();
      return { norms, tight: ops.clipScale(norms, 0.5), loose: ops.clipScale(norms, 1e6) };
    });
    const square = (array: Float32Array) => array.reduce((sum, value) => sum + value * value, 0);
    const g = values.g!.values;
    const wanted = [g.slice(0, 8), g.slice(8, 16), g.slice(16), values.tableRows!.values].map(square);
    expect(relativeError(found.norms!, wanted)).toBeLessThan(LIMIT);
    const total = Math.sqrt(wanted.reduce((sum, value) => sum + value));
    expect(found.tight![0]).toBeCloseTo(0.5 / (total + 1e-6), 6);
    expect(found.loose![0]).toBe(1);
  });
});
