/**
 * The kernels that work on tfjs's memory, compiled by tools/simd/build.mjs. They allocate nothing and have no data of their
 * own: every address comes from JavaScript. Pointers are bytes, strides and sizes count elements.
 */
export { dropProbabilities, softmaxBackward, softmaxRows } from "./attention.ts";
export {
  add,
  addBias,
  addThree,
  columnSums,
  countNonZero,
  multiply,
  rowSums,
  sumOfSquaredChanges,
  sumOfSquares,
  transpose,
} from "./elements.ts";
export { biasGelu } from "./gelu.ts";
export { matmul, matmulWorkspaceBytes } from "./matmul.ts";
export { normaliseRows, normBackward, residualSum } from "./norm.ts";
export { adamW, adamWByWeight, sgd, shrink } from "./optimizer.ts";
export { fillBernoulli } from "./philox.ts";
