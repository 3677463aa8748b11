import { useServices } from "../context.tsx";
import type { Curve } from "../store/series.ts";
import { toggleHidden } from "../store/store.ts";
import { Swatch } from "./Swatch.tsx";

/** One entry a run; pressing it takes its curve out, or back in. Its height is fixed, so that charts stay in place. */
export function Legend({ curves }: { curves: readonly Curve[] }) {
  const { store } = useServices();
  return (
    <ul className="legend" aria-label="Runs in the charts">
      {curves.map(({ id, label, style, hidden }) => (
        <li key={id}>
          <button
            type="button"
            className="legend-entry"
            aria-pressed={!hidden}
            title={hidden ? "Show this run" : "Hide this run"}
            onClick={() => toggleHidden(store, id)}
          >
            <Swatch style={style} />
            <span>{label}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
