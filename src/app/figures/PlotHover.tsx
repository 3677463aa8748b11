import { type PointerEvent, useMemo, useState } from "react";
import { useApp, useServices } from "../context.tsx";
import type { GroupLines, Measure, XAxis } from "../store/groups.ts";
import { setView } from "../store/store.ts";
import { ChartTooltip } from "./ChartTooltip.tsx";
import { across, type Domain, nearest, type PlotArea } from "./plot.ts";

interface PlotHoverProps {
  readonly area: PlotArea;
  readonly lines: readonly GroupLines[];
  readonly measure: Measure;
  readonly x: XAxis;
  readonly domain: Domain;
}

/** Follows the pointer, by mouse or finger: tells the figures of the nearest epoch there, and points it out in all figures. */
export function PlotHover({ area, lines, measure, x, domain }: PlotHoverProps) {
  const { store } = useServices();
  const [at, setAt] = useState<number>();
  const places = useMemo(() => {
    const all = lines.flatMap(({ mean }) => mean.map((point) => point.x));
    return [...new Set(all)].sort((a, b) => a - b);
  }, [lines]);
  const point = (next: number | undefined) => {
    setAt(next);
    const epoch = x === "epoch" ? next : undefined;
    if (epoch !== store.getState().view.hoverEpoch) setView(store, { hoverEpoch: epoch });
  };
  const follow = ({ clientX, currentTarget }: PointerEvent) =>
    point(nearest(places, area, domain, clientX - currentTarget.getBoundingClientRect().left));
  const right = at === undefined ? 0 : across(area, domain, at);
  const isLeft = right < area.x + area.width / 2;
  return (
    <div className="plot-hover" onPointerMove={follow} onPointerDown={follow} onPointerLeave={() => point(undefined)}>
      {at === undefined ? null : (
        <div className="plot-tooltip" style={isLeft ? { left: right + 14 } : { right: `calc(100% - ${right - 14}px)` }}>
          <ChartTooltip at={at} x={x} lines={lines} measure={measure} />
        </div>
      )}
      {at !== undefined && x === "seconds" ? (
        <svg className="plot-layer" aria-hidden="true" focusable="false">
          <path className="hover-line" d={`M${right},${area.y}v${area.height}`} />
        </svg>
      ) : null}
    </div>
  );
}

/** The epoch under the pointer, in whichever figure. Apart from the curves, so that they are not drawn anew for it. */
export function HoverLine({ area, domain }: { area: PlotArea; domain: Domain }) {
  const epoch = useApp(({ view }) => view.hoverEpoch);
  if (epoch === undefined || epoch > domain[1]) return null;
  return <path className="hover-line" d={`M${across(area, domain, epoch)},${area.y}v${area.height}`} />;
}
