import { SegmentedControl } from "@mantine/core";
import { memo, useDeferredValue, useMemo } from "react";
import type { EpochRecord } from "../../experiment/record.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { Figure } from "../figures/Figure.tsx";
import { Help } from "../panels/Help.tsx";
import { type CellPlace, QUANTITIES, type Quantity, setView } from "../store/store.ts";
import { PartsGrid } from "./PartsGrid.tsx";
import { QUANTITY_TEXTS, scaleOf } from "./parts.ts";
import { ScaleLegend } from "./ScaleLegend.tsx";
import type { InsideProps } from "./useInside.ts";

interface PartsFigureProps {
  readonly inside: InsideProps;
  /** Of every run that is shown: they have one scale. */
  readonly runs: readonly (readonly EpochRecord[])[];
  /** Beside another one: the choice of the quantity is there. */
  readonly isSecond?: boolean;
}

/** Layers by modules in one epoch: what learns, how strongly, and how far it moves. */
export function PartsFigure({ inside: { subject, plan, place }, runs, isSecond = false }: PartsFigureProps) {
  const quantity = useApp(({ view }) => view.quantity);
  const measured = subject.records.find(({ epoch }) => epoch === place.epoch)?.measured;
  const shownPlan = useDeferredValue(plan);
  return (
    <Figure
      title={`Modules in epoch ${place.epoch}`}
      className="parts"
      controls={isSecond ? null : <QuantitySwitch quantity={quantity} />}
      caption={captionOf(quantity, measured?.steps)}
    >
      {shownPlan ? (
        <Parts plan={shownPlan} records={subject.records} runs={runs} quantity={quantity} place={place} />
      ) : (
        <div className="parts-waiting" />
      )}
    </Figure>
  );
}

interface PartsProps {
  readonly plan: Plan;
  readonly records: readonly EpochRecord[];
  readonly runs: PartsFigureProps["runs"];
  readonly quantity: Quantity;
  readonly place: CellPlace;
}

const Parts = memo(function Parts({ plan, records, runs, quantity, place }: PartsProps) {
  const scale = useMemo(() => scaleOf(quantity, runs), [quantity, runs]);
  return (
    <>
      <ScaleLegend quantity={quantity} scale={scale} />
      <PartsGrid plan={plan} records={records} quantity={quantity} place={place} scale={scale} />
    </>
  );
});

function QuantitySwitch({ quantity }: { readonly quantity: Quantity }) {
  const { store } = useServices();
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="What the modules show"
        value={quantity}
        data={QUANTITIES.map((value) => ({ value, label: QUANTITY_TEXTS[value].label }))}
        onChange={(value) => setView(store, { quantity: value as Quantity })}
      />
      <Help about="what the modules show">
        {QUANTITIES.map((value) => (
          <p key={value}>
            <b>{QUANTITY_TEXTS[value].label}.</b> {QUANTITY_TEXTS[value].summary}
          </p>
        ))}
      </Help>
    </>
  );
}

function captionOf(quantity: Quantity, steps: number | undefined): string {
  if (steps !== undefined) {
    // Norms of gradients come with every step; what an update did is looked up in some.
    const mean = quantity === "gradNorm" ? "all the epoch's steps that computed it" : `${steps} steps of the epoch`;
    return `Measured: mean over ${mean}. A cell chooses the mask.`;
  }
  if (quantity === "active") return "Planned: what the mask function says. A cell chooses the mask.";
  return "Not measured yet: norms are there once a run has finished the epoch.";
}
