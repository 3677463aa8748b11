import { useDeferredValue, useMemo } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import { methodAt } from "../../experiment/history.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp } from "../context.tsx";
import { Figure } from "../figures/Figure.tsx";
import { modelName } from "../store/models.ts";
import { RecencyLegend } from "./RecencyLegend.tsx";
import { ScheduleGrid } from "./ScheduleGrid.tsx";
import { SubjectName, SubjectSelect } from "./SubjectSelect.tsx";
import type { InsideProps } from "./useInside.ts";

interface ScheduleFigureProps {
  readonly inside: InsideProps;
  /** Beside another one: what it is about is chosen elsewhere. */
  readonly isSecond?: boolean;
  /** One of two: there is room for less text. */
  readonly isPair?: boolean;
}

/** Figure 1: which part of the model learns in which epoch. */
export function ScheduleFigure({
  inside: { subject, plan, place, config },
  isSecond = false,
  isPair = false,
}: ScheduleFigureProps) {
  const shown = useDeferredValue(
    useMemo(() => ({ records: subject.records, now: subject.now, plan }), [subject, plan]),
  );
  const { experiment } = subject;
  const { variant } = methodAt(experiment, place.epoch);
  return (
    <Figure
      title="What learns, and when"
      paper="Fig. 1"
      className="schedule"
      controls={isSecond ? <SubjectName subject={subject} /> : <SubjectSelect subject={subject} />}
      caption={
        <>
          {experiment.history
            ? `Forked at the bar${experiment.history.length > 1 ? "s" : ""}. Epoch ${place.epoch}: `
            : null}
          <b>{variant.label}</b> (paper: {variant.paper}). {variant.summary}{" "}
          {isPair ? null : noteOn(plan, experiment.history && place.epoch)}
        </>
      }
    >
      <RecencyLegend />
      {shown.plan ? (
        <ScheduleGrid
          plan={shown.plan}
          records={shown.records}
          now={shown.now}
          place={place}
          history={experiment.history}
        />
      ) : (
        <div className="schedule-waiting">{config ? null : <UnknownModel experiment={experiment} />}</div>
      )}
    </Figure>
  );
}

/** Of runs from a file, or from a link: nobody here has looked at their model. */
function UnknownModel({ experiment: { model } }: { readonly experiment: Experiment }) {
  const name = useApp((state) => (state.models.mini ? modelName(model, state.models) : undefined));
  // Right after the page has opened even the bundled one is not known yet.
  return name === undefined ? null : (
    <p className="soft">The layers of {name} are not known here. Look at it under Models to see this figure.</p>
  );
}

/**
 * What the numbers in the cells mean, where it is not the obvious.
 *
 * @param epoch of a fork, whose epochs may differ
 */
function noteOn(plan: Plan | undefined, epoch: number | undefined): string {
  const cells = plan?.layers.flatMap((row) => (epoch === undefined ? row : row.slice(epoch - 1, epoch)));
  const kinds = new Set(cells?.map((cell) => (cell.kind === "fresh" ? `fresh ${cell.per}` : cell.kind)));
  if (kinds.has("fresh step"))
    return "Numbers: % of a layer's weights that learn in one batch; every batch draws others.";
  if (kinds.has("fresh epoch")) return "Numbers: % of a layer's weights that learn in the epoch.";
  if (kinds.has("turns")) return "Numbers: % of the batches in which the layer learns; stripes are single batches.";
  if (kinds.has("noise")) return "All weights learn, each with its own noise in each batch.";
  return "Numbers: % of the weights that learn in the epoch.";
}
