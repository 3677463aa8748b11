import { expect, test } from "vitest";
import { DEFAULT_TILES, TILES, tileFor } from "../../../src/ops/webgpu/tiles.ts";

test.for(TILES)("tile $name fits every device: sides of fours, 256 threads, 16 KiB of shared memory", (tile) => {
  const { rows, columns, shared } = tile;
  expect([rows % 4, columns % 4]).toEqual([0, 0]);
  if (!shared) return;
  expect(shared.rows * shared.columns).toBeLessThanOrEqual(256);
  expect(shared.depth % 4).toBe(0);
  const words = (shared.rows * rows + shared.columns * columns) * shared.depth;
  expect(words * 4).toBeLessThanOrEqual(16_384);
});

test("tiles have names of their own", () => {
  expect(new Set(TILES.map(({ name }) => name)).size).toBe(TILES.length);
});

test("products of many sums get the large tile, whatever their sides", () => {
  const { small, large } = DEFAULT_TILES;
  expect(tileFor(DEFAULT_TILES, 512, 128)).toBe(small);
  expect(tileFor(DEFAULT_TILES, 1024, 1024)).toBe(large);
  expect(tileFor(DEFAULT_TILES, 8, 65_536)).toBe(large);
  expect(tileFor(DEFAULT_TILES, 1, 1)).toBe(small);
});
