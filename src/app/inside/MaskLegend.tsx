import type { MaskLegend as Legend, LegendBox } from "./maskLegend.ts";

/** What the colours of the mask mean. */
export function MaskLegend({ legend: { boxes, strip } }: { readonly legend: Legend }) {
  return (
    <div className="mask-legend">
      {boxes.map((box) => (
        <span key={box.label} className="mask-legend-entry">
          <Box {...box} />
          {box.label}
        </span>
      ))}
      {strip ? (
        <span className="mask-legend-entry mask-legend-strip">
          {strip.label} {strip.ends[0]}
          <span className="mask-strip">
            {strip.boxes.map((box) => (
              <Box key={box.label} {...box} titled />
            ))}
          </span>
          {strip.ends[1]}
        </span>
      ) : null}
    </div>
  );
}

function Box({ colour, label, titled }: LegendBox & { readonly titled?: true }) {
  return <span className="mask-legend-box" style={{ background: colour }} title={titled ? label : undefined} />;
}
