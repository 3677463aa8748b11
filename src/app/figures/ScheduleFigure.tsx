import { NativeSelect } from "@mantine/core";
import { type KeyboardEvent, memo, useDeferredValue, useMemo } from "react";
import type { EpochRecord } from "../../experiment/record.ts";
import { type VariantId, variantById } from "../../graddrop/index.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { type CellPlace, setView } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { cellLook, cellOf, cellText, type RowId, rowIds, rowLabel } from "./cells.ts";
import { Figure } from "./Figure.tsx";
import { RecencyLegend } from "./RecencyLegend.tsx";
import type { InsideProps, Subject } from "./useInside.ts";

/** Figure 1: which part of the model learns in which epoch. */
export function ScheduleFigure({ subject, plan, place, config }: InsideProps) {
  const shown = useDeferredValue(
    useMemo(() => ({ records: subject.records, now: subject.now, plan }), [subject, plan]),
  );
  const variant = variantById(subject.experiment.variant);
  return (
    <Figure
      title="What learns, and when"
      paper="Fig. 1"
      className="schedule"
      controls={<SubjectSelect subject={subject} />}
      caption={
        <>
          <b>{variant.label}</b> (paper: {variant.paper}). {variant.summary} {noteOn(plan)}
        </>
      }
    >
      <RecencyLegend />
      {shown.plan && config ? (
        <Grid plan={shown.plan} layers={config.layers} records={shown.records} now={shown.now} place={place} />
      ) : (
        <div className="schedule-waiting" />
      )}
    </Figure>
  );
}

/** What the numbers in the cells mean, where it is not the obvious. */
function noteOn(plan: Plan | undefined): string {
  const kinds = new Set(plan?.layers.flat().map((cell) => (cell.kind === "fresh" ? `fresh ${cell.per}` : cell.kind)));
  if (kinds.has("fresh step"))
    return "Numbers: % of a layer's weights that learn in one batch; every batch draws others.";
  if (kinds.has("fresh epoch")) return "Numbers: % of a layer's weights that learn in the epoch.";
  if (kinds.has("turns")) return "Numbers: % of the batches in which the layer learns; stripes are single batches.";
  if (kinds.has("noise")) return "All weights learn, each with its own noise in each batch.";
  return "Numbers: % of the weights that learn in the epoch.";
}

function SubjectSelect({ subject }: { subject: Subject }) {
  const { store } = useServices();
  const curves = useCurves();
  const variants = useApp(({ form }) => form.variants);
  const shown = useApp(({ view }) => view.subject);
  const previews = new Set<VariantId>(variants);
  if (shown.kind === "preview") previews.add(shown.variant);
  if (!subject.runId) previews.add(subject.experiment.variant as VariantId);
  const value = subject.runId ? `run:${subject.runId}` : `preview:${subject.experiment.variant}`;
  return (
    <NativeSelect
      size="xs"
      aria-label="Run or variant shown"
      value={value}
      onChange={(event) => {
        const [kind, id = ""] = event.currentTarget.value.split(":");
        setView(store, {
          subject: kind === "run" ? { kind: "run", id } : { kind: "preview", variant: id as VariantId },
          cell: undefined,
          stepInEpoch: undefined,
        });
      }}
    >
      {curves.length > 0 ? (
        <optgroup label="Runs">
          {curves.map(({ id, label }) => (
            <option key={id} value={`run:${id}`}>
              {label}
            </option>
          ))}
        </optgroup>
      ) : null}
      <optgroup label="What a variant would do">
        {[...previews].map((id) => (
          <option key={id} value={`preview:${id}`}>
            Preview: {variantById(id).label}
          </option>
        ))}
      </optgroup>
    </NativeSelect>
  );
}

interface GridProps {
  readonly plan: Plan;
  readonly layers: number;
  readonly records: readonly EpochRecord[];
  readonly now: number | undefined;
  readonly place: CellPlace;
}

const Grid = memo(function Grid({ plan, layers, records, now, place }: GridProps) {
  const { store } = useServices();
  const hoverEpoch = useApp(({ view }) => view.hoverEpoch);
  const rows = useMemo(() => rowIds(layers), [layers]);
  const epochs = useMemo(() => Array.from({ length: plan.epochs }, (_, i) => i + 1), [plan.epochs]);
  const select = (layer: number, epoch: number) => setView(store, { cell: { layer, epoch }, stepInEpoch: undefined });

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const moves: Record<string, [number, number]> = {
      ArrowUp: [1, 0],
      ArrowDown: [-1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      Home: [0, -plan.epochs],
      End: [0, plan.epochs],
    };
    const move = moves[event.key];
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
                data-hover={epoch === hoverEpoch || undefined}
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
  readonly isChosen: boolean;
  readonly onChoose: (layer: number, epoch: number) => void;
}

const Cell = memo(
  function Cell({ plan, row, epoch, record, isAhead, isNow, isChosen, onChoose }: CellProps) {
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
    a.isChosen === b.isChosen,
);

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
