/**
 * Attention head by head in SIMD: products straight from and to the stacked matrices, softmax where the scores lie.
 *
 * A probability that dropout dropped is saved with its sign turned, so that no mask has to be kept.
 */
import { type FillFactorRows, fillAttentionDropout } from "../../dropout.ts";
import type { HeadsTask } from "../heads.ts";
import type { Loops } from "../loops.ts";
import type { KernelExports } from "./module.ts";
import type { Workspace } from "./workspace.ts";

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** One head of one row: numbers of its row and head, its sides, and addresses in bytes. */
interface Head {
  row: number;
  head: number;
  queries: number;
  keys: number;
  /** Of the head's share of the stacked [count, 3 * hidden], from its start. */
  q: number;
  k: number;
  v: number;
  /** Of the head's share of the [count or rows, hidden], from its start. */
  context: number;
  /** Of the head's [queries, keys], from the start of all probabilities. */
  saved: number;
}

/** @param work must not keep what it is given: the same object comes for the next head */
function forEachHead({ tokens, shape, hidden }: HeadsTask, work: (head: Head) => void): void {
  const size = hidden / shape.heads;
  const at: Head = { row: 0, head: 0, queries: 0, keys: 0, q: 0, k: 0, v: 0, context: 0, saved: 0 };
  for (at.row = 0; at.row < tokens.rows; at.row++) {
    const first = tokens.starts[at.row]!;
    at.keys = tokens.starts[at.row + 1]! - first;
    at.queries = shape.queries === "first" ? 1 : at.keys;
    const contextRow = shape.queries === "first" ? at.row : first;
    for (at.head = 0; at.head < shape.heads; at.head++) {
      at.q = FLOAT * (first * 3 * hidden + at.head * size);
      at.k = at.q + FLOAT * hidden;
      at.v = at.k + FLOAT * hidden;
      at.context = FLOAT * (contextRow * hidden + at.head * size);
      work(at);
      at.saved += FLOAT * at.queries * at.keys;
    }
  }
}

export function createHeadLoops(
  exports: KernelExports,
  workspace: Workspace,
  fillFactorRows: FillFactorRows,
): Pick<Loops, "attentionForward" | "attentionBackward"> {
  const { matmul, softmaxRows, softmaxBackward, dropProbabilities } = exports;
  const { blocks } = workspace;
  return {
    attentionForward(qkv, output, probabilities, task) {
      const { tokens, shape, site, hidden } = task;
      const width = 3 * hidden;
      const size = hidden / shape.heads;
      const scale = 1 / Math.sqrt(size);
      const x = qkv.byteOffset;
      forEachHead(task, (place) => {
        const { queries, keys, q, k, v } = place;
        const p = probabilities.byteOffset + place.saved;
        const out = output.byteOffset + place.context;
        matmul(x + q, width, false, x + k, width, true, p, keys, queries, size, keys, blocks);
        softmaxRows(p, queries, keys, scale);
        let used = p;
        if (site) {
          used = workspace.reserved;
          const factors = workspace.view(used, queries * keys);
          fillAttentionDropout(site, tokens, { ...place, heads: shape.heads }, factors, fillFactorRows);
          dropProbabilities(p, used, used, queries * keys);
        }
        matmul(used, keys, false, x + v, width, false, out, hidden, queries, keys, size, blocks);
      });
    },
    attentionBackward(qkv, probabilities, gradient, dQkv, task) {
      const { shape, hidden, kept } = task;
      const width = 3 * hidden;
      const size = hidden / shape.heads;
      const scale = 1 / Math.sqrt(size);
      const x = qkv.byteOffset;
      const dx = dQkv.byteOffset;
      if (shape.queries === "first") dQkv.fill(0);
      forEachHead(task, (place) => {
        const { queries, keys, q, k, v } = place;
        const p = probabilities.byteOffset + place.saved;
        const dOut = gradient.byteOffset + place.context;
        const dScores = workspace.reserved;
        const used = dScores + FLOAT * queries * keys;
        matmul(dOut, hidden, false, x + v, width, true, dScores, keys, queries, size, keys, blocks);
        softmaxBackward(p, dScores, used, queries, keys, kept, scale);
        matmul(used, keys, true, dOut, hidden, false, dx + v, width, keys, queries, size, blocks);
        matmul(dScores, keys, false, x + k, width, false, dx + q, width, queries, keys, size, blocks);
        matmul(dScores, keys, true, x + q, width, false, dx + k, width, keys, queries, size, blocks);
      });
    },
  };
}
