import type { GroupLines, MeanPoint, Measure, XAxis } from "../store/groups.ts";
import { Swatch } from "./Swatch.tsx";
import { GRADIENT_UNIT } from "./valueAxis.ts";

interface ChartTooltipProps {
  /** Epoch or seconds. */
  readonly at: number;
  readonly x: XAxis;
  readonly lines: readonly GroupLines[];
  readonly measure: Measure;
}

/** The figures there, as measured, best first; over time those that each variant had reached by then. */
export function ChartTooltip({ at, x, lines, measure }: ChartTooltipProps) {
  // The best first; of gradients the longest.
  const sign = measure.kind === "loss" ? 1 : -1;
  const entries = lines
    .map(({ group, mean, raw }) => ({ group, point: pointAt(raw.length > 0 ? raw : mean, at, x) }))
    .filter((entry) => entry.point !== undefined)
    .sort((a, b) => sign * (a.point!.y - b.point!.y));
  if (entries.length === 0) return null;
  return (
    <div className="chart-tooltip">
      <strong>{x === "epoch" ? `After epoch ${at}` : `After ${at.toFixed(at < 10 ? 1 : 0)} s`}</strong>
      {measure.kind === "gradient" ? <p className="soft">{GRADIENT_UNIT}</p> : null}
      {entries.map(({ group, point }) => (
        <div key={group.key} className="chart-tooltip-line">
          <Swatch style={group.style} />
          <span>
            {group.label}
            {x === "seconds" ? <span className="soft"> epoch {point!.epoch}</span> : null}
          </span>
          <b>{valueText(point!, measure)}</b>
        </div>
      ))}
    </div>
  );
}

function pointAt(points: readonly MeanPoint[], at: number, x: XAxis): MeanPoint | undefined {
  return x === "epoch" ? points.find(({ epoch }) => epoch === at) : points.findLast((point) => point.x <= at);
}

function valueText({ y, error, n }: MeanPoint, measure: Measure): string {
  const digits = measure.kind === "score" ? 1 : 3;
  const unit = { score: " %", loss: " nats", gradient: "" }[measure.kind];
  const spread = error === undefined ? "" : ` ± ${error.toFixed(digits)}`;
  return `${y.toFixed(digits)}${spread}${unit}${n > 1 ? ` (n = ${n})` : ""}`;
}
