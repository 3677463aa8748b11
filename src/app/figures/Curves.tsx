import { memo } from "react";
import type { GroupLines, MeanPoint, Point } from "../store/groups.ts";
import { markerPath } from "./palette.ts";
import { across, type Domain, type PlotArea } from "./plot.ts";
import { heightOf, type ValueAxis } from "./valueAxis.ts";

interface CurvesProps {
  readonly lines: readonly GroupLines[];
  readonly area: PlotArea;
  readonly x: Domain;
  readonly y: ValueAxis;
}

/** Of a marker, pixels: smaller where points are close together, so that lines stay in sight. */
const LARGEST = 4;
const SMALLEST = 2;

function radiusOf(lines: readonly GroupLines[], { width }: PlotArea): number {
  const most = Math.max(1, ...lines.map(({ mean }) => mean.length));
  return Math.max(SMALLEST, Math.min(LARGEST, width / most / 6));
}

/**
 * From back to front: bands of one standard error, single seeds, means as measured where they are smoothed, means, and a marker at
 * each of their points. What a fork has in common with another run is dotted, and ends in an open marker. One path each: lines of
 * Recharts, with a state and elements of their own for every point, would take longer than a frame where there are many.
 */
export const Curves = memo(function Curves({ lines, area, x, y }: CurvesProps) {
  const radius = radiusOf(lines, area);
  const place = (point: { readonly x: number; readonly y: number }): readonly [number, number] => {
    const down = area.y + (1 - heightOf(y, point.y)) * area.height;
    // Close up, a faint line may leave the axis; far outside it would only cost.
    return [across(area, x, point.x), Math.max(area.y, Math.min(area.y + area.height, down))];
  };
  const text = (point: { readonly x: number; readonly y: number }) => {
    const [right, down] = place(point);
    return `${right.toFixed(1)},${down.toFixed(1)}`;
  };
  const path = (points: readonly Point[]) => (points.length === 0 ? undefined : `M${points.map(text).join("L")}`);
  const band = (points: readonly MeanPoint[]) => {
    const edge = (sign: -1 | 1) =>
      points.flatMap(({ x, y, error }) => (error === undefined ? [] : [text({ x, y: y + sign * error })]));
    const upper = edge(1);
    return upper.length === 0 ? undefined : `M${[...upper, ...edge(-1).reverse()].join("L")}Z`;
  };
  return (
    <>
      {lines.map(({ group: { key, style }, mean }) => (
        <path key={key} className="error-band" d={band(mean)} fill={style.colour} />
      ))}
      {lines.flatMap(({ group: { style }, seeds }) =>
        seeds.map(({ id, points }) => (
          <path key={id} className="seed-line" d={path(points)} stroke={style.colour} strokeDasharray={style.dash} />
        )),
      )}
      {lines.map(({ group: { key, style }, raw }) => (
        <path key={key} className="raw-line" d={path(raw)} stroke={style.colour} strokeDasharray={style.dash} />
      ))}
      {lines.map(({ group: { key, style }, shared }) => (
        <path key={key} className="shared-line" d={path(shared)} stroke={style.colour} />
      ))}
      {lines.map(({ group: { key, style, counted }, own }) => (
        <path
          key={key}
          className="mean-line"
          d={path(own)}
          stroke={style.colour}
          strokeWidth={counted.length > 1 ? 2.75 : 2}
          strokeDasharray={style.dash}
        />
      ))}
      <g className="mean-markers">
        {lines.map(({ group: { key, style }, shared, own }) => {
          const points = own.slice(shared.length > 0 ? 1 : 0);
          return (
            <path
              key={key}
              data-points={points.length}
              d={points.map((point) => markerPath(style.marker, radius, place(point))).join("") || undefined}
              fill={style.colour}
              stroke="var(--card)"
              strokeWidth={1}
            />
          );
        })}
      </g>
      {lines.flatMap(({ group: { key, style }, shared, own }) => {
        const [fork] = shared.length > 0 ? own : [];
        if (!fork) return [];
        const d = markerPath(style.marker, 1.5 * radius, place(fork));
        return [<path key={key} className="fork-mark" d={d} stroke={style.colour} />];
      })}
    </>
  );
});
