/** Matrices changed element by element, and rows of them moved. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { DropoutSite } from "../ops.ts";
import type { Slice } from "./call.ts";
import { dropoutParams } from "./dropout.ts";
import elementsText from "./elements.wgsl?raw";
import type { Gpu } from "./gpu.ts";
import { reading } from "./norm.ts";
import rowsText from "./rows.wgsl?raw";
import { GELU, GROUPS, ROW_DROPOUT, VALUES } from "./sources.ts";

const ELEMENTS = { name: "elements", text: elementsText, includes: [GROUPS, VALUES, ROW_DROPOUT, GELU] };
const ROWS = { name: "rows", text: rowsText, includes: [GROUPS, VALUES] };

const THREADS = 64;

/** x * slope(y) * dropout's factors, where row r of the matrix is row r of the counter, or row places[r] (u32). */
export function scaled(
  gpu: Gpu,
  x: Tensor2D,
  {
    slope,
    site = null,
    places,
  }: {
    readonly slope?: { kind: "gelu" | "tanh"; of: Tensor2D };
    readonly site?: DropoutSite | null;
    readonly places?: Slice;
  },
): Tensor2D {
  const [rows, features] = x.shape;
  const { vectors, columns } = reading(features);
  const out = gpu.matrix(rows, features);
  gpu.run(ELEMENTS, {
    defines: {
      VEC: vectors,
      SLOPE: slope !== undefined,
      GELU_SLOPE: slope?.kind === "gelu",
      TANH_SLOPE: slope?.kind === "tanh",
      DROP: site !== null,
      PLACED: places !== undefined,
    },
    buffers: {
      x: gpu.slice(x),
      out: gpu.slice(out),
      ...(slope && { y: gpu.slice(slope.of) }),
      ...(places && { places }),
    },
    params: [rows, columns, 0, 0, ...dropoutParams(site)],
    groups: Math.ceil((rows * columns) / THREADS),
    work: rows * features * 8,
  });
  return out;
}

/** [rows, features]: the rows of x that `rows` (u32) names. */
export function takeRows(gpu: Gpu, x: Tensor2D, rows: Slice, count: number): Tensor2D {
  const out = gpu.matrix(count, x.shape[1]);
  moveRows(gpu, { x, out, rows, count, take: true });
  return out;
}

/** Adds row r of x to row `rows[r]` of `out`; no row is named twice. */
export function addRows(gpu: Gpu, out: Tensor2D, x: Tensor2D, rows: Slice): void {
  moveRows(gpu, { x, out, rows, count: x.shape[0], take: false });
}

function moveRows(
  gpu: Gpu,
  { x, out, rows, count, take }: { x: Tensor2D; out: Tensor2D; rows: Slice; count: number; take: boolean },
): void {
  const { vectors, columns } = reading(x.shape[1]);
  gpu.run(ROWS, {
    defines: { VEC: vectors, TAKE: take },
    buffers: { x: gpu.slice(x), rows, out: gpu.slice(out) },
    params: [count, columns],
    groups: Math.ceil((count * columns) / THREADS),
  });
}
