/** Matrix products with what comes before and after them in one dispatch. */
import type { DropoutSite } from "../ops.ts";
import type { Slice } from "./call.ts";
import { dropoutParams } from "./dropout.ts";
import type { Gpu } from "./gpu.ts";
import matmulText from "./matmul.wgsl?raw";
import directText from "./matmul-direct.wgsl?raw";
import sharedText from "./matmul-shared.wgsl?raw";
import type { Source } from "./shader.ts";
import { DROPOUT, GELU, GROUPS } from "./sources.ts";
import { type Tile, tileFor } from "./tiles.ts";

/**
 * out [m, n] = A B, summed over k.
 * turnedB: A [m, k], B [n, k]; plain: A [m, k], B [k, n]; turnedA: A [k, m], B [k, n].
 */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly kind: "turnedB" | "plain" | "turnedA";
}

/** What is done with each sum before it is stored, in this order. */
export interface Epilogue {
  /** [n] is added. */
  readonly bias?: Slice;
  readonly tanh?: boolean;
  /** `places` [m] (u32) names each row in the counters. */
  readonly dropout?: { readonly site: DropoutSite; readonly places: Slice } | null;
  /** [m, n] is added. */
  readonly plus?: Slice | null;
  /** [m] takes the sums of A over k; for turnedA. With a gradient as A these are the gradient by the bias. */
  readonly rowSums?: Slice | undefined;
  /** `out` takes gelu(x); x itself goes here, [m, n]. */
  readonly gelu?: Slice;
}

const DIRECT: Source = { name: "matmul-direct", text: directText };
const SHARED: Source = { name: "matmul-shared", text: sharedText };
const MATMUL: Source = { name: "matmul", text: matmulText, includes: [GROUPS, GELU, DROPOUT, DIRECT, SHARED] };

/** Threads of a workgroup whose threads do not share. */
const DIRECT_THREADS = 64;

export function multiply(
  gpu: Gpu,
  { m, n, k, kind }: Product,
  { a, b, out }: { readonly a: Slice; readonly b: Slice; readonly out: Slice },
  { bias, tanh = false, dropout = null, plus = null, rowSums, gelu }: Epilogue = {},
  tile: Tile = tileFor(gpu.tiles, m, n),
): void {
  const vectors = n % 4 === 0 && (kind === "turnedA" ? m : k) % 4 === 0;
  const { rows, columns, shared } = tile;
  const threads = shared ? shared.rows * shared.columns : DIRECT_THREADS;
  const cut = shared
    ? {
        BM: shared.rows * rows,
        BN: shared.columns * columns,
        BM4: (shared.rows * rows) / 4,
        BN4: (shared.columns * columns) / 4,
        COLUMNS: shared.columns,
        DEPTH: shared.depth,
        DEPTH4: shared.depth / 4,
        SHARED_A: (shared.rows * rows * shared.depth) / 4,
        SHARED_B: (shared.columns * columns * shared.depth) / 4,
      }
    : {};
  const tiles = shared
    ? Math.ceil(m / (shared.rows * rows)) * Math.ceil(n / (shared.columns * columns))
    : Math.ceil((Math.ceil(m / rows) * Math.ceil(n / columns)) / threads);
  gpu.run(MATMUL, {
    defines: {
      TURNED_B: kind === "turnedB",
      PLAIN: kind === "plain",
      TURNED_A: kind === "turnedA",
      VEC: vectors,
      DIRECT: shared === null,
      BIAS: bias !== undefined,
      TANH: tanh,
      DROP: dropout !== null,
      ADD: plus !== null,
      GELU: gelu !== undefined,
      ROW_SUMS: rowSums !== undefined,
      THREADS: threads,
      TM: rows,
      TN: columns,
      TM4: rows / 4,
      TN4: columns / 4,
      ...cut,
    },
    buffers: {
      a,
      b,
      out,
      ...(bias && { bias }),
      ...(plus && { plus }),
      ...(dropout && { places: dropout.places }),
      ...(rowSums && { sums: rowSums }),
      ...(gelu && { before: gelu }),
    },
    params: [m, n, k, 0, ...dropoutParams(dropout?.site ?? null)],
    groups: tiles,
    work: 2 * m * n * k,
  });
}
