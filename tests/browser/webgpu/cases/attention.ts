/** Attention and its gradients against the textbook's sums in double precision, head by head. */
import type { DropoutSite } from "../../../../src/ops/ops.ts";
import { fillAttentionDropout } from "../../../../src/ops/portable/dropout.ts";
import { packTokens, type Tokens } from "../../../../src/ops/tokens.ts";
import {
  type AttentionForm,
  attentionBackward,
  attentionForward,
  HARDWARE_FORM,
  SOFTWARE_FORM,
} from "../../../../src/ops/webgpu/attention.ts";
import type { Gpu } from "../../../../src/ops/webgpu/gpu.ts";
import { TokenStore } from "../../../../src/ops/webgpu/tokens.ts";
import { Buffers } from "./buffers.ts";
import type { Case } from "./case.ts";
import { differing, normals, relativeError, worst } from "./numbers.ts";

const LIMIT = 1e-5;

interface Setup {
  /** Tokens of each row. */
  readonly lengths: readonly number[];
  /** Padded length; by default that of the longest row. */
  readonly sequence?: number;
  readonly heads: number;
  /** Features of a head. */
  readonly size: number;
  readonly queries: "all" | "first";
  readonly site?: DropoutSite;
  /** By default the device's own. */
  readonly form?: AttentionForm;
  /** How far the scores lie apart. */
  readonly deviation?: number;
}

const siteOf = (rate: number): DropoutSite => ({ dropout: { rate, seed: 11, step: 5 }, site: 8 });

function tokensOf({ lengths, sequence = Math.max(...lengths) }: Setup): Tokens {
  const inputIds = new Int32Array(lengths.length * sequence).fill(1);
  lengths.forEach((length, row) => {
    inputIds.fill(2, row * sequence, row * sequence + length);
  });
  return packTokens(
    { inputIds, rows: lengths.length, sequence, lengths: Int32Array.from(lengths) },
    { padId: 1, firstPosition: 2, vocabSize: 3, maxPositions: sequence + 2, typeVocabSize: 1 },
  );
}

interface Results<Numbers> {
  readonly output: Numbers;
  /** [heads, asked] */
  readonly lse: Numbers;
  readonly dQkv: Numbers;
}

/** Softmax(Q K^T / sqrt(size)) V with dropped probabilities, and the chain rule backwards through it. */
function reference(setup: Setup, tokens: Tokens, qkv: Float32Array, gradient: Float32Array): Results<Float64Array> {
  const { heads, size, queries, site } = setup;
  const hidden = heads * size;
  const asked = queries === "first" ? tokens.rows : tokens.count;
  const output = new Float64Array(asked * hidden);
  const lse = new Float64Array(heads * asked);
  const dQkv = new Float64Array(tokens.count * 3 * hidden);
  const scale = 1 / Math.sqrt(size);
  for (let row = 0; row < tokens.rows; row++) {
    const start = tokens.starts[row]!;
    const keys = tokens.starts[row + 1]! - start;
    for (let head = 0; head < heads; head++) {
      const factors = new Float32Array((queries === "first" ? 1 : keys) * keys).fill(1);
      if (site) fillAttentionDropout(site, tokens, { row, head, heads }, factors);
      /** Where feature 0 of a token's query (0), key (1) or value (2) stands. */
      const at = (part: number, token: number) => (start + token) * 3 * hidden + part * hidden + head * size;
      const dotted = (a: ArrayLike<number>, aAt: number, b: ArrayLike<number>, bAt: number) => {
        let sum = 0;
        for (let d = 0; d < size; d++) sum += a[aAt + d]! * b[bAt + d]!;
        return sum;
      };
      for (let query = 0; query * keys < factors.length; query++) {
        const task = queries === "first" ? row : start + query;
        const out = task * hidden + head * size;
        const scores = Float64Array.from(
          { length: keys },
          (_, key) => scale * dotted(qkv, at(0, query), qkv, at(1, key)),
        );
        const top = Math.max(...scores);
        const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
        const p = scores.map((score) => Math.exp(score - top) / sum);
        lse[head * asked + task] = top + Math.log(sum);
        const factor = (key: number) => factors[query * keys + key]!;
        const dP = p.map((_, key) => factor(key) * dotted(gradient, out, qkv, at(2, key)));
        const along = p.reduce((total, value, key) => total + value * dP[key]!, 0);
        p.forEach((value, key) => {
          const dScore = value * (dP[key]! - along) * scale;
          for (let d = 0; d < size; d++) {
            output[out + d]! += value * factor(key) * qkv[at(2, key) + d]!;
            dQkv[at(0, query) + d]! += dScore * qkv[at(1, key) + d]!;
            dQkv[at(1, key) + d]! += dScore * qkv[at(0, query) + d]!;
            dQkv[at(2, key) + d]! += value * factor(key) * gradient[out + d]!;
          }
        });
      }
    }
  }
  return { output, lse, dQkv };
}

function draw({ heads, size, queries, deviation = 1 }: Setup, tokens: Tokens) {
  const hidden = heads * size;
  const qkv = normals(tokens.count * 3 * hidden, 1).map((value, i) =>
    i % (3 * hidden) < hidden ? value * deviation : value,
  );
  return { qkv, gradient: normals((queries === "first" ? tokens.rows : tokens.count) * hidden, 2) };
}

/** What the kernels get holds NaN wherever they must not look, and what they write does before they do. */
async function attend(gpu: Gpu, setup: Setup, tokens: Tokens, qkv: Float32Array, gradient: Float32Array) {
  const buffers = new Buffers(gpu);
  const store = new TokenStore(gpu);
  const { heads, size, queries, site = null, form } = setup;
  spoil(gpu, [qkv.length, qkv.length, gradient.length, gradient.length, heads * tokens.count]);
  const task = {
    qkv: buffers.put(qkv),
    tokens,
    device: store.get(tokens),
    shape: { heads, queries },
    hidden: heads * size,
    site,
  };
  const { output, lse, kept } = attentionForward(gpu, task, form);
  const dQkv = attentionBackward(
    gpu,
    {
      ...task,
      output: gpu.slice(output),
      lse: gpu.slice(lse),
      kept: kept && gpu.slice(kept),
      gradient: buffers.put(gradient),
    },
    form,
  );
  const results = { output: await read(output), lse: await read(lse), dQkv: await read(dQkv) };
  for (const tensor of [output, lse, kept, dQkv]) tensor?.dispose();
  buffers.release();
  store.dispose();
  return results;
}

async function read(tensor: { data(): Promise<unknown> }): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array;
}

/** Leaves buffers full of NaN in the pool, for the kernels to get. */
function spoil(gpu: Gpu, sizes: readonly number[]): void {
  const spoiled = sizes.map((size) => gpu.upload(new Float32Array(size).fill(Number.NaN)));
  for (const { buffer } of spoiled) gpu.pool.release(buffer);
}

async function errorOf(gpu: Gpu, setup: Setup): Promise<number> {
  const tokens = tokensOf(setup);
  const { qkv, gradient } = draw(setup, tokens);
  const found = await attend(gpu, setup, tokens, qkv, gradient);
  const wanted = reference(setup, tokens, qkv, gradient);
  const hidden = setup.heads * setup.size;
  /** Queries, keys and values for themselves, so that none hides behind the others. */
  const third = (numbers: Float32Array | Float64Array, part: number) =>
    Array.from(numbers).filter((_, i) => Math.floor(i / hidden) % 3 === part);
  return worst([
    relativeError(found.output, wanted.output),
    relativeError(found.lse, wanted.lse),
    ...[0, 1, 2].map((part) => relativeError(third(found.dQkv, part), third(wanted.dQkv, part))),
  ]);
}

const SETUPS: readonly (Omit<Setup, "queries" | "site"> & { name: string; onlyAll?: boolean })[] = [
  { name: "the miniature's heads, lengths that differ", lengths: [32, 7, 1, 30, 13], heads: 4, size: 32 },
  { name: "XLM-R's heads, lengths that differ widely", lengths: [1, 67, 2, 33], heads: 2, size: 64 },
  { name: "heads of 5 features, read one by one", lengths: [3, 1, 10], heads: 3, size: 5 },
  { name: "heads of 8 features, a padded length that no row has", lengths: [6, 9, 3], sequence: 35, heads: 2, size: 8 },
  { name: "heads of 132 features, more than are unrolled", lengths: [5, 2], heads: 1, size: 132 },
  { name: "rows of 512 tokens", lengths: [512, 31], heads: 1, size: 32 },
  // Beyond where exp overflows; but of a single query nearly all gradients would vanish.
  { name: "scores far apart", lengths: [40, 17], heads: 2, size: 8, deviation: 40, onlyAll: true },
];

const DROP_RATES = [0, 0.3];

const setupCases: Case[] = SETUPS.flatMap(({ name, onlyAll = false, ...setup }) =>
  (onlyAll ? (["all"] as const) : (["all", "first"] as const)).flatMap((queries) =>
    DROP_RATES.map((rate) => ({
      name: `attention, ${name}, ${queries} queries${rate > 0 ? ", with dropout" : ""}`,
      async run(gpu) {
        const site = rate > 0 ? { site: siteOf(rate) } : {};
        return { measured: await errorOf(gpu, { ...setup, queries, ...site }), limit: LIMIT };
      },
    })),
  ),
);

const dropAll: Case = {
  name: "attention that drops everything gives zeros",
  async run(gpu) {
    const setup: Setup = { lengths: [5, 2], heads: 2, size: 8, queries: "all", site: siteOf(1) };
    const tokens = tokensOf(setup);
    const { qkv, gradient } = draw(setup, tokens);
    const { output, dQkv } = await attend(gpu, setup, tokens, qkv, gradient);
    return { measured: [...output, ...dQkv].filter((value) => value !== 0).length, limit: 0 };
  },
};

const formCases: Case[] = [HARDWARE_FORM, SOFTWARE_FORM].flatMap((form) =>
  (["all", "first"] as const).map((queries) => ({
    name: `attention as ${form === HARDWARE_FORM ? "a GPU" : "a software adapter"} is given it, ${queries} queries`,
    async run(gpu) {
      const errors: number[] = [];
      // Of the larger heads a GPU is given keys and values apart.
      for (const size of [8, 36]) {
        errors.push(await errorOf(gpu, { lengths: [37, 1, 18], heads: 2, size, queries, site: siteOf(0.2), form }));
      }
      return { measured: worst(errors), limit: LIMIT };
    },
  })),
);

/** Few tokens, in rows padded so far that threads without any fill two dimensions of workgroups. */
const manyGroups: Case = {
  name: "attention of more than 65,535 workgroups",
  async run(gpu) {
    const setup: Setup = { lengths: new Array(65).fill(3), sequence: 65_000, heads: 1, size: 8, queries: "all" };
    const form = { ...SOFTWARE_FORM, tile: 1 };
    return { measured: await errorOf(gpu, { ...setup, form }), limit: LIMIT };
  },
};

const repeatable: Case = {
  name: "attention and its gradients have the same bits every time",
  async run(gpu) {
    const setup: Setup = { lengths: [33, 9, 20], heads: 2, size: 32, queries: "all", site: siteOf(0.1) };
    const tokens = tokensOf(setup);
    const { qkv, gradient } = draw(setup, tokens);
    const first = await attend(gpu, setup, tokens, qkv, gradient);
    const second = await attend(gpu, setup, tokens, qkv, gradient);
    return { measured: differing(first.output, second.output) + differing(first.dQkv, second.dQkv), limit: 0 };
  },
};

export const attentionCases: readonly Case[] = [...setupCases, ...formCases, dropAll, manyGroups, repeatable];
