import { memo, useMemo } from "react";
import { useApp } from "../context.tsx";
import {
  drawnValues,
  expectedSeconds,
  type Group,
  type GroupLines,
  groupLines,
  type Measure,
  withoutNorm,
  type XAxis,
} from "../store/groups.ts";
import { epochTicks, lastEpoch, secondsBound, secondsTicks } from "./axes.ts";
import { ChartFrame, type ChartSize } from "./ChartFrame.tsx";
import { Curves } from "./Curves.tsx";
import { PlotAxes } from "./PlotAxes.tsx";
import { HoverLine, PlotHover } from "./PlotHover.tsx";
import { plotArea } from "./plot.ts";
import { type ValueAxis, valueAxis } from "./valueAxis.ts";

interface MeansPlotProps {
  readonly groups: readonly Group[];
  readonly measure: Measure;
}

/** The plot of Figure 2: thick means with markers, and behind them what they are made of. */
export const MeansPlot = memo(function MeansPlot({ groups, measure }: MeansPlotProps) {
  const { task, formEpochs, scale, x, smoothing } = useApp(({ form, view }) => ({
    task: form.task,
    formEpochs: Number(form.numbers.epochs),
    scale: view.scale,
    x: view.x,
    smoothing: view.smoothing,
  }));
  const lines = useMemo(() => groupLines(groups, measure, x, smoothing), [groups, measure, x, smoothing]);
  const end = useMemo(() => {
    const curves = groups.flatMap((group) => group.curves);
    return x === "epoch" ? lastEpoch(curves, formEpochs) : secondsBound(expectedSeconds(curves));
  }, [groups, x, formEpochs]);
  const across = useMemo(
    () => ({ domain: [0, end] as const, ticks: x === "epoch" ? epochTicks(end) : secondsTicks(end) }),
    [end, x],
  );
  const found = useMemo(() => {
    const curves = groups.flatMap((group) => group.curves);
    return valueAxis(measure, drawnValues(lines), curves, { task, scale });
  }, [groups, lines, measure, task, scale]);
  // Most new points leave the axis as it is: then it need not be drawn anew.
  const up = useSame(found);
  return (
    <ChartFrame
      className="plot-accuracy"
      axis={x === "epoch" ? "epoch" : "s"}
      chart={(size) => <Plot size={size} lines={lines} measure={measure} x={x} across={across} up={up} />}
    >
      {lines.every(({ mean }) => mean.length === 0) ? (
        <p className="plot-empty">{emptyText(groups, measure, x)}</p>
      ) : null}
    </ChartFrame>
  );
});

function useSame<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is all of the value.
  return useMemo(() => value, [text]);
}

interface PlotProps {
  readonly size: ChartSize;
  readonly lines: readonly GroupLines[];
  readonly measure: Measure;
  readonly x: XAxis;
  readonly across: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  readonly up: ValueAxis;
}

function Plot({ size, lines, measure, x, across, up }: PlotProps) {
  const area = useMemo(() => plotArea(size), [size]);
  return (
    <>
      <PlotAxes size={size} x={across} y={up} />
      <svg className="plot-layer" aria-hidden="true" focusable="false" width={size.width} height={size.height}>
        {x === "epoch" ? <HoverLine area={area} domain={across.domain} /> : null}
        <Curves lines={lines} area={area} x={across.domain} y={up} />
      </svg>
      <PlotHover area={area} lines={lines} measure={measure} x={x} domain={across.domain} />
    </>
  );
}

function emptyText(groups: readonly Group[], { kind }: Measure, x: XAxis): string {
  if (groups.length === 0) return "Press Run: each epoch adds a point to each curve.";
  const anything = groups.some(({ counted }) => counted.length > 0);
  if (anything && kind === "gradient" && withoutNorm(groups) > 0) {
    return "These runs are from before gradient norms were kept. Run them again to see theirs.";
  }
  if (anything && x === "seconds") return "These runs were not timed. Choose epochs as the horizontal axis.";
  return anything ? "Nothing was measured here." : "The first point comes with the end of the first epoch.";
}
