/** Where a chart's curves are: the same in all charts over epochs, so that epochs stand below each other. */
import type { ChartSize } from "./ChartFrame.tsx";

/** In pixels of the chart, from its upper left corner. */
export interface PlotArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What an axis spans. */
export type Domain = readonly [number, number];

/** Room around the curves: pixels, or rem where there is text. */
export const MARGIN = { top: 8, right: 16, bottomRem: 1.5, leftRem: 3.2 } as const;

export function plotArea({ width, height, rem }: ChartSize): PlotArea {
  const { top, right, bottomRem, leftRem } = MARGIN;
  const x = leftRem * rem;
  return { x, y: top, width: width - right - x, height: height - bottomRem * rem - top };
}

/** From a value of the horizontal axis to pixels. */
export function across({ x, width }: PlotArea, [from, to]: Domain, value: number): number {
  return x + ((value - from) / (to - from)) * width;
}

/** From pixels to the nearest of ascending places on the horizontal axis; undefined where there are none. */
export function nearest(
  places: readonly number[],
  area: PlotArea,
  [from, to]: Domain,
  pixels: number,
): number | undefined {
  const value = from + ((pixels - area.x) / area.width) * (to - from);
  let best: number | undefined;
  for (const place of places) {
    if (best === undefined || Math.abs(place - value) < Math.abs(best - value)) best = place;
  }
  return best;
}
