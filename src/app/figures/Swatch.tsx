import { type LineStyle, markerPath } from "./palette.ts";

/** A sample of a curve: colour, dash and marker. */
export function Swatch({ style, width = 30 }: { style: LineStyle; width?: number }) {
  return (
    <svg className="swatch" width={width} height="12" viewBox={`0 -6 ${width} 12`} aria-hidden="true" focusable="false">
      <line x1="0" x2={width} stroke={style.colour} strokeWidth="2" strokeDasharray={style.dash} />
      <path d={markerPath(style.marker, 3.6)} transform={`translate(${width / 2} 0)`} fill={style.colour} />
    </svg>
  );
}
