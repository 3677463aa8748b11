/** Which weights of a matrix are looked at. */
import { keyedPermutation, type LayerMask, type MaskKey, maskFactor } from "../../graddrop/index.ts";

export const WEIGHTS = 8;
/** Weights that are tried in search of those wanted; a mask that has fewer than one in so many counts as having none. */
const TRIED = 256;

/** A tensor's mask in one step. */
export interface MaskInStep {
  readonly mask: LayerMask;
  readonly key: MaskKey;
}

/**
 * Eight weights of a tensor, drawn by the run's seed: in the first step as many kept as dropped where its mask has both, and
 * in each of the following ones at least one of the kind that is rarer, so that every step shows what a mask does.
 *
 * @param steps the masks of the next steps, at least one
 * @param size  of the tensor
 * @returns elements, ascending
 */
export function chooseWeights([first, ...later]: readonly [MaskInStep, ...MaskInStep[]], size: number): number[] {
  const { seed, tensor } = first.key;
  const place = keyedPermutation({ seed, stream: "inspection", site: tensor, time: 0 }, size);
  const left = Array.from({ length: Math.min(TRIED, size) }, (_, i) => place(i));
  const isKept = (element: number, { mask, key }: MaskInStep) => maskFactor(mask, key, element, size) !== 0;
  const rarer = later.map((step) => left.filter((element) => isKept(element, step)).length <= left.length / 2);
  const chosen: number[] = [];
  while (chosen.length < WEIGHTS && left.length > 0) {
    const number = chosen.length;
    const fits = (element: number) => isKept(element, first) === number % 2 > 0;
    const step = later[number];
    const fitsLater = (element: number) => !step || isKept(element, step) === rarer[number];
    const best = left.find((element) => fits(element) && fitsLater(element)) ?? left.find(fits) ?? left[0]!;
    chosen.push(best);
    left.splice(left.indexOf(best), 1);
  }
  return chosen.sort((a, b) => a - b);
}
