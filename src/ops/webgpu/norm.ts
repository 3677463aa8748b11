/** Layer norm over the features of each row, and what sums over rows its parameters' gradients take. */
import type { Tensor2D } from "@tensorflow/tfjs";
import type { DropoutSite } from "../ops.ts";
import { f32, type Slice } from "./call.ts";
import columnsText from "./columns.wgsl?raw";
import columnsFinalText from "./columns-final.wgsl?raw";
import { dropoutParams } from "./dropout.ts";
import type { Gpu } from "./gpu.ts";
import normText from "./norm.wgsl?raw";
import normBackwardText from "./norm-backward.wgsl?raw";
import { GROUPS, LANES, ROW_DROPOUT, VALUES } from "./sources.ts";

const NORM = { name: "norm", text: normText, includes: [GROUPS, VALUES, LANES, ROW_DROPOUT] };
const NORM_BACKWARD = { name: "norm-backward", text: normBackwardText, includes: NORM.includes };
const COLUMNS = { name: "columns", text: columnsText, includes: [GROUPS, VALUES] };
const COLUMNS_FINAL = { name: "columns-final", text: columnsFinalText, includes: [GROUPS, VALUES] };

const THREADS = 64;
/** Rows that one thread adds before the second stage. */
const ROWS_A_BLOCK = 32;

/** Where dropout's factors are, if anywhere. `places` [rows] (u32) names the rows in the counter. */
export interface PlacedDropout {
  readonly site: DropoutSite;
  readonly places: Slice;
}

/** How rows of so many features are read: in vectors of 4 or one by one. */
export function reading(features: number): { vectors: boolean; columns: number } {
  const vectors = features % 4 === 0;
  return { vectors, columns: vectors ? features / 4 : features };
}

function lanesOf(gpu: Gpu) {
  return { SHARED: !gpu.facts.software, THREADS, LANES: gpu.facts.software ? 1 : THREADS };
}

/**
 * out = dropout(gain * normalised(z) + shift)
 *
 * @param z [rows, features], becomes the normalised rows
 * @returns inverse [rows], 1 / standard deviation
 */
export function norm(
  gpu: Gpu,
  z: Tensor2D,
  parameters: { readonly gain: Slice; readonly shift: Slice },
  eps: number,
  after: PlacedDropout | null,
): { output: Tensor2D; inverse: Tensor2D } {
  const [rows, features] = z.shape;
  const { vectors, columns } = reading(features);
  const lanes = lanesOf(gpu);
  const output = gpu.matrix(rows, features);
  const inverse = gpu.matrix(rows, 1);
  gpu.run(NORM, {
    defines: { VEC: vectors, DROP: after !== null, ...lanes },
    buffers: {
      z: gpu.slice(z),
      out: gpu.slice(output),
      inverse: gpu.slice(inverse),
      ...parameters,
      ...(after && { places: after.places }),
    },
    params: [rows, columns, f32(eps), 0, ...dropoutParams(after?.site ?? null)],
    groups: Math.ceil(rows / (lanes.THREADS / lanes.LANES)),
    work: rows * features * 8,
  });
  return { output, inverse };
}

/**
 * @param gradient [rows, features], by the norm's output
 * @param where    whether dropout came after the norm or before it, ahead of the residual
 * @returns dz, the gradient by what was normalised, and `dropped`: after dropout the gradient by the norm's own output,
 *          before it what reaches the linear layer; without dropout `gradient` or dz itself
 */
export function normBackward(
  gpu: Gpu,
  gradient: Tensor2D,
  saved: { readonly normalised: Tensor2D; readonly inverse: Tensor2D },
  gain: Slice,
  where: "after" | "before",
  dropout: PlacedDropout | null,
): { dz: Tensor2D; dropped: Tensor2D } {
  const [rows, features] = gradient.shape;
  const { vectors, columns } = reading(features);
  const lanes = lanesOf(gpu);
  const dz = gpu.matrix(rows, features);
  const dropped = dropout && gpu.matrix(rows, features);
  gpu.run(NORM_BACKWARD, {
    defines: {
      VEC: vectors,
      DROP: dropout !== null,
      DROP_AFTER: dropout !== null && where === "after",
      DROP_BEFORE: dropout !== null && where === "before",
      ...lanes,
    },
    buffers: {
      gradient: gpu.slice(gradient),
      normalised: gpu.slice(saved.normalised),
      inverse: gpu.slice(saved.inverse),
      gain,
      dz: gpu.slice(dz),
      ...(dropout && dropped && { dropped: gpu.slice(dropped), places: dropout.places }),
    },
    params: [rows, columns, 0, 0, ...dropoutParams(dropout?.site ?? null)],
    groups: Math.ceil(rows / (lanes.THREADS / lanes.LANES)),
    work: rows * features * 12,
  });
  return { dz, dropped: dropped ?? (where === "after" ? gradient : dz) };
}

/**
 * Sums over the rows of x, and with `y` of x * y; with `types` over the rows of type 0 and over those of type 1.
 *
 * @param out.sums     [features] receives the sums of x; with `types` [2, features]
 * @param out.products [features] receives those of x * y
 * @param out.types    [rows] (u32)
 */
export function columnSums(
  gpu: Gpu,
  x: Tensor2D,
  out:
    | { readonly sums: Slice; readonly types?: Slice }
    | { readonly sums: Slice; readonly products: Slice; readonly y: Tensor2D },
): void {
  const [rows, features] = x.shape;
  const { vectors, columns } = reading(features);
  const withProduct = "y" in out;
  const types = "types" in out ? out.types : undefined;
  const defines = {
    VEC: vectors,
    PRODUCT: withProduct,
    TYPES: types !== undefined,
    TWO: withProduct || types !== undefined,
  };
  const blocks = Math.ceil(rows / ROWS_A_BLOCK);
  const quantities = defines.TWO ? 2 : 1;
  const partial = gpu.matrix(blocks * quantities, features);
  gpu.run(COLUMNS, {
    defines: { ...defines, ROWS: ROWS_A_BLOCK },
    buffers: {
      x: gpu.slice(x),
      partial: gpu.slice(partial),
      ...(withProduct && { y: gpu.slice(out.y) }),
      ...(types && { types }),
    },
    params: [rows, columns],
    groups: Math.ceil((blocks * columns) / THREADS),
    work: rows * features * 2,
  });
  gpu.run(COLUMNS_FINAL, {
    defines,
    buffers: {
      partial: gpu.slice(partial),
      ...(withProduct ? { first: out.products, second: out.sums } : { first: out.sums }),
    },
    params: [blocks, columns],
    groups: Math.ceil(columns / THREADS),
  });
  partial.dispose();
}
