import { type KeyboardEvent, memo, useMemo } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { type CellPlace, setView } from "../store/store.ts";
import { cellLook, cellOf, cellText, type RowId, rowIds, rowLabel } from "./cells.ts";
import { gridMove } from "./gridKeys.ts";

interface GridProps {
  readonly plan: Plan;
  readonly records: readonly EpochRecord[];
  readonly now: number | undefined;
  readonly place: CellPlace;
  /** Of a fork. */
  readonly history?: Experiment["history"];
}

/** Layers by epochs, walked with the arrow keys. */
export const ScheduleGrid = memo(function ScheduleGrid({ plan, records, now, place, history }: GridProps) {
  const { store } = useServices();
  const hoverEpoch = useApp(({ view }) => view.hoverEpoch);
  const layers = plan.layers.length;
  const rows = useMemo(() => rowIds(layers), [layers]);
  const epochs = useMemo(() => Array.from({ length: plan.epochs }, (_, i) => i + 1), [plan.epochs]);
  const select = (layer: number, epoch: number) => {
    store.setState({ playing: false });
    setView(store, { cell: { layer, epoch }, stepInEpoch: undefined });
  };

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const move = gridMove(event.key, plan.epochs);
    if (!move) return;
    event.preventDefault();
    const layer = clamp(place.layer + move[0], 0, layers - 1);
    const epoch = clamp(place.epoch + move[1], 1, plan.epochs);
    select(layer, epoch);
    const target = event.currentTarget.querySelector<HTMLElement>(`[data-cell="${layer}-${epoch}"]`);
    target?.focus();
  }

  return (
    <div className="schedule-scroll">
      {/* The figure is its own table: what one sees is what a screen reader reads. */}
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen is a grid.
        role="grid"
        className="schedule-grid"
        aria-label="Share of each part's weights that learns, by epoch. Arrow keys move; the mask of the chosen cell is shown below."
        onKeyDown={onKeyDown}
        onMouseLeave={() => setView(store, { hoverEpoch: undefined })}
      >
        <thead>
          <tr>
            <th scope="col" className="schedule-corner">
              epoch
            </th>
            {epochs.map((epoch) => (
              <th
                key={epoch}
                scope="col"
                data-now={epoch === now || undefined}
                data-shown={epoch === place.epoch || undefined}
                data-hover={epoch === hoverEpoch || undefined}
                data-fork={history?.some(({ until }) => until + 1 === epoch) || undefined}
              >
                {epoch}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row} data-edge={typeof row === "string" ? row : undefined}>
              <th scope="row">{rowLabel(row)}</th>
              {epochs.map((epoch) => (
                <Cell
                  key={epoch}
                  plan={plan}
                  row={row}
                  epoch={epoch}
                  record={records[epoch - 1]}
                  isAhead={now !== undefined && epoch > now}
                  isNow={epoch === now}
                  isShown={epoch === place.epoch}
                  isChosen={row === place.layer && epoch === place.epoch}
                  onChoose={select}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});

interface CellProps {
  readonly plan: Plan;
  readonly row: RowId;
  readonly epoch: number;
  readonly record: EpochRecord | undefined;
  readonly isAhead: boolean;
  readonly isNow: boolean;
  /** The other figures show this epoch. */
  readonly isShown: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (layer: number, epoch: number) => void;
}

const Cell = memo(
  function Cell({ plan, row, epoch, record, isAhead, isNow, isShown, isChosen, onChoose }: CellProps) {
    const { store } = useServices();
    const cell = cellOf(plan, row, epoch);
    const { number, sentence } = cellText(cell, row, epoch, record);
    const { background, ink } = cellLook(cell, plan.epochs, (typeof row === "number" ? row : 40) * 7 + epoch);
    const isLayer = typeof row === "number";
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells.
      <td
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen is a grid.
        role="gridcell"
        // The number as it is shown belongs to the name, for people who speak to their computer.
        aria-label={`${number} %: ${sentence}`}
        title={sentence}
        aria-selected={isLayer ? isChosen : undefined}
        tabIndex={isLayer ? (isChosen ? 0 : -1) : undefined}
        data-cell={`${row}-${epoch}`}
        data-ink={ink}
        data-ahead={isAhead || undefined}
        data-now={isNow || undefined}
        data-shown={isShown || undefined}
        data-chosen={isChosen || undefined}
        data-layer={isLayer || undefined}
        onClick={isLayer ? () => onChoose(row, epoch) : undefined}
        onMouseEnter={() => setView(store, { hoverEpoch: epoch })}
      >
        <span className="cell-fill" style={{ background }} />
        <span className="cell-number">{number}</span>
      </td>
    );
  },
  (a, b) =>
    a.plan === b.plan &&
    a.row === b.row &&
    a.record === b.record &&
    a.isAhead === b.isAhead &&
    a.isNow === b.isNow &&
    a.isShown === b.isShown &&
    a.isChosen === b.isChosen,
);

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
