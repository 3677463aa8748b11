import { useElementSize } from "@mantine/hooks";
import { type ReactNode, useMemo } from "react";

export interface ChartSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Pixels of one rem: axes take more room where type is larger. */
  readonly rem: number;
}

interface ChartFrameProps {
  readonly className: string;
  /** Called only when there is room to draw in. */
  readonly chart: (size: ChartSize) => ReactNode;
  /** Name or unit of the x axis. */
  readonly axis?: string;
  readonly children?: ReactNode;
}

/** Gives a chart the size of its place, and the name of its x axis. */
export function ChartFrame({ className, chart, axis = "epoch", children }: ChartFrameProps) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const rem = width > 0 ? Number.parseFloat(getComputedStyle(document.documentElement).fontSize) : 16;
  const size = useMemo(() => ({ width, height, rem }), [width, height, rem]);
  return (
    <div className={`plot ${className}`}>
      <div ref={ref} className="plot-area">
        {width > 0 && height > 0 ? chart(size) : null}
      </div>
      <span className="axis-name">{axis}</span>
      {children}
    </div>
  );
}
