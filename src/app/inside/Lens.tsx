import type { MaskImage } from "../../worker/mask-image.ts";
import { css } from "../figures/palette.ts";
import type { WeightPlace } from "../store/store.ts";
import { type MaskLook, weightColour } from "./maskPixels.ts";

/** Weights to each side of the one under the lens. */
const REACH = 4;
const LENS = Array.from({ length: 2 * REACH + 1 }, (_, i) => i - REACH);

interface LensProps {
  readonly image: MaskImage;
  readonly look: MaskLook;
  readonly weight: WeightPlace;
  readonly transposed: boolean;
  /** About the weight. */
  readonly text: string;
}

/** A weight and its neighbours, close up, as they lie in the picture. */
export function Lens({ image, look, weight, transposed, text }: LensProps) {
  return (
    <div className="lens">
      <svg viewBox={`0 0 ${LENS.length} ${LENS.length}`} aria-hidden="true" focusable="false">
        {LENS.flatMap((down) =>
          LENS.map((across) => {
            const row = weight.row + (transposed ? across : down);
            const column = weight.column + (transposed ? down : across);
            const inside = row >= 0 && column >= 0 && row < image.rows && column < image.columns;
            const fill = inside ? css(weightColour(image, row * image.columns + column, look)) : "transparent";
            return (
              <rect
                key={`${down} ${across}`}
                x={across + REACH + 0.03}
                y={down + REACH + 0.03}
                width={0.94}
                height={0.94}
                fill={fill}
              />
            );
          }),
        )}
        <rect x={REACH} y={REACH} width={1} height={1} className="lens-aim" />
      </svg>
      <p className="lens-text">{text}</p>
    </div>
  );
}
