/** Which tile multiplies fastest on this device, by a short timing. */
import type { Gpu } from "./gpu.ts";
import { multiply, type Product } from "./matmul.ts";
import { DIRECT_8, TILES, type Tile, type TileChoice } from "./tiles.ts";

const SMALL_PRODUCT: Product = { m: 512, n: 128, k: 128, kind: "turnedB" };
const LARGE_PRODUCT: Product = { m: 1024, n: 1024, k: 256, kind: "turnedB" };
const ROUNDS = 3;
/** A software adapter needs seconds for what a GPU does in a millisecond, and its ranking is known (measured 2026-11). */
const SOFTWARE_TILES: TileChoice = { small: DIRECT_8, large: DIRECT_8 };

export async function tuneTiles(gpu: Gpu): Promise<TileChoice> {
  if (gpu.facts.software) return SOFTWARE_TILES;
  return { small: await fastest(gpu, SMALL_PRODUCT, 64), large: await fastest(gpu, LARGE_PRODUCT, 16) };
}

/** Times `repeats` products in one submit, in turn for every tile, and takes the tile with the least of its times. */
async function fastest(gpu: Gpu, product: Product, repeats: number): Promise<Tile> {
  const { m, n, k } = product;
  const buffers = { a: gpu.pool.acquire(m * k * 4), b: gpu.pool.acquire(n * k * 4), out: gpu.pool.acquire(m * n * 4) };
  const whole = (buffer: GPUBuffer, size: number) => ({ buffer, offset: 0, size: size * 4 });
  const run = (tile: Tile) =>
    multiply(
      gpu,
      product,
      { a: whole(buffers.a, m * k), b: whole(buffers.b, n * k), out: whole(buffers.out, m * n) },
      {},
      tile,
    );
  await gpu.compile(() => {
    for (const tile of TILES) run(tile);
  });
  const best = new Map<Tile, number>();
  for (let round = 0; round <= ROUNDS; round++) {
    for (const tile of TILES) {
      gpu.flush();
      await gpu.device.queue.onSubmittedWorkDone();
      const start = performance.now();
      for (let i = 0; i < repeats; i++) run(tile);
      gpu.flush();
      await gpu.device.queue.onSubmittedWorkDone();
      // The first round wakes the device.
      if (round > 0) best.set(tile, Math.min(best.get(tile) ?? Number.POSITIVE_INFINITY, performance.now() - start));
    }
  }
  for (const buffer of Object.values(buffers)) gpu.pool.release(buffer);
  return TILES.reduce((a, b) => (best.get(b)! < best.get(a)! ? b : a));
}
