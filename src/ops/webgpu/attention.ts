/** Multi-head attention within each row of a packed batch, forward and backward, without a matrix of scores. */
import type { Tensor, Tensor2D } from "@tensorflow/tfjs";
import type { AttentionShape, DropoutSite } from "../ops.ts";
import type { Tokens } from "../tokens.ts";
import attentionText from "./attention.wgsl?raw";
import forwardText from "./attention-forward.wgsl?raw";
import keysText from "./attention-keys.wgsl?raw";
import queriesText from "./attention-queries.wgsl?raw";
import { type Call, f32, type Slice } from "./call.ts";
import { dropoutParams } from "./dropout.ts";
import type { Gpu } from "./gpu.ts";
import type { Defines, Source } from "./shader.ts";
import { DROPOUT, GROUPS } from "./sources.ts";
import type { DeviceTokens } from "./tokens.ts";

export interface AttentionTask {
  /** [count, 3 * hidden]: query, key and value, with their bias. */
  readonly qkv: Slice;
  readonly tokens: Tokens;
  readonly device: DeviceTokens;
  readonly shape: AttentionShape;
  readonly hidden: number;
  readonly site: DropoutSite | null;
}

export interface Attended {
  /** [count, hidden], or [rows, hidden] for queries "first" */
  readonly output: Tensor2D;
  /** [heads * asked] log of the sum of the exponentials of each query's scores. */
  readonly lse: Tensor;
  /** [ceil(sequence / 32) * heads * asked] u32: bit j of word w tells whether dropout keeps key 32 w + j. */
  readonly kept: Tensor | null;
}

const ATTENTION: Source = { name: "attention", text: attentionText, includes: [GROUPS, DROPOUT] };
const FORWARD: Source = { name: "attention-forward", text: forwardText, includes: [ATTENTION] };
const QUERIES: Source = { name: "attention-queries", text: queriesText, includes: [ATTENTION] };
const KEYS: Source = { name: "attention-keys", text: keysText, includes: [ATTENTION] };

const THREADS = 64;
const KEYS_PER_WORD = 32;

/** How the work is cut. */
export interface AttentionForm {
  /** Queries or keys of a thread; divides 32. */
  readonly tile: number;
  /** Heads of more features are looped over: they do not fit into registers. */
  readonly largestUnrolled: number;
  /** Of larger heads keys and values have their gradients computed one after the other. */
  readonly largestTogether: number;
}

/**
 * SwiftShader pays for what it reads, which should therefore serve several queries, and for compiling what is unrolled: for
 * heads of 32 features 5 s and more instead of 2 s, and they run no faster (measured 2026-11).
 */
export const SOFTWARE_FORM: AttentionForm = { tile: 4, largestUnrolled: 0, largestTogether: Number.POSITIVE_INFINITY };
/** A GPU shares what neighbours read, and wants many threads of no more than 255 registers each. */
export const HARDWARE_FORM: AttentionForm = { tile: 1, largestUnrolled: 128, largestTogether: 32 };

function formFor(gpu: Gpu): AttentionForm {
  return gpu.facts.software ? SOFTWARE_FORM : HARDWARE_FORM;
}

export function attentionForward(gpu: Gpu, task: AttentionTask, form: AttentionForm = formFor(gpu)): Attended {
  const { qkv, tokens, shape, hidden, site } = task;
  const asked = askedRows(task);
  const output = gpu.matrix(asked, hidden);
  const lse = gpu.vector(shape.heads * asked);
  const kept = site ? gpu.vector(Math.ceil(tokens.sequence / KEYS_PER_WORD) * shape.heads * asked) : null;
  gpu.run(FORWARD, {
    ...call(task, form, longestAsking(task), {}),
    buffers: {
      qkv,
      starts: task.device.starts,
      output: gpu.slice(output),
      lse: gpu.slice(lse),
      ...(kept && { kept: gpu.slice(kept) }),
    },
    work: 4 * pairs(task) * hidden,
  });
  return { output, lse, kept };
}

/** What attentionForward gave for the same task, and the gradient by its output. */
export interface AttentionGradientTask extends AttentionTask {
  readonly output: Slice;
  readonly lse: Slice;
  /** Null without dropout. */
  readonly kept: Slice | null;
  readonly gradient: Slice;
}

/** @returns [count, 3 * hidden], by qkv */
export function attentionBackward(gpu: Gpu, task: AttentionGradientTask, form: AttentionForm = formFor(gpu)): Tensor2D {
  const { qkv, tokens, shape, hidden, site, output, lse, kept, gradient } = task;
  if (site && !kept) {
    throw new Error("Attention's backward pass lacks what dropout kept. Pass what attentionForward gave.");
  }
  const dQkv = gpu.matrix(tokens.count, 3 * hidden);
  const along = gpu.vector(shape.heads * askedRows(task));
  const buffers = {
    qkv,
    starts: task.device.starts,
    gradient,
    lse,
    along: gpu.slice(along),
    dQkv: gpu.slice(dQkv),
    ...(kept && { kept }),
  };
  gpu.run(QUERIES, {
    ...call(task, form, longestAsking(task), {}),
    buffers: { ...buffers, output },
    work: 6 * pairs(task) * hidden,
  });
  const byKeys = (wanted: { KEYS: boolean; VALUES: boolean }, products: number) =>
    gpu.run(KEYS, {
      ...call(task, form, tokens.sequence, wanted),
      buffers,
      work: 2 * products * pairs(task) * hidden,
    });
  if (hidden / shape.heads <= form.largestTogether) byKeys({ KEYS: true, VALUES: true }, 4);
  else {
    byKeys({ KEYS: true, VALUES: false }, 3);
    byKeys({ KEYS: false, VALUES: true }, 2);
  }
  along.dispose();
  return dQkv;
}

/** Rows of the output. */
function askedRows({ tokens, shape }: AttentionTask): number {
  return shape.queries === "first" ? tokens.rows : tokens.count;
}

/** Pairs of query and key, at most. */
function pairs({ tokens, shape }: AttentionTask): number {
  return shape.queries === "first" ? tokens.count : tokens.count * tokens.sequence;
}

/** Queries of the longest row. */
function longestAsking({ tokens, shape }: AttentionTask): number {
  return shape.queries === "first" ? 1 : tokens.sequence;
}

/** @param across queries or keys of the longest row, for the threads to share */
function call(
  task: AttentionTask,
  form: AttentionForm,
  across: number,
  more: Defines,
): Pick<Call, "defines" | "params" | "groups"> {
  const { tokens, shape, hidden, site } = task;
  const { rows, sequence } = tokens;
  const { heads } = shape;
  const size = hidden / heads;
  const vectors = size % 4 === 0;
  const parts = vectors ? size / 4 : size;
  const looped = !vectors || size > form.largestUnrolled;
  const tile = across === 1 ? 1 : form.tile;
  return {
    defines: {
      THREADS,
      TILE: tile,
      PARTS: parts,
      STEP: looped ? 1 : parts,
      VEC: vectors,
      LOOPED: looped,
      FIRST: shape.queries === "first",
      DROP: site !== null,
      ...more,
    },
    params: [rows, sequence, heads, askedRows(task), f32(1 / Math.sqrt(size)), 0, 0, 0, ...dropoutParams(site)],
    groups: Math.ceil((rows * heads * Math.ceil(across / tile)) / THREADS),
  };
}
