import { useServices } from "../context.tsx";
import type { Group } from "../store/groups.ts";
import { toggleGroup } from "../store/store.ts";
import { Swatch } from "./Swatch.tsx";

/** One entry a variant; pressing it takes its lines out, or back in. Its height is fixed, so that charts stay in place. */
export function Legend({ groups }: { groups: readonly Group[] }) {
  const { store } = useServices();
  return (
    <ul className="legend" aria-label="Variants in the charts">
      {groups.map(({ key, label, style, hidden, counted, curves }) => (
        <li key={key}>
          <button
            type="button"
            className="legend-entry"
            aria-pressed={!hidden}
            title={`${hidden ? "Show" : "Hide"} ${label}; n: seeds in its mean`}
            onClick={() =>
              toggleGroup(
                store,
                curves.map(({ id }) => id),
              )
            }
          >
            <Swatch style={style} />
            <span>{label}</span>
            {/* Its room is there before it is, so that the legend does not wrap while runs go on. */}
            <span className="legend-n" style={{ visibility: counted.length > 0 ? undefined : "hidden" }}>
              n = {counted.length}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
