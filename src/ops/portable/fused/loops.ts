/**
 * The table of loops that kernels are made of. A device has one: in JavaScript for any arrays, or in SIMD for arrays on
 * tfjs's WASM heap (simd/loops.ts). Both give the same numbers up to f32's roundings, and the same random bits.
 */
import { type FillFactorRows, fillFactorRows } from "../dropout.ts";
import { type StretchMaker, stretchMaker } from "../factors.ts";
import { adamW, adamWRows, sgd, sgdRows } from "./adamw.ts";
import { biasGelu } from "./functions.ts";
import { attentionBackward, attentionForward } from "./heads.ts";
import * as matrices from "./matrices.ts";
import { embeddingNorm, normBackward, residualNorm } from "./norm.ts";

/**
 * c = a b. Either factor may be stored with its sides exchanged.
 *
 * @param a [rows, inner], or [inner, rows] where turned
 * @param b [inner, columns], or [columns, inner] where turned
 * @param c [rows, columns]
 */
export type Matmul = (
  a: { readonly values: Float32Array; readonly turned: boolean },
  b: { readonly values: Float32Array; readonly turned: boolean },
  c: Float32Array,
  sides: { readonly rows: number; readonly inner: number; readonly columns: number },
) => void;

export interface Loops {
  /** null: tfjs multiplies better. */
  readonly matmul: Matmul | null;
  readonly transpose: typeof matrices.transpose;
  readonly rowSums: typeof matrices.rowSums;
  readonly columnSums: typeof matrices.columnSums;
  readonly add: typeof matrices.add;
  readonly addBias: typeof matrices.addBias;
  readonly addRows: typeof matrices.addRows;
  readonly multiply: typeof matrices.multiply;
  readonly segmentSums: typeof matrices.segmentSums;
  readonly sumOfSquares: typeof matrices.sumOfSquares;
  readonly sumOfSquaredChanges: typeof matrices.sumOfSquaredChanges;
  readonly countNonZero: typeof matrices.countNonZero;
  readonly biasGelu: typeof biasGelu;
  readonly embeddingNorm: typeof embeddingNorm;
  readonly residualNorm: typeof residualNorm;
  readonly normBackward: typeof normBackward;
  readonly attentionForward: typeof attentionForward;
  readonly attentionBackward: typeof attentionBackward;
  readonly fillFactorRows: FillFactorRows;
  /** Makes what adamW and sgd take; good until a tensor is made. */
  readonly stretchMaker: () => StretchMaker;
  readonly adamW: typeof adamW;
  readonly adamWRows: typeof adamWRows;
  readonly sgd: typeof sgd;
  readonly sgdRows: typeof sgdRows;
}

export const javascriptLoops: Loops = {
  matmul: null,
  transpose: matrices.transpose,
  rowSums: matrices.rowSums,
  columnSums: matrices.columnSums,
  add: matrices.add,
  addBias: matrices.addBias,
  addRows: matrices.addRows,
  multiply: matrices.multiply,
  segmentSums: matrices.segmentSums,
  sumOfSquares: matrices.sumOfSquares,
  sumOfSquaredChanges: matrices.sumOfSquaredChanges,
  countNonZero: matrices.countNonZero,
  biasGelu,
  embeddingNorm,
  residualNorm,
  normBackward,
  attentionForward,
  attentionBackward,
  fillFactorRows,
  stretchMaker: () => stretchMaker,
  adamW,
  adamWRows,
  sgd,
  sgdRows,
};
