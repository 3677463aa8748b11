/** Checkpoints with random weights in the layout of published ones, of any size: bytes are made when they are asked for. */
import { readFileSync } from "node:fs";
import { encodeBf16, encodeF16 } from "../../src/checkpoint/half.ts";
import { fillNormals } from "../../src/graddrop/index.ts";
import { configOf, type LaidTensor, type Layout, laidTensors, type Shape } from "./layouts.ts";
import { fileOf, type LazyFile, type LazyFiles } from "./lazy-file.ts";
import { wordPieceJson } from "./word-piece.ts";

export interface SyntheticOptions {
  readonly layout?: Layout;
  /** What differs from a small model with the bundled tokenizer. */
  readonly shape?: Partial<Shape>;
  readonly dtype?: "F32" | "F16" | "BF16";
  /** 1: `model.safetensors`; more: `model-0000N-of-0000M.safetensors` and an index. */
  readonly shards?: number;
  readonly seed?: number;
  /** Instead of the small tokenizer's `tokenizer.json`. */
  readonly tokenizer?: string;
}

/** XLM-R's: a Unigram with a charsmap, 665 pieces. */
export const SMALL_UNIGRAM = readFileSync(new URL("../golden/tokenizer/tokenizer.json", import.meta.url), "utf8");

const SMALL: Readonly<Record<Layout, Shape>> = {
  "xlm-roberta": { hidden: 16, layers: 3, heads: 2, inner: 24, vocabulary: 665, positions: 130 },
  bert: { hidden: 16, layers: 3, heads: 2, inner: 24, vocabulary: 200, positions: 128 },
  minilm: { hidden: 16, layers: 3, heads: 2, inner: 24, vocabulary: 665, positions: 128 },
};

const BYTES = { F32: 4, F16: 2, BF16: 2, I64: 8 } as const;

/** config.json, tokenizer.json and weights, as they lie in a repository of the Hub. */
export function syntheticModel(options: SyntheticOptions = {}): LazyFiles {
  const { layout = "xlm-roberta", shards = 1, tokenizer } = options;
  const shape = { ...SMALL[layout], ...options.shape };
  const tensors = laidTensors(layout, shape).map((tensor, site) => ({ ...tensor, site }));
  const json = (value: unknown) => fileOf(`${JSON.stringify(value, null, 2)}\n`);
  return {
    ".gitattributes": fileOf("*.safetensors filter=lfs diff=lfs merge=lfs -text\n"),
    "README.md": fileOf("---\nlicense: mit\n---\n"),
    "config.json": json(configOf(layout, shape)),
    "tokenizer.json": fileOf(tokenizer ?? (layout === "bert" ? wordPieceJson(shape.vocabulary) : SMALL_UNIGRAM)),
    ...(shards === 1 ? { "model.safetensors": safetensors(tensors, options) } : sharded(tensors, options, shards)),
  };
}

type Placed = LaidTensor & { readonly site: number };

function sharded(tensors: readonly Placed[], options: SyntheticOptions, shards: number): LazyFiles {
  const number = (value: number) => String(value).padStart(5, "0");
  const size = Math.ceil(tensors.length / shards);
  const files: Record<string, LazyFile> = {};
  const weightMap: Record<string, string> = {};
  let totalBytes = 0;
  for (let shard = 0; shard < shards; shard++) {
    const held = tensors.slice(shard * size, (shard + 1) * size);
    const name = `model-${number(shard + 1)}-of-${number(shards)}.safetensors`;
    files[name] = safetensors(held, options);
    for (const tensor of held) {
      weightMap[tensor.name] = name;
      totalBytes += sizeOf(tensor, options);
    }
  }
  const index = { metadata: { total_size: totalBytes }, weight_map: weightMap };
  return { ...files, "model.safetensors.index.json": fileOf(`${JSON.stringify(index, null, 2)}\n`) };
}

function typeOf({ isPositions }: LaidTensor, { dtype = "F32" }: SyntheticOptions): keyof typeof BYTES {
  return isPositions ? "I64" : dtype;
}

function sizeOf(tensor: LaidTensor, options: SyntheticOptions): number {
  return tensor.shape.reduce((product, side) => product * side, BYTES[typeOf(tensor, options)]);
}

function safetensors(tensors: readonly Placed[], options: SyntheticOptions): LazyFile {
  const entries: Record<string, unknown> = { __metadata__: { format: "pt" } };
  let dataBytes = 0;
  const places = tensors.map((tensor) => {
    const begin = dataBytes;
    dataBytes += sizeOf(tensor, options);
    const dtype = typeOf(tensor, options);
    entries[tensor.name] = { dtype, shape: tensor.shape, data_offsets: [begin, dataBytes] };
    return { tensor, begin, end: dataBytes, dtype };
  });
  const text = JSON.stringify(entries);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 8) * 8));
  const header = new Uint8Array(8 + json.length);
  new DataView(header.buffer).setBigUint64(0, BigInt(json.length), true);
  header.set(json, 8);
  return {
    sizeBytes: header.length + dataBytes,
    bytes(start, end) {
      const out = new Uint8Array(Math.max(0, end - start));
      if (start < header.length) out.set(header.subarray(start, end));
      for (const { tensor, begin, end: finish, dtype } of places) {
        const from = Math.max(start - header.length, begin);
        const to = Math.min(end - header.length, finish);
        if (from >= to) continue;
        const part = tensorBytes(tensor, dtype, from - begin, to - begin, options.seed ?? 7);
        out.set(part, from + header.length - start);
      }
      return out;
    },
  };
}

/** Bytes start..end of the tensor's data. */
function tensorBytes(tensor: Placed, dtype: keyof typeof BYTES, start: number, end: number, seed: number): Uint8Array {
  const width = BYTES[dtype];
  // Random numbers come in blocks of four.
  const first = Math.floor(start / width / 4) * 4;
  const count = Math.ceil(end / width) - first;
  const bytes = new Uint8Array(count * width);
  const view = new DataView(bytes.buffer);
  if (dtype === "I64") {
    for (let i = 0; i < count; i++) view.setBigInt64(i * 8, BigInt(first + i), true);
  } else {
    const values = new Float32Array(count);
    fillNormals({ seed, stream: "data", site: tensor.site, time: 0 }, values, first);
    const isGain = /(LayerNorm|layer_norm)\.(weight|gamma)$/.test(tensor.name);
    // As wide as a published model's, so that activations stay in bounds.
    for (let i = 0; i < count; i++) values[i] = isGain ? 1 + 0.1 * values[i]! : 0.05 * values[i]!;
    if (dtype === "F32") bytes.set(new Uint8Array(values.buffer));
    const encode = dtype === "F16" ? encodeF16 : encodeBf16;
    if (dtype !== "F32") for (let i = 0; i < count; i++) view.setUint16(i * 2, encode(values[i]!), true);
  }
  return bytes.subarray(start - first * width, end - first * width);
}
