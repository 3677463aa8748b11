import { useElementSize } from "@mantine/hooks";
import { memo } from "react";
import type { Change, PaperTable } from "../../paper/index.ts";
import { barTicks } from "../figures/axes.ts";
import { columnName, signed } from "./names.ts";

interface ChangeBarsProps {
  readonly table: PaperTable;
  readonly title: string;
  readonly changes: readonly Change[];
  /** What to say where there is nothing to draw. */
  readonly empty: string;
}

/** A language or task with what its two bars show. */
interface Place extends Change {
  readonly short: string;
  readonly long: string;
  /** The fractional increase. */
  readonly percent: number;
}

/** Two bars for each language: points, and percent of standard fine-tuning's score. */
export function ChangeBars({ table, title, changes, empty }: ChangeBarsProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const rem = width > 0 ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize) : 16;
  const places = changes.map(
    (change): Place => ({
      ...change,
      ...columnName(table, change.column),
      // From 0 there is no such thing as a share: no bar.
      percent: Number.isFinite(change.fraction) ? change.fraction * 100 : 0,
    }),
  );
  return (
    <section className="change-chart" aria-label={title}>
      <h3>{title}</h3>
      <div className="plot change-plot" ref={ref} aria-hidden="true">
        {places.length === 0 ? <p className="plot-empty">{empty}</p> : null}
        {places.length > 0 && width > 0 && height > 0 ? <Bars {...{ places, width, height, rem }} /> : null}
      </div>
      <ul className="sr-only">
        {places.length === 0 ? <li>{empty}</li> : places.map((place) => <li key={place.column}>{sentence(place)}</li>)}
      </ul>
    </section>
  );
}

interface BarsProps {
  readonly places: readonly Place[];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly rem: number;
}

/** Plain SVG: a chart library needs longer than a frame for two charts that appear at once while the page trains. */
const Bars = memo(function Bars({ places, width, height, rem }: BarsProps) {
  const ticks = barTicks(places.flatMap(({ difference, percent }) => [difference, percent]));
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const left = 2.4 * rem;
  const [top, bottom] = [0.5 * rem, height - 1.6 * rem];
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - top);
  const step = (width - left) / places.length;
  const bar = Math.min(0.36 * step, 1.4 * rem);
  return (
    <svg width={width} height={height} aria-hidden="true" focusable="false">
      <g className="axes">
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={left} x2={width} y1={y(tick)} y2={y(tick)} />
            <text x={left - 0.4 * rem} y={y(tick) + 0.28 * rem} textAnchor="end">
              {tick.toString().replace("-", "\u2212")}
            </text>
          </g>
        ))}
      </g>
      {places.map((place, i) => {
        const middle = left + (i + 0.5) * step;
        return (
          <g key={place.column} className="change-place">
            <title>{sentence(place)}</title>
            <rect className="change-hover" x={middle - step / 2} y={top} width={step} height={bottom - top} />
            <rect data-bar="difference" {...barOf(y, place.difference)} x={middle - bar} width={bar} />
            <rect data-bar="fraction" {...barOf(y, place.percent)} x={middle} width={bar} />
            <text x={middle} y={height - 0.4 * rem} textAnchor="middle">
              {place.short}
            </text>
          </g>
        );
      })}
      <line className="change-zero" x1={left} x2={width} y1={y(0)} y2={y(0)} />
    </svg>
  );
});

function barOf(y: (value: number) => number, value: number): { y: number; height: number } {
  return { y: Math.min(y(0), y(value)), height: Math.abs(y(value) - y(0)) };
}

function sentence({ long, before, after, difference, fraction, percent }: Place): string {
  const change = Number.isFinite(fraction) ? `, ${signed(percent, 2)} % of SFT's` : "";
  return `${long}: ${before.toFixed(2)} with SFT, ${after.toFixed(2)} now: ${signed(difference, 2)} points${change}`;
}
