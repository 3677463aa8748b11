/**
 * Attention head by head, on scratch that stays in the fastest cache. Sides are padded with zeros to what products.ts
 * wants; pads are zeroed when the sizes change and never written after.
 *
 * A probability that dropout dropped is saved with its sign turned, so that no mask has to be kept.
 */
import type { AttentionShape, DropoutSite } from "../../ops.ts";
import type { Tokens } from "../../tokens.ts";
import { fillAttentionDropout } from "../dropout.ts";
import { expNegative } from "./functions.ts";
import { multiply, multiplyTransposed } from "./products.ts";

export interface HeadsTask {
  readonly tokens: Tokens;
  readonly shape: AttentionShape;
  readonly site: DropoutSite | null;
  readonly hidden: number;
}

const up4 = (size: number) => Math.ceil(size / 4) * 4;

/** Operands, whose pads must be zero. */
const OPERANDS = ["q", "k", "kT", "v", "vT", "used", "dOut", "dScores"] as const;
const RESULTS = ["scores", "out", "dQ", "dK", "dV", "factors"] as const;

/** Scratch matrices of one head; `m` padded queries, `n` padded keys, `d` padded features. Arrays may be longer. */
class Scratch {
  m = 0;
  n = 0;
  d = 0;
  private sizes: readonly number[] = [];
  readonly arrays = Object.fromEntries([...OPERANDS, ...RESULTS].map((name) => [name, new Float32Array(0)])) as Record<
    (typeof OPERANDS)[number] | (typeof RESULTS)[number],
    Float32Array
  >;

  resize(queries: number, keys: number, size: number): void {
    const [oldQueries, oldKeys, oldSize] = this.sizes;
    if (oldQueries === queries && oldKeys === keys && oldSize === size) return;
    this.sizes = [queries, keys, size];
    this.m = up4(queries);
    this.n = up4(keys);
    this.d = up4(size);
    const room = Math.max(this.m * this.n, this.m * this.d, this.n * this.d);
    for (const name of RESULTS) {
      if (this.arrays[name].length < room) this.arrays[name] = new Float32Array(room);
    }
    for (const name of OPERANDS) {
      if (this.arrays[name].length < room) this.arrays[name] = new Float32Array(room);
      else this.arrays[name].fill(0, 0, room);
    }
  }
}

const scratch = new Scratch();

/** Elements of the largest matrix of probabilities that one head of one row has. */
export function largestHead({ tokens, shape }: HeadsTask): number {
  let most = 0;
  for (let row = 0; row < tokens.rows; row++) most = Math.max(most, tokens.starts[row + 1]! - tokens.starts[row]!);
  return shape.queries === "first" ? most : most * most;
}

/** Elements that `probabilities` of a task has. */
export function probabilityCount({ tokens, shape }: HeadsTask): number {
  let count = 0;
  for (let row = 0; row < tokens.rows; row++) {
    const keys = tokens.starts[row + 1]! - tokens.starts[row]!;
    count += shape.heads * keys * (shape.queries === "first" ? 1 : keys);
  }
  return count;
}

/**
 * @param qkv           [count, 3 * hidden], with bias
 * @param output        [count or rows, hidden]
 * @param probabilities row by row, head by head, [queries, keys]
 */
export function attentionForward(
  qkv: Float32Array,
  output: Float32Array,
  probabilities: Float32Array,
  task: HeadsTask,
): void {
  const { tokens, shape, site, hidden } = task;
  const { heads } = shape;
  const size = hidden / heads;
  const width = 3 * hidden;
  const scale = 1 / Math.sqrt(size);
  let saved = 0;
  for (let row = 0; row < tokens.rows; row++) {
    const first = tokens.starts[row]!;
    const keys = tokens.starts[row + 1]! - first;
    const queries = shape.queries === "first" ? 1 : keys;
    const outputRow = shape.queries === "first" ? row : first;
    scratch.resize(queries, keys, size);
    const { m, n, d } = scratch;
    const { q, kT, v, scores, used, out } = scratch.arrays;
    const factors = scratch.arrays.factors.subarray(0, queries * keys);
    for (let head = 0; head < heads; head++) {
      const at = first * width + head * size;
      load(qkv, at, width, queries, size, q, d, scale);
      loadTransposed(qkv, at + hidden, width, keys, size, kT, n);
      load(qkv, at + 2 * hidden, width, keys, size, v, d, 1);
      multiply(q, kT, scores, m, d, n);
      softmaxRows(scores, n, queries, keys, used);
      if (site) {
        fillAttentionDropout(site, tokens, { row, head, heads }, factors);
        saveDropped(used, n, queries, keys, factors, probabilities, saved);
      } else {
        for (let i = 0; i < queries; i++) {
          for (let j = 0; j < keys; j++) probabilities[saved + i * keys + j] = used[i * n + j]!;
        }
      }
      saved += queries * keys;
      multiply(used, v, out, m, n, d);
      store(out, d, queries, size, output, outputRow * hidden + head * size, hidden, 1);
    }
  }
}

/**
 * @param qkv           as attentionForward had it
 * @param probabilities as attentionForward left them
 * @param gradient      [count or rows, hidden], by attentionForward's output
 * @param dQkv          [count, 3 * hidden], receives the gradient by what came before the bias
 */
export function attentionBackward(
  qkv: Float32Array,
  probabilities: Float32Array,
  gradient: Float32Array,
  dQkv: Float32Array,
  task: HeadsTask & { readonly kept: number },
): void {
  const { tokens, shape, hidden, kept } = task;
  const { heads } = shape;
  const size = hidden / heads;
  const width = 3 * hidden;
  const scale = 1 / Math.sqrt(size);
  if (shape.queries === "first") dQkv.fill(0);
  let saved = 0;
  for (let row = 0; row < tokens.rows; row++) {
    const first = tokens.starts[row]!;
    const keys = tokens.starts[row + 1]! - first;
    const queries = shape.queries === "first" ? 1 : keys;
    const gradientRow = shape.queries === "first" ? row : first;
    scratch.resize(queries, keys, size);
    const { m, n, d } = scratch;
    const { q, k, vT, scores: dUsed, used, dOut, dScores, dQ, dK, dV } = scratch.arrays;
    for (let head = 0; head < heads; head++) {
      const at = first * width + head * size;
      load(qkv, at, width, queries, size, q, d, scale);
      load(qkv, at + hidden, width, keys, size, k, d, 1);
      loadTransposed(qkv, at + 2 * hidden, width, keys, size, vT, n);
      load(gradient, gradientRow * hidden + head * size, hidden, queries, size, dOut, d, 1);
      multiply(dOut, vT, dUsed, m, d, n);
      for (let i = 0; i < queries; i++, saved += keys) {
        let along = 0;
        for (let j = 0; j < keys; j++) {
          const signed = probabilities[saved + j]!;
          const p = signed < 0 ? 0 : signed * kept;
          used[i * n + j] = p;
          along += p * dUsed[i * n + j]!;
        }
        for (let j = 0; j < keys; j++) {
          const signed = probabilities[saved + j]!;
          dScores[i * n + j] = signed < 0 ? signed * along : signed * (kept * dUsed[i * n + j]! - along);
        }
      }
      multiplyTransposed(used, dOut, dV, n, m, d);
      multiply(dScores, k, dQ, m, n, d);
      multiplyTransposed(dScores, q, dK, n, m, d);
      store(dQ, d, queries, size, dQkv, at, width, scale);
      store(dK, d, keys, size, dQkv, at + hidden, width, 1);
      store(dV, d, keys, size, dQkv, at + 2 * hidden, width, 1);
    }
  }
}

/** Turns the sign of the probabilities that are dropped, to save them, and applies the factors to those that are used. */
function saveDropped(
  used: Float32Array,
  n: number,
  queries: number,
  keys: number,
  factors: Float32Array,
  probabilities: Float32Array,
  at: number,
): void {
  for (let i = 0; i < queries; i++) {
    for (let j = 0; j < keys; j++) {
      const p = used[i * n + j]!;
      const factor = factors[i * keys + j]!;
      probabilities[at + i * keys + j] = factor === 0 ? -p : p;
      used[i * n + j] = p * factor;
    }
  }
}

/** Softmax of the real part of each row; the rest of `out` stays zero. */
function softmaxRows(scores: Float32Array, n: number, queries: number, keys: number, out: Float32Array): void {
  for (let i = 0; i < queries; i++) {
    const start = i * n;
    let most = scores[start]!;
    for (let j = 1; j < keys; j++) if (scores[start + j]! > most) most = scores[start + j]!;
    let sum = 0;
    for (let j = 0; j < keys; j++) {
      const e = expNegative(scores[start + j]! - most);
      out[start + j] = e;
      sum += e;
    }
    const share = 1 / sum;
    for (let j = 0; j < keys; j++) out[start + j]! *= share;
  }
}

/** to = from * scale */
function load(
  from: Float32Array,
  at: number,
  stride: number,
  rows: number,
  size: number,
  to: Float32Array,
  d: number,
  scale: number,
): void {
  for (let i = 0; i < rows; i++) {
    const source = at + i * stride;
    const target = i * d;
    for (let j = 0; j < size; j++) to[target + j] = from[source + j]! * scale;
  }
}

function loadTransposed(
  from: Float32Array,
  at: number,
  stride: number,
  rows: number,
  size: number,
  to: Float32Array,
  n: number,
): void {
  for (let i = 0; i < rows; i++) {
    const source = at + i * stride;
    for (let j = 0, target = i; j < size; j++, target += n) to[target] = from[source + j]!;
  }
}

function store(
  from: Float32Array,
  d: number,
  rows: number,
  size: number,
  to: Float32Array,
  at: number,
  stride: number,
  scale: number,
): void {
  for (let i = 0; i < rows; i++) {
    const target = at + i * stride;
    const source = i * d;
    for (let j = 0; j < size; j++) to[target + j] = from[source + j]! * scale;
  }
}
