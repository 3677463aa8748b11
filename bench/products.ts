/** Matrix products: our WGSL, tile by tile, against tfjs's `matMul`. */
import * as tf from "@tensorflow/tfjs";
import type { Slice } from "../src/ops/webgpu/call.ts";
import type { Gpu } from "../src/ops/webgpu/gpu.ts";
import { multiply, type Product } from "../src/ops/webgpu/matmul.ts";
import { TILES, type Tile, tileFor } from "../src/ops/webgpu/tiles.ts";
import type { Context, Figures, Group } from "./groups.ts";
import { type Contender, timeInTurn } from "./measure.ts";
import type { Shape } from "./shapes.ts";

/** Products recorded before the device is waited for. */
const REPEATS = 20;

/** x W^T, dy W and dy^T x of a layer's four linear maps are made of these. */
export function productsOf({ config, rows, sequence }: Shape): Product[] {
  const { hiddenSize: hidden, intermediateSize: inner } = config;
  const tokens = rows * sequence;
  return [
    { m: tokens, n: 3 * hidden, k: hidden, kind: "turnedB" },
    { m: tokens, n: inner, k: hidden, kind: "turnedB" },
    { m: tokens, n: hidden, k: inner, kind: "turnedB" },
    { m: tokens, n: hidden, k: inner, kind: "plain" },
    { m: inner, n: hidden, k: tokens, kind: "turnedA" },
  ];
}

const LETTERS = { turnedB: "NT", plain: "NN", turnedA: "TN" } as const;

export function productGroup({ backend, rounds }: Context, gpu: Gpu, shape: Shape): Group {
  const prefix = `${backend.name}/${shape.name}/product`;
  const all = productsOf(shape).map((product) => {
    const { m, n, k, kind } = product;
    const id = `${prefix}/${LETTERS[kind]}-${m}x${n}x${k}`;
    const chosen = tileFor(gpu.tiles, m, n);
    return {
      product,
      id,
      tiles: TILES.map((tile) => ({ tile, id: `${id}/${slugOf(tile)}`, isChosen: tile === chosen })),
    };
  });
  return {
    id: prefix,
    rows: all.flatMap(({ product: { m, n, k, kind }, tiles }) =>
      tiles.map(({ tile, id, isChosen }) => ({
        id,
        what: `[${m}, ${k}] x [${k}, ${n}] ${LETTERS[kind]}, tile ${tile.name}${isChosen ? ", which is used" : ""}`,
        unit: "GFLOP/s",
        ratioIs: "ours / theirs" as const,
      })),
    ),
    async measure(wanted) {
      const figures = new Map<string, Figures>();
      for (const { product, tiles } of all) {
        const asked = tiles.filter(({ id }) => wanted(id));
        if (asked.length === 0) continue;
        const rates = await ratesOf(
          gpu,
          backend,
          product,
          asked.map(({ tile }) => tile),
          rounds,
        );
        for (const { tile, id } of asked) figures.set(id, { ours: rates.get(tile.name)!, theirs: rates.get("tfjs")! });
      }
      return figures;
    },
  };
}

/** GFLOP/s by the tile's name, and "tfjs". */
async function ratesOf(
  gpu: Gpu,
  backend: Context["backend"],
  product: Product,
  tiles: readonly Tile[],
  rounds: number,
): Promise<Map<string, number>> {
  const { m, n, k, kind } = product;
  const repeats = backend.software ? 1 : REPEATS;
  // Zeros would do, but denormals and zeros are fast on some processors.
  const a = tf.randomUniform(kind === "turnedA" ? [k, m] : [m, k], -1, 1) as tf.Tensor2D;
  const b = tf.randomUniform(kind === "turnedB" ? [n, k] : [k, n], -1, 1) as tf.Tensor2D;
  const out = gpu.matrix(m, n);
  const slices: Record<"a" | "b" | "out", Slice> = { a: gpu.slice(a), b: gpu.slice(b), out: gpu.slice(out) };
  const settle = backend.settle;
  const contenders: Contender[] = [
    ...tiles.map((tile) => ({ name: tile.name, run: () => multiply(gpu, product, slices, {}, tile), settle, repeats })),
    {
      name: "tfjs",
      run: () => tf.matMul(a, b, kind === "turnedA", kind === "turnedB").dispose(),
      settle,
      repeats,
    },
  ];
  try {
    const times = await timeInTurn(contenders, rounds);
    return new Map(Array.from(times, ([name, timeMs]) => [name, (2 * m * n * k) / (timeMs * 1e6)]));
  } finally {
    tf.dispose([a, b, out]);
  }
}

function slugOf({ name }: Tile): string {
  return name.replaceAll(" ", "-");
}
