/** Colour scales with numbers. Pure. */
import { type Rgb, ramp } from "../figures/palette.ts";

/** From a little to much: light to dark in one direction, readable for the colour-blind. */
const SHARE: readonly Rgb[] = [
  [222, 235, 247],
  [158, 202, 225],
  [66, 136, 196],
  [24, 93, 166],
  [8, 48, 107],
];
/** Viridis, darkest last: norms look like nothing that Figure 1 shows. */
const NORM: readonly Rgb[] = [
  [253, 231, 37],
  [122, 209, 81],
  [34, 168, 132],
  [42, 120, 142],
  [65, 68, 135],
  [68, 1, 84],
];

export interface Scale {
  readonly colour: (value: number) => Rgb;
  /** @param place from 0 to 1 */
  readonly colourAt: (place: number) => Rgb;
  /** Values for a legend, rising, with their place on the scale from 0 to 1. */
  readonly ticks: readonly { readonly value: number; readonly place: number }[];
}

export const SHARE_SCALE: Scale = {
  colour: (share) => ramp(SHARE, share),
  colourAt: (place) => ramp(SHARE, place),
  ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, place: value })),
};

/**
 * Logarithmic, over all the values that will be shown with it. Zeros have no place on it. Undefined while there is nothing to
 * measure it by.
 */
export function normScale(values: Iterable<number>): Scale | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    if (!(value > 0 && Number.isFinite(value))) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) return undefined;
  // Less than a factor of ten would blow up what hardly differs.
  if (high / low < 10) {
    const middle = Math.sqrt(low * high);
    low = Math.min(low, middle / Math.sqrt(10));
    high = Math.max(high, middle * Math.sqrt(10));
  }
  const place = (value: number) => Math.max(0, Math.min(1, Math.log(value / low) / Math.log(high / low)));
  return {
    colour: (value) => ramp(NORM, place(value)),
    colourAt: (at) => ramp(NORM, at),
    ticks: ticksBetween(low, high, place),
  };
}

const FEWEST_TICKS = 3;
const MOST_TICKS = 5;
/** Within each power of ten, from coarse to fine. */
const DIGITS = [[1], [1, 3], [1, 2, 3, 5]] as const;

/** Round numbers, as coarse as there are enough of, and thinned out where there are many. */
function ticksBetween(low: number, high: number, place: (value: number) => number): Scale["ticks"] {
  const first = Math.floor(Math.log10(low));
  const powers = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, i) => 10 ** (first + i));
  const choices = DIGITS.map((digits) =>
    powers
      .flatMap((power) => digits.map((digit) => digit * power))
      .filter((value) => value > low * 0.999 && value < high * 1.001),
  );
  const values = choices.find(({ length }) => length >= FEWEST_TICKS) ?? choices.at(-1)!;
  const every = Math.ceil(values.length / MOST_TICKS);
  return values.filter((_, i) => i % every === 0).map((value) => ({ value, place: place(value) }));
}

/** Two digits that matter, short enough for a cell: "0.031", "1.2e-4". */
export function normText(value: number): string {
  if (value === 0) return "0";
  if (value >= 0.001 && value < 9950) return String(Number(value.toPrecision(2)));
  return value.toExponential(1).replace(".0e", "e").replace("e+", "e");
}
