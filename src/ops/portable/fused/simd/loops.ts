/** The table of loops in SIMD. Arrays lie on tfjs's heap, so that a view's offset is its address. */
import type { Loops, Matmul } from "../loops.ts";
import { countNonZero } from "../matrices.ts";
import { factorRowsFiller, stretchMakerOf } from "./factors.ts";
import { createHeadLoops } from "./heads.ts";
import type { KernelExports, SimdModule } from "./module.ts";
import { createOptimizerLoops } from "./optimizer.ts";
import type { Workspace } from "./workspace.ts";

const at = (array: Float32Array | undefined) => array?.byteOffset ?? 0;
const FLOAT = Float32Array.BYTES_PER_ELEMENT;

export function createSimdLoops(module: SimdModule, workspace: Workspace): Loops {
  const { exports } = module;
  const fillFactorRows = factorRowsFiller(exports);
  return {
    // tfjs multiplies with all its threads, these kernels with one.
    matmul: module.threads === 1 ? matmulOf(exports, workspace) : null,
    transpose(from, to, rows, columns) {
      exports.transpose(at(from), at(to), rows, columns);
    },
    rowSums(matrix, sums) {
      exports.rowSums(at(matrix), at(sums), sums.length, matrix.length / sums.length);
    },
    columnSums(matrix, sums, rows) {
      exports.columnSums(at(matrix), at(sums), rows, sums.length);
    },
    add(to, from) {
      exports.add(at(to), at(from), to.length);
    },
    addBias(x, bias) {
      exports.addBias(at(x), at(bias), x.length / bias.length, bias.length);
    },
    addRows(to, from, rowsOf, rows) {
      const features = from.length / rows;
      const bytes = features * FLOAT;
      for (let row = 0; row < rows; row++) exports.add(at(to) + rowsOf[row]! * bytes, at(from) + row * bytes, features);
    },
    multiply(a, b, out) {
      exports.multiply(at(a), at(b), at(out), out.length);
    },
    segmentSums(x, sums, { order, starts }) {
      const groups = starts.length - 1;
      const features = sums.length / groups;
      const bytes = features * FLOAT;
      sums.fill(0);
      for (let group = 0; group < groups; group++) {
        const target = at(sums) + group * bytes;
        for (let i = starts[group]!; i < starts[group + 1]!; i++)
          exports.add(target, at(x) + order[i]! * bytes, features);
      }
    },
    sumOfSquares: (values, from, to) => exports.sumOfSquares(at(values) + from * FLOAT, to - from),
    sumOfSquaredChanges: (from, to, start, end) =>
      exports.sumOfSquaredChanges(at(from) + start * FLOAT, at(to) + start * FLOAT, end - start),
    countNonZero: (values) =>
      workspace.holds(values) ? exports.countNonZero(at(values), values.length) : countNonZero(values),
    biasGelu(y, bias, slope) {
      exports.biasGelu(at(y), at(bias), at(slope), y.length / bias.length, bias.length);
    },
    embeddingNorm({ word, position, tokenType, ids, positions, types }, { gain, shift, eps }, factors, out) {
      const features = gain.length;
      const bytes = features * FLOAT;
      const normalised = at(out.normalised);
      ids.forEach((id, token) => {
        const ofWord = at(word) + id * bytes;
        const ofPosition = at(position) + positions[token]! * bytes;
        const ofType = at(tokenType) + (types ? types[token]! * bytes : 0);
        exports.addThree(ofWord, ofPosition, ofType, normalised + token * bytes, features);
      });
      const output = at(out.output);
      exports.normaliseRows(normalised, at(gain), at(shift), eps, output, at(out.inverse), ids.length, features);
      if (factors) exports.multiply(output, at(factors), output, out.output.length);
    },
    residualNorm(y, { bias, residual, factors }, { gain, shift, eps }, output, inverse) {
      const [rows, features] = [inverse.length, bias.length];
      exports.residualSum(at(y), at(bias), at(factors), at(residual), rows, features);
      exports.normaliseRows(at(y), at(gain), at(shift), eps, at(output), at(inverse), rows, features);
    },
    normBackward(gradient, { normalised, inverse }, gain, dz, parameters, before) {
      // The kernel reads each gradient before it writes there.
      if (before) exports.multiply(at(gradient), at(before), at(dz), dz.length);
      const dy = before ? dz : gradient;
      const [dGain, dShift] = [at(parameters?.gain), at(parameters?.shift)];
      const { length: rows } = inverse;
      exports.normBackward(at(dy), at(normalised), at(inverse), at(gain), at(dz), dGain, dShift, rows, gain.length);
    },
    fillFactorRows,
    stretchMaker: () => stretchMakerOf(exports, workspace),
    ...createHeadLoops(exports, workspace, fillFactorRows),
    ...createOptimizerLoops(exports, workspace),
  };
}

function matmulOf({ matmul }: KernelExports, workspace: Workspace): Matmul {
  return (a, b, c, { rows, inner, columns }) => {
    const left = [at(a.values), a.turned ? rows : inner, a.turned] as const;
    const right = [at(b.values), b.turned ? inner : columns, b.turned] as const;
    matmul(...left, ...right, at(c), columns, rows, inner, columns, workspace.blocks);
  };
}
