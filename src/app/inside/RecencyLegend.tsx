import { css, recencyColour } from "../figures/palette.ts";

const STEPS = [5, 4, 3, 2, 1, 0];

/** Grey and the blues, as in the paper's Figure 1. */
export function RecencyLegend() {
  return (
    <div className="recency">
      <span className="recency-box" style={{ background: "var(--frozen)" }} />
      <span>frozen</span>
      <span className="recency-scale">
        {STEPS.map((age) => (
          <span key={age} style={{ background: css(recencyColour(age, STEPS.length)) }} />
        ))}
      </span>
      <span>active; darker: turned on more recently</span>
    </div>
  );
}
