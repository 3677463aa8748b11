import { NativeSelect, SegmentedControl } from "@mantine/core";
import { memo, useDeferredValue, useMemo } from "react";
import { CartesianGrid, Label, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { taskById } from "../../tasks/registry.ts";
import { useApp, useServices } from "../context.tsx";
import { thousands } from "../format.ts";
import { type Curve, epochRows, languageName, scoreLabel } from "../store/series.ts";
import { setView } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { axisDomain, epochTicks, percentTicks } from "./axes.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import { ChartTooltip } from "./ChartTooltip.tsx";
import { Figure } from "./Figure.tsx";
import { Legend } from "./Legend.tsx";
import { markerPath } from "./palette.ts";

/** Recharts draws axes only where there are data. */
const NOTHING_YET = [{ epoch: 0 }];

/** Figure 2: test accuracy after each epoch, one line a run. */
export function AccuracyFigure() {
  const { store } = useServices();
  const { task, evalSize, score, scale } = useApp(({ form, view }) => ({
    task: form.task,
    evalSize: form.numbers.evalSize,
    score: view.score,
    scale: view.scale,
  }));
  const curves = useCurves();
  // Drawing a chart takes longest of all: it may be interrupted.
  const plotted = useDeferredValue(curves);
  const { languages } = taskById(task);
  const known = score === "zero-shot" || score === "all" || languages.some((language) => language === score);
  const shown = known ? score : "zero-shot";
  const sizes = new Set(curves.map(({ run }) => run.experiment.evalSize));
  const size =
    sizes.size > 0
      ? [...sizes]
          .sort((a, b) => a - b)
          .map(thousands)
          .join(" or ")
      : String(evalSize);
  return (
    <Figure
      title="Test accuracy per epoch"
      paper="Fig. 2"
      className="accuracy"
      controls={
        <>
          <NativeSelect
            size="xs"
            aria-label="Score shown"
            value={shown}
            onChange={(event) => setView(store, { score: event.currentTarget.value })}
          >
            <option value="zero-shot">Zero-shot average</option>
            <option value="all">Average of all</option>
            {languages.map((language) => (
              <option key={language} value={language}>
                {languageName(language)}
                {language === "en" ? " (trained on)" : ""}
              </option>
            ))}
          </NativeSelect>
          <SegmentedControl
            size="xs"
            aria-label="Range of the accuracy axis"
            value={scale}
            onChange={(value) => setView(store, { scale: value as typeof scale })}
            data={[
              { value: "full", label: "0–100 %" },
              { value: "close", label: "Close up" },
            ]}
          />
        </>
      }
      caption={
        <>
          {scoreLabel(shown, task)}, trained on English only; {size} test examples a language. Each curve is one seed: a
          few points may be luck.
        </>
      }
    >
      <Legend curves={curves} />
      <Plot curves={plotted} score={shown} />
    </Figure>
  );
}

const Plot = memo(function Plot({ curves, score }: { curves: readonly Curve[]; score: string }) {
  const { store } = useServices();
  const { task, formEpochs, scale, hoverEpoch } = useApp(({ form, view }) => ({
    task: form.task,
    formEpochs: Number(form.numbers.epochs),
    scale: view.scale,
    hoverEpoch: view.hoverEpoch,
  }));
  const shown = useMemo(() => curves.filter(({ hidden }) => !hidden), [curves]);
  const rows = useMemo(() => epochRows(shown, score), [shown, score]);
  const epochs = lastEpoch(curves, formEpochs);
  const chance = taskById(task).chance * 100;
  const domain = useMemo(() => axisDomain(rows, chance, scale), [rows, chance, scale]);
  const ticks = useMemo(() => epochTicks(epochs), [epochs]);
  return (
    <ChartFrame
      className="plot-accuracy"
      chart={({ width, height, rem }) => (
        <LineChart
          width={width}
          height={height}
          data={rows.length > 0 ? rows : NOTHING_YET}
          margin={{ top: 8, right: 16, bottom: 0, left: 0 }}
          accessibilityLayer={false}
          onMouseMove={({ activeLabel }) => {
            const epoch = activeLabel === undefined ? undefined : Number(activeLabel);
            if (epoch !== store.getState().view.hoverEpoch) setView(store, { hoverEpoch: epoch });
          }}
          onMouseLeave={() => setView(store, { hoverEpoch: undefined })}
        >
          <CartesianGrid stroke="var(--line)" strokeWidth={1} />
          <XAxis
            dataKey="epoch"
            type="number"
            domain={[0, epochs]}
            ticks={ticks}
            height={1.5 * rem}
            stroke="var(--ink-soft)"
            tickLine={false}
          />
          <YAxis
            domain={domain}
            ticks={percentTicks(domain)}
            width={3.2 * rem}
            stroke="var(--ink-soft)"
            tickLine={false}
            allowDataOverflow
            tickFormatter={(value: number) => `${value}\u00a0%`}
          />
          <ReferenceLine y={chance} stroke="var(--chance)" strokeDasharray="2 3" strokeWidth={1.5}>
            <Label value={`chance ${chance.toFixed(0)} %`} position="insideBottomRight" className="chance-label" />
          </ReferenceLine>
          {hoverEpoch === undefined ? null : <ReferenceLine x={hoverEpoch} stroke="var(--ink-soft)" strokeWidth={1} />}
          <Tooltip
            cursor={false}
            isAnimationActive={false}
            content={({ active, label }) => (
              <ChartTooltip active={active} epoch={Number(label)} curves={shown} score={score} />
            )}
          />
          {shown.map(({ id, style }) => (
            <Line
              key={id}
              dataKey={id}
              stroke={style.colour}
              strokeWidth={2}
              strokeDasharray={style.dash}
              isAnimationActive={false}
              activeDot={false}
              dot={({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) =>
                cx === undefined || cy === undefined || Number.isNaN(cy) ? null : (
                  <path
                    key={index}
                    d={markerPath(style.marker, 4)}
                    transform={`translate(${cx} ${cy})`}
                    fill={style.colour}
                    stroke="var(--card)"
                    strokeWidth={1}
                  />
                )
              }
            />
          ))}
        </LineChart>
      )}
    >
      {rows.length === 0 ? (
        <p className="plot-empty">
          {curves.length === 0
            ? "Press Run: each epoch adds a point to each curve."
            : "The first point comes with the end of the first epoch."}
        </p>
      ) : null}
    </ChartFrame>
  );
});

/** The axis spans the whole training from the start, so that nothing moves while it goes on. */
export function lastEpoch(curves: readonly Curve[], formEpochs: number): number {
  const longest = Math.max(0, ...curves.map(({ run }) => run.experiment.epochs));
  if (longest > 0) return longest;
  return Number.isInteger(formEpochs) && formEpochs > 0 && formEpochs <= 100 ? formEpochs : 10;
}
