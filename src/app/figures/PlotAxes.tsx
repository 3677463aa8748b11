import { memo } from "react";
import { CartesianGrid, Label, LineChart, ReferenceLine, XAxis, YAxis } from "recharts";
import type { ChartSize } from "./ChartFrame.tsx";
import { type Domain, MARGIN } from "./plot.ts";
import type { ValueAxis } from "./valueAxis.ts";

/** Recharts draws axes only where there are data. */
const NO_CURVES = [{ x: 0 }];

interface PlotAxesProps {
  readonly size: ChartSize;
  readonly x: { readonly domain: Domain; readonly ticks: readonly number[] };
  readonly y: ValueAxis;
}

/** What stands still while curves grow: axes, grid, and the line that curves are held against. */
export const PlotAxes = memo(function PlotAxes({ size: { width, height, rem }, x, y }: PlotAxesProps) {
  return (
    <LineChart
      width={width}
      height={height}
      data={NO_CURVES}
      margin={{ top: MARGIN.top, right: MARGIN.right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--line)" strokeWidth={1} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[...x.domain]}
        ticks={[...x.ticks]}
        height={MARGIN.bottomRem * rem}
        stroke="var(--ink-soft)"
        tickLine={false}
        allowDataOverflow
      />
      <YAxis
        domain={[...y.domain]}
        ticks={[...y.ticks]}
        scale={y.scale}
        width={MARGIN.leftRem * rem}
        stroke="var(--ink-soft)"
        tickLine={false}
        allowDataOverflow
        tickFormatter={(value: number) => `${value}${y.unit}`}
      >
        <Label value={y.name} angle={-90} position="insideLeft" textAnchor="middle" className="axis-title" />
      </YAxis>
      {y.reference ? (
        <ReferenceLine y={y.reference.at} stroke="var(--chance)" strokeDasharray="2 3" strokeWidth={1.5}>
          <Label
            value={y.reference.text}
            position={y.reference.side === "below" ? "insideTopRight" : "insideBottomRight"}
            className="chance-label"
          />
        </ReferenceLine>
      ) : null}
    </LineChart>
  );
});
