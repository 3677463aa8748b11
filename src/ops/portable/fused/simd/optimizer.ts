/** The optimizers in SIMD, on weights, moments and gradients in tfjs's heap. */
import { STRETCH, type Stretch } from "../../factors.ts";
import { type AdamWSettings, Corrections, type Moments, type Weights } from "../adamw.ts";
import type { Loops } from "../loops.ts";
import type { KernelExports } from "./module.ts";
import type { Workspace } from "./workspace.ts";

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

/** Elements from .. from + size - 1 of a parameter. */
interface Piece {
  readonly from: number;
  readonly size: number;
  /** Address of the factors; 0: all 1. */
  readonly factors: number;
}

function constants({ learningRate, beta1, beta2, weightDecay }: AdamWSettings) {
  return { decay: learningRate * weightDecay, rest1: 1 - beta1, rest2: 1 - beta2 };
}

export function createOptimizerLoops(
  exports: KernelExports,
  workspace: Workspace,
): Pick<Loops, "adamW" | "adamWRows" | "sgd" | "sgdRows"> {
  /** Stretches as the kernels take them; factors that lie elsewhere are brought to the heap bit by bit. */
  function* piecesOf(stretches: Iterable<Stretch>, longest: number): Generator<Piece> {
    for (const { start, end, factors } of stretches) {
      const isFar = factors !== null && !workspace.holds(factors);
      const step = isFar ? Math.min(longest, STRETCH) : longest;
      for (let from = start; from < end; from += step) {
        const size = Math.min(step, end - from);
        if (isFar) workspace.view(workspace.factors, size).set(factors.subarray(from - start, from - start + size));
        const near = factors && factors.byteOffset + (from - start) * FLOAT;
        yield { from, size, factors: isFar ? workspace.factors : (near ?? 0) };
      }
    }
  }

  /** Where a piece of each array lies. */
  function addresses({ from, to, gradient }: Weights, { first, second }: Moments, piece: Piece) {
    const offset = piece.from * FLOAT;
    return [
      from.byteOffset + offset,
      to.byteOffset + offset,
      gradient.byteOffset + offset,
      first.byteOffset + offset,
      second.byteOffset + offset,
      piece.factors,
    ] as const;
  }

  return {
    adamW(weights, moments, stretches, untouched, { steps, counts }, settings) {
      const { decay, rest1, rest2 } = constants(settings);
      const { epsilon, learningRate } = settings;
      const { scale } = weights;
      const corrections = Corrections.of(settings.beta1, settings.beta2).upTo(steps);
      if (counts === null) {
        const rate = learningRate * corrections.first[steps]!;
        const root = corrections.second[steps]!;
        for (const piece of piecesOf(stretches, Number.POSITIVE_INFINITY)) {
          const where = addresses(weights, moments, piece);
          exports.adamW(...where, piece.size, scale, decay, rest1, rest2, rate, root, epsilon);
        }
        return;
      }
      const rates = workspace.view(workspace.rates, STRETCH);
      const roots = workspace.view(workspace.roots, STRETCH);
      for (const piece of piecesOf(stretches, STRETCH)) {
        for (let i = 0; i < piece.size; i++) {
          const count = counts[piece.from + i]!;
          rates[i] = learningRate * corrections.first[count]!;
          roots[i] = corrections.second[count]!;
        }
        const where = addresses(weights, moments, piece);
        const each = [workspace.rates, workspace.roots, untouched] as const;
        exports.adamWByWeight(...where, ...each, piece.size, scale, decay, rest1, rest2, epsilon);
      }
    },

    adamWRows(table, { first, second }, { ids, rows, features }, seen, scale, { steps }, settings) {
      const { decay, rest1, rest2 } = constants(settings);
      const corrections = Corrections.of(settings.beta1, settings.beta2).upTo(steps);
      const rate = settings.learningRate * corrections.first[steps]!;
      const root = corrections.second[steps]!;
      for (const id of ids) seen[id] = 1;
      let next = 0;
      for (let row = 0; row < seen.length; row++) {
        const offset = row * features * FLOAT;
        const weights = table.byteOffset + offset;
        if (seen[row] === 0) {
          if (decay !== 0) exports.shrink(weights, features, decay);
          continue;
        }
        const gradient = ids[next] === row ? rows.byteOffset + next++ * features * FLOAT : 0;
        const moments = [first.byteOffset + offset, second.byteOffset + offset] as const;
        const numbers = [scale, decay, rest1, rest2, rate, root, settings.epsilon] as const;
        exports.adamW(weights, weights, gradient, ...moments, 0, features, ...numbers);
      }
    },

    sgd({ from, to, gradient, scale }, stretches, untouched, { learningRate, weightDecay }) {
      const decay = learningRate * weightDecay;
      for (const piece of piecesOf(stretches, Number.POSITIVE_INFINITY)) {
        const offset = piece.from * FLOAT;
        const [target, source] = [to.byteOffset + offset, gradient.byteOffset + offset];
        const { factors, size } = piece;
        exports.sgd(from.byteOffset + offset, target, source, factors, untouched, size, scale, learningRate, decay);
      }
    },

    sgdRows(table, { ids, rows, features }, scale, { learningRate, weightDecay }) {
      const decay = learningRate * weightDecay;
      if (decay !== 0) exports.shrink(table.byteOffset, table.length, decay);
      ids.forEach((id, i) => {
        const weights = table.byteOffset + id * features * FLOAT;
        exports.sgd(
          weights,
          weights,
          rows.byteOffset + i * features * FLOAT,
          0,
          false,
          features,
          scale,
          learningRate,
          0,
        );
      });
    },
  };
}
