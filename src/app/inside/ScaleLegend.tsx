import { css } from "../figures/palette.ts";
import type { Quantity } from "../store/store.ts";
import { QUANTITY_TEXTS } from "./parts.ts";
import { normText, type Scale } from "./scale.ts";

/** Colours with numbers and their unit. */
export function ScaleLegend({ quantity, scale }: { readonly quantity: Quantity; readonly scale: Scale | undefined }) {
  const { axis } = QUANTITY_TEXTS[quantity];
  return (
    <div className="scale-legend">
      <span>{axis}</span>
      {scale ? (
        <span className="scale-bar" style={{ background: `linear-gradient(to right, ${stops(scale)})` }}>
          {scale.ticks.map(({ value, place }) => (
            <span key={value} className="scale-tick" style={{ left: `${place * 100}%` }}>
              {quantity === "active" ? `${value * 100}` : normText(value)}
            </span>
          ))}
        </span>
      ) : null}
    </div>
  );
}

const STOPS = 12;

function stops({ colourAt }: Scale): string {
  return Array.from({ length: STOPS + 1 }, (_, i) => css(colourAt(i / STOPS))).join(", ");
}
