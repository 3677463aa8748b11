import { accuracyOf, type Curve } from "../store/series.ts";
import { Swatch } from "./Swatch.tsx";

interface ChartTooltipProps {
  readonly active: boolean;
  readonly epoch: number;
  readonly curves: readonly Curve[];
  readonly score: string;
}

/** The epoch's figures, best first. */
export function ChartTooltip({ active, epoch, curves, score }: ChartTooltipProps) {
  if (!active) return null;
  const lines = curves
    .map((curve) => {
      const record = curve.run.epochs[epoch - 1];
      return { curve, accuracy: record && accuracyOf(record, score) };
    })
    .filter((line): line is { curve: Curve; accuracy: number } => line.accuracy !== undefined)
    .sort((a, b) => b.accuracy - a.accuracy);
  if (lines.length === 0) return null;
  return (
    <div className="chart-tooltip">
      <strong>After epoch {epoch}</strong>
      {lines.map(({ curve, accuracy }) => (
        <div key={curve.id} className="chart-tooltip-line">
          <Swatch style={curve.style} />
          <span>{curve.label}</span>
          <b>{(accuracy * 100).toFixed(1)} %</b>
        </div>
      ))}
    </div>
  );
}
