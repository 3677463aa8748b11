import { type KeyboardEvent, memo, useMemo } from "react";
import type { EpochRecord } from "../../experiment/record.ts";
import { MATRICES, type MatrixId, MODULES, type ModuleId } from "../../model/modules.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { type CellPlace, type Quantity, setView } from "../store/store.ts";
import { type RowId, rowLabel } from "./cells.ts";
import { gridMove } from "./gridKeys.ts";
import { MODULE_SHORT, type PartCell, partLook, partRows, partText } from "./parts.ts";
import type { Scale } from "./scale.ts";

interface PartsGridProps {
  readonly plan: Plan;
  readonly records: readonly EpochRecord[];
  readonly quantity: Quantity;
  readonly place: CellPlace;
  readonly scale: Scale | undefined;
}

/** Layers by modules, walked with the arrow keys; the cell chosen is the matrix whose mask is shown. */
export function PartsGrid({ plan, records, quantity, place, scale }: PartsGridProps) {
  const { store } = useServices();
  const matrix = useApp(({ view }) => view.matrix);
  const rows = useMemo(
    () => partRows({ plan, records, epoch: place.epoch, quantity }),
    [plan, records, place.epoch, quantity],
  );
  // Time goes on: only layer and matrix are chosen here.
  const choose = (layer: number, chosen: MatrixId) =>
    setView(store, { cell: { layer, epoch: store.getState().view.cell?.epoch }, matrix: chosen });

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const move = gridMove(event.key, MATRICES.length);
    if (!move) return;
    event.preventDefault();
    const layer = clamp(place.layer + move[0], plan.layers.length);
    const column = MATRICES.findIndex(({ id }) => id === matrix);
    const chosen = MATRICES[clamp(column + move[1], MATRICES.length)]!.id;
    choose(layer, chosen);
    event.currentTarget.querySelector<HTMLElement>(`[data-part="${layer}-${chosen}"]`)?.focus();
  }

  return (
    <div className="schedule-scroll">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen is a grid.
        role="grid"
        className="schedule-grid parts-grid"
        aria-label={`Modules of each layer in epoch ${place.epoch}. Arrow keys move; the mask of the chosen matrix is shown.`}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <td className="schedule-corner" />
            {MODULES.map(({ id, label }) => (
              <th key={id} scope="col" title={label}>
                {MODULE_SHORT[id]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, cells }) => (
            <tr key={row} data-edge={typeof row === "string" ? row : undefined}>
              <th scope="row">{rowLabel(row)}</th>
              {cells.map((cell, i) => {
                const module = cells.length > 1 ? MODULES[i]!.id : undefined;
                return (
                  <Part
                    key={module ?? "whole"}
                    cell={cell}
                    row={row}
                    module={module}
                    quantity={quantity}
                    scale={scale}
                    isChosen={row === place.layer && module === matrix}
                    onChoose={choose}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PartProps {
  readonly cell: PartCell;
  readonly row: RowId;
  /** Undefined for the head and the embeddings, which are one part each. */
  readonly module: ModuleId | undefined;
  readonly quantity: Quantity;
  readonly scale: Scale | undefined;
  readonly isChosen: boolean;
  readonly onChoose: (layer: number, matrix: MatrixId) => void;
}

const Part = memo(
  function Part({ cell, row, module, quantity, scale, isChosen, onChoose }: PartProps) {
    const { number, sentence } = partText(cell, row, module, quantity);
    const { background, ink } = partLook(cell, scale);
    const matrix = MATRICES.find(({ id }) => id === module)?.id;
    const isMatrix = typeof row === "number" && matrix !== undefined;
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells.
      <td
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are chosen is a grid.
        role="gridcell"
        aria-label={number === "" ? sentence : `${number}: ${sentence}`}
        title={sentence}
        colSpan={module ? undefined : MODULES.length}
        aria-selected={isMatrix ? isChosen : undefined}
        tabIndex={isMatrix ? (isChosen ? 0 : -1) : undefined}
        data-part={`${row}-${module ?? "whole"}`}
        data-kind={cell.kind}
        data-ink={ink}
        data-chosen={isChosen || undefined}
        data-layer={isMatrix || undefined}
        data-planned={(cell.kind === "share" && cell.planned) || undefined}
        onClick={isMatrix ? () => onChoose(row, matrix) : undefined}
      >
        <span className="cell-fill" style={background === undefined ? undefined : { background }} />
        <span className="cell-number">{number}</span>
      </td>
    );
  },
  (a, b) =>
    sameCell(a.cell, b.cell) &&
    a.row === b.row &&
    a.module === b.module &&
    a.quantity === b.quantity &&
    a.scale === b.scale &&
    a.isChosen === b.isChosen,
);

function sameCell(a: PartCell, b: PartCell): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function clamp(value: number, count: number): number {
  return Math.max(0, Math.min(count - 1, value));
}
