/** Shapes of matrix products, and the choice among them: none is the fastest on every GPU. */

/** How the work of a product is cut. Sides are multiples of 4. */
export interface Tile {
  readonly name: string;
  /** Sums that a thread holds: rows x columns. */
  readonly rows: number;
  readonly columns: number;
  /**
   * Threads of a workgroup, in rows and columns, that share tiles of A and B; null: every thread reads for itself. That
   * is what a software adapter wants, where waiting for each other is slow.
   */
  readonly shared: { readonly rows: number; readonly columns: number; readonly depth: number } | null;
}

export const DIRECT_8: Tile = { name: "direct 8x8", rows: 8, columns: 8, shared: null };
const DIRECT_4: Tile = { name: "direct 4x8", rows: 4, columns: 8, shared: null };
const SHARED_32: Tile = { name: "shared 32x32", rows: 4, columns: 4, shared: { rows: 8, columns: 8, depth: 16 } };
const SHARED_64: Tile = { name: "shared 64x64", rows: 4, columns: 4, shared: { rows: 16, columns: 16, depth: 16 } };
const SHARED_128: Tile = { name: "shared 128x64", rows: 8, columns: 4, shared: { rows: 16, columns: 16, depth: 16 } };
export const TILES: readonly Tile[] = [DIRECT_8, DIRECT_4, SHARED_32, SHARED_64, SHARED_128];

/** The fastest tile for products of few and of many sums. */
export interface TileChoice {
  readonly small: Tile;
  readonly large: Tile;
}

export const DEFAULT_TILES: TileChoice = { small: SHARED_32, large: SHARED_64 };

/** Sums from which on a product counts as large. */
const LARGE_SUMS = 512 * 1024;

export function tileFor(choice: TileChoice, rows: number, columns: number): Tile {
  return rows * columns >= LARGE_SUMS ? choice.large : choice.small;
}
