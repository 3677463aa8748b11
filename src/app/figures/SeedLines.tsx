import { useMemo } from "react";
import { usePlotArea } from "recharts";
import { useApp } from "../context.tsx";
import type { GroupLines, MeanPoint, Point } from "../store/groups.ts";
import { markerPath } from "./palette.ts";

/** What an axis spans. */
type Domain = readonly [number, number];

interface LayerProps {
  readonly lines: readonly GroupLines[];
  readonly x: Domain;
  readonly y: Domain;
}

type Place = (point: { readonly x: number; readonly y: number }) => readonly [number, number];

/** From values to pixels of the chart. */
function usePlace([x0, x1]: Domain, [y0, y1]: Domain): Place | undefined {
  const area = usePlotArea();
  return useMemo(() => {
    if (!area) return undefined;
    return ({ x, y }) => {
      const down = area.y + ((y1 - y) / (y1 - y0)) * area.height;
      // Close up, a faint line may leave the axis; far outside it would only cost.
      const kept = Math.max(area.y, Math.min(area.y + area.height, down));
      return [area.x + ((x - x0) / (x1 - x0)) * area.width, kept];
    };
  }, [area, x0, x1, y0, y1]);
}

const RADIUS = 4;

/**
 * Behind the means: bands of one standard error, single seeds, and means as measured where they are smoothed. Paths of our own:
 * sixty more lines of Recharts, with a state each, would take longer than a frame.
 */
export function SeedLines({ lines, x, y }: LayerProps) {
  const place = usePlace(x, y);
  if (!place) return null;
  const text = (point: { x: number; y: number }) => {
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
    <g className="seed-lines">
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
    </g>
  );
}

/** A marker at every point of the means; one path a line, where Recharts would draw each by itself. */
export function Markers({ lines, x, y }: LayerProps) {
  const place = usePlace(x, y);
  if (!place) return null;
  return (
    <g className="mean-markers">
      {lines.map(({ group: { key, style }, mean }) => (
        <path
          key={key}
          data-points={mean.length}
          d={mean.map((point) => markerPath(style.marker, RADIUS, place(point))).join("") || undefined}
          fill={style.colour}
          stroke="var(--card)"
          strokeWidth={1}
        />
      ))}
    </g>
  );
}

/** Where the pointer is, in whichever figure. Apart from the chart, so that the chart is not drawn anew for it. */
export function HoverLine({ x: [from, to] }: { x: Domain }) {
  const area = usePlotArea();
  const epoch = useApp(({ view }) => view.hoverEpoch);
  if (!area || epoch === undefined || epoch > to) return null;
  const right = area.x + ((epoch - from) / (to - from)) * area.width;
  return (
    <path className="hover-line" d={`M${right},${area.y}v${area.height}`} stroke="var(--ink-soft)" strokeWidth={1} />
  );
}
