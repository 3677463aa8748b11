import { memo, useMemo } from "react";
import {
  CartesianGrid,
  DefaultZIndexes,
  Label,
  Line,
  LineChart,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
  ZIndexLayer,
} from "recharts";
import { taskById } from "../../tasks/registry.ts";
import { useApp, useServices } from "../context.tsx";
import { drawnValues, expectedSeconds, type Group, groupLines, type Measure, meanRows } from "../store/groups.ts";
import { setView } from "../store/store.ts";
import {
  axisDomain,
  epochTicks,
  lastEpoch,
  lossBound,
  natTicks,
  percentTicks,
  secondsBound,
  secondsTicks,
} from "./axes.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { ChartTooltip } from "./ChartTooltip.tsx";
import { HoverLine, Markers, SeedLines } from "./SeedLines.tsx";

/** Recharts draws axes only where there are data. */
const NOTHING_YET = [{ x: 0 }];

interface MeansPlotProps {
  readonly groups: readonly Group[];
  readonly measure: Measure;
}

/** The plot of Figure 2: thick means with markers, and behind them what they are made of. */
export const MeansPlot = memo(function MeansPlot({ groups, measure }: MeansPlotProps) {
  const { store } = useServices();
  const { task, formEpochs, scale, x, smoothing } = useApp(({ form, view }) => ({
    task: form.task,
    formEpochs: Number(form.numbers.epochs),
    scale: view.scale,
    x: view.x,
    smoothing: view.smoothing,
  }));
  const lines = useMemo(() => groupLines(groups, measure, x, smoothing), [groups, measure, x, smoothing]);
  const rows = useMemo(() => meanRows(lines), [lines]);
  const across = useMemo(() => {
    const curves = groups.flatMap((group) => group.curves);
    const end = x === "epoch" ? lastEpoch(curves, formEpochs) : secondsBound(expectedSeconds(curves));
    return { domain: [0, end] as const, ticks: x === "epoch" ? epochTicks(end) : secondsTicks(end) };
  }, [groups, x, formEpochs]);
  const { classes } = taskById(task).head;
  const guessing = measure.kind === "loss" ? Math.log(classes) : taskById(task).chance * 100;
  const up = useMemo(() => {
    const values = drawnValues(lines);
    if (measure.kind === "loss") {
      const bound = lossBound(classes, Math.max(0, ...values));
      return { domain: [0, bound] as const, ticks: natTicks(bound), unit: "" };
    }
    const domain = axisDomain(values, guessing, scale);
    return { domain, ticks: percentTicks(domain), unit: "\u00a0%" };
  }, [lines, measure, guessing, scale, classes]);
  return (
    <ChartFrame
      className="plot-accuracy"
      axis={x === "epoch" ? "epoch" : "s"}
      chart={({ width, height, rem }) => (
        <LineChart
          width={width}
          height={height}
          data={rows.length > 0 ? rows : NOTHING_YET}
          margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          onMouseMove={({ activeLabel }) => {
            const epoch = activeLabel === undefined || x !== "epoch" ? undefined : Number(activeLabel);
            if (epoch !== store.getState().view.hoverEpoch) setView(store, { hoverEpoch: epoch });
          }}
          onMouseLeave={() => setView(store, { hoverEpoch: undefined })}
        >
          <CartesianGrid stroke="var(--line)" strokeWidth={1} />
          <XAxis
            dataKey="x"
            type="number"
            domain={[...across.domain]}
            ticks={across.ticks}
            height={1.5 * rem}
            stroke="var(--ink-soft)"
            tickLine={false}
            allowDataOverflow
          />
          <YAxis
            domain={[...up.domain]}
            ticks={up.ticks}
            width={3.2 * rem}
            stroke="var(--ink-soft)"
            tickLine={false}
            allowDataOverflow
            tickFormatter={(value: number) => `${value}${up.unit}`}
          />
          <ReferenceLine y={guessing} stroke="var(--chance)" strokeDasharray="2 3" strokeWidth={1.5}>
            <Label
              value={
                measure.kind === "loss" ? `guessing ${guessing.toFixed(1)} nats` : `chance ${guessing.toFixed(0)} %`
              }
              position={measure.kind === "loss" ? "insideTopRight" : "insideBottomRight"}
              className="chance-label"
            />
          </ReferenceLine>
          {x === "epoch" ? <HoverLine x={across.domain} /> : null}
          <Tooltip
            cursor={x === "seconds" ? { stroke: "var(--ink-soft)" } : false}
            isAnimationActive={false}
            content={({ active, label }) => (
              <ChartTooltip active={active} at={Number(label)} x={x} lines={lines} measure={measure} />
            )}
          />
          <SeedLines lines={lines} x={across.domain} y={up.domain} />
          {lines.map(({ group: { key, style, counted } }) => (
            <Line
              key={key}
              dataKey={key}
              stroke={style.colour}
              strokeWidth={counted.length > 1 ? 2.75 : 2}
              strokeDasharray={style.dash}
              // Over time every variant has its own points.
              connectNulls={x === "seconds"}
              isAnimationActive={false}
              activeDot={false}
              dot={false}
            />
          ))}
          <ZIndexLayer zIndex={DefaultZIndexes.scatter}>
            <Markers lines={lines} x={across.domain} y={up.domain} />
          </ZIndexLayer>
        </LineChart>
      )}
    >
      {rows.length === 0 ? <p className="plot-empty">{emptyText(groups, x)}</p> : null}
    </ChartFrame>
  );
});

function emptyText(groups: readonly Group[], x: "epoch" | "seconds"): string {
  if (groups.length === 0) return "Press Run: each epoch adds a point to each curve.";
  const anything = groups.some(({ counted }) => counted.length > 0);
  if (anything && x === "seconds") return "These runs were not timed. Choose epochs as the horizontal axis.";
  return anything ? "Nothing was measured here." : "The first point comes with the end of the first epoch.";
}
