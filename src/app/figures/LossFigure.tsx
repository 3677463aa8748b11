import { useThrottledValue } from "@mantine/hooks";
import { memo, useMemo } from "react";
import { forkedAfter } from "../../experiment/history.ts";
import { taskById } from "../../tasks/registry.ts";
import { useApp } from "../context.tsx";
import { knownLossSeries, type LossSeries } from "../store/series.ts";
import { useCurves } from "../store/useCurves.ts";
import { epochTicks, guessingLoss, lastEpoch, lossBound } from "./axes.ts";
import { ChartFrame, type ChartSize } from "./ChartFrame.tsx";
import { Figure } from "./Figure.tsx";
import { HoverLine } from "./PlotHover.tsx";
import type { LineStyle } from "./palette.ts";
import { across, plotArea } from "./plot.ts";

/** Steps come up to ten times a second; a curve this slow to change needs no more than this. */
const REDRAW_MS = 300;
const MOST_POINTS = 160;

/** Training loss, step by step, on the same epochs axis as Figure 2. */
export function LossFigure() {
  const curves = useCurves();
  const { task, formEpochs } = useApp(({ form }) => ({ task: form.task, formEpochs: Number(form.numbers.epochs) }));
  const losses = useThrottledValue(
    useApp(({ runs }) => Object.fromEntries(runs.map(({ id, losses }) => [id, losses]))),
    REDRAW_MS,
  );
  const lines = useMemo(
    () =>
      curves
        .filter(({ hidden }) => !hidden)
        .map((curve) => ({
          ...curve,
          ...knownLossSeries({ ...curve.run, losses: losses[curve.id] ?? [] }, MOST_POINTS),
        })),
    [curves, losses],
  );
  const epochs = lastEpoch(curves, formEpochs);
  const known = taskById(task);
  const bound = useMemo(
    () => lossBound(known, Math.max(0, ...lines.flatMap(({ points }) => points.map(({ y }) => y)))),
    [lines, known],
  );
  const last = lines.map(({ label, points }) => `${label} ${points.at(-1)?.y.toFixed(2) ?? "none yet"}`).join(", ");
  return (
    <Figure
      title="Training loss"
      className="loss"
      controls={<span className="soft">mean cross-entropy of the batches, in nats</span>}
    >
      <ChartFrame
        className="plot-loss"
        chart={(size) => (
          <svg
            width={size.width}
            height={size.height}
            role="img"
            aria-label={`Training loss by epoch. Latest: ${last}`}
          >
            <Axes size={size} epochs={epochs} bound={bound} guessing={guessingLoss(known)} />
            {lines.map(({ id, style, points, run }) => (
              <LossLine
                key={id}
                {...size}
                points={points}
                style={style}
                epochs={epochs}
                bound={bound}
                fork={forkedAfter(run.experiment)}
              />
            ))}
            <HoverLine area={plotArea(size)} domain={[0, epochs]} />
          </svg>
        )}
      />
    </Figure>
  );
}

interface LossLineProps extends ChartSize {
  readonly points: LossSeries["points"];
  readonly style: LineStyle;
  readonly epochs: number;
  readonly bound: number;
  /** The epoch after which it was forked; 0: never. */
  readonly fork: number;
}

/** Of many runs only the one under way is drawn anew. */
const LossLine = memo(function LossLine({ points, style, epochs, bound, fork, width, height, rem }: LossLineProps) {
  const scale = scaleOf({ width, height, rem }, epochs, bound);
  const shared = points.filter(({ x }) => x <= fork);
  // The line goes on from the last point that it shares.
  const own = points.slice(Math.max(0, shared.length - 1));
  return (
    <>
      {shared.length > 0 ? <path className="shared-line" d={pathOf(shared, scale)} stroke={style.colour} /> : null}
      <path
        className="loss-line"
        d={pathOf(own, scale)}
        fill="none"
        stroke={style.colour}
        strokeWidth={1.5}
        strokeDasharray={style.dash}
      />
    </>
  );
});

interface Scale {
  readonly x: (epoch: number) => number;
  readonly y: (nats: number) => number;
}

function scaleOf(size: ChartSize, epochs: number, bound: number): Scale {
  const area = plotArea(size);
  return {
    x: (epoch) => across(area, [0, epochs], epoch),
    y: (nats) => area.y + (1 - Math.min(nats, bound) / bound) * area.height,
  };
}

function pathOf(points: LossSeries["points"], scale: Scale): string {
  return points
    .map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${scale.x(x).toFixed(1)},${scale.y(y).toFixed(1)}`)
    .join("");
}

interface AxesProps {
  readonly size: ChartSize;
  readonly epochs: number;
  readonly bound: number;
  /** Loss of giving every class the same probability; undefined where there are no classes. */
  readonly guessing: number | undefined;
}

const Axes = memo(function Axes({ size, epochs, bound, guessing }: AxesProps) {
  const { x, y } = scaleOf(size, epochs, bound);
  const ticks = Array.from({ length: Math.floor(bound) + 1 }, (_, nats) => nats);
  return (
    <g className="axes">
      {epochTicks(epochs).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={y(bound)} y2={y(0)} />
          <text x={x(tick)} y={y(0) + 1.05 * size.rem} textAnchor="middle">
            {tick}
          </text>
        </g>
      ))}
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={x(0)} x2={x(epochs)} y1={y(tick)} y2={y(tick)} />
          <text x={x(0) - 0.5 * size.rem} y={y(tick) + 0.28 * size.rem} textAnchor="end">
            {tick}
          </text>
        </g>
      ))}
      <path className="axis" d={`M${x(0)},${y(bound)}V${y(0)}H${x(epochs)}`} />
      {guessing === undefined ? null : (
        <>
          <line className="guessing" x1={x(0)} x2={x(epochs)} y1={y(guessing)} y2={y(guessing)} />
          <text className="chance-label" x={x(epochs) - 4} y={y(guessing) + 0.95 * size.rem} textAnchor="end">
            guessing {guessing.toFixed(1)}
          </text>
        </>
      )}
    </g>
  );
});
