/**
 * How curves are told apart, without relying on colour alone: families of variants by hue, the members of a family also by
 * marker, runs of one variant by dash. The colours are in palette.css, for light and dark.
 */
import type { VariantId } from "../../graddrop/index.ts";

export const MARKERS = ["circle", "square", "triangle", "diamond"] as const;
export type Marker = (typeof MARKERS)[number];

const MARKER_OF: Readonly<Record<VariantId, Marker>> = {
  sft: "circle",
  "head-only": "square",
  "gradfreeze-topdown": "circle",
  "gradfreeze-bottomup": "square",
  "gradfreeze-toggle-topdown": "triangle",
  graddrop: "circle",
  "graddrop-gaussian": "square",
  "anneal-graddrop": "triangle",
  "layer-graddrop": "circle",
  "anneal-layer-graddrop": "square",
  "graddrop-epoch": "circle",
  "graddrop-epoch-toggle": "triangle",
  "graddrop-epoch-resample": "square",
};

/** SVG dash patterns, for the first, second, ... run of a variant. */
const DASHES = ["none", "7 4", "2 4", "10 4 2 4", "14 5", "5 3 1 3"] as const;

export interface LineStyle {
  /** A CSS colour. */
  readonly colour: string;
  readonly marker: Marker;
  readonly dash: string;
}

export function lineStyle(variant: string, nth: number): LineStyle {
  return {
    colour: `var(--variant-${variant})`,
    marker: MARKER_OF[variant as VariantId] ?? "circle",
    dash: DASHES[nth % DASHES.length]!,
  };
}

/** A fork has the colour of the variant that it goes on with, and a marker and a dash that no variant begins with. */
export function forkStyle(variant: string, nth: number): LineStyle {
  return { ...lineStyle(variant, nth + 1), marker: "diamond" };
}

/** Path of a marker around a place. */
export function markerPath(marker: Marker, radius: number, [x, y]: readonly [number, number] = [0, 0]): string {
  const r = radius;
  const from = (right: number, down: number) => `M${Number((x + right).toFixed(2))},${Number((y + down).toFixed(2))}`;
  switch (marker) {
    case "circle":
      return `${from(-r, 0)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0z`;
    case "square":
      return `${from(-r, -r)}h${2 * r}v${2 * r}h${-2 * r}z`;
    case "triangle":
      return `${from(0, -1.25 * r)}l${1.15 * r},${2.1 * r}h${-2.3 * r}z`;
    case "diamond":
      return `${from(0, -1.3 * r)}l${r},${1.3 * r}l${-r},${1.3 * r}l${-r},${-1.3 * r}z`;
  }
}

export type Rgb = readonly [number, number, number];

/** From turned on in this very epoch to turned on long ago: the paper's "darker blue indicates the recency". */
const RECENCY: readonly Rgb[] = [
  [8, 48, 107],
  [24, 93, 166],
  [66, 136, 196],
  [122, 178, 219],
  [176, 208, 234],
  [211, 228, 245],
];

/** @param age epochs since the weight was turned on, from 0 */
export function recencyColour(age: number, epochs: number): Rgb {
  const oldest = Math.max(1, epochs - 1);
  // The square root keeps the last few epochs apart, which are the ones one looks for.
  const place = Math.sqrt(Math.min(1, age / oldest)) * (RECENCY.length - 1);
  return mix(RECENCY, place);
}

/** Factor of a noisy mask: 0 is grey, 1 middle blue, 2 and more dark; negative ones, which turn a gradient round, orange. */
const NOISE: readonly Rgb[] = [
  [179, 88, 6],
  [205, 205, 205],
  [66, 136, 196],
  [8, 48, 107],
];

export function noiseColour(factor: number): Rgb {
  return mix(NOISE, Math.max(0, Math.min(NOISE.length - 1, factor + 1)));
}

export function css([r, g, b]: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

/** Whether white reads better on it than black, by WCAG's contrast: the better of both is always enough. */
export function isDark(colour: Rgb): boolean {
  const [red, green, blue] = colour.map((part) =>
    part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  const luminance = 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05;
}

/** @param share place between the first colour (0) and the last (1) */
export function ramp(stops: readonly Rgb[], share: number): Rgb {
  return mix(stops, Math.max(0, Math.min(1, share)) * (stops.length - 1));
}

function mix(stops: readonly Rgb[], place: number): Rgb {
  const low = Math.min(stops.length - 2, Math.floor(place));
  const share = place - low;
  const [a, b] = [stops[low]!, stops[low + 1]!];
  const at = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * share);
  return [at(0), at(1), at(2)];
}
