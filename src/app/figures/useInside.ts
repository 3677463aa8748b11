import { useEffect, useMemo, useState } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import type { XlmrConfig } from "../../model/config.ts";
import { elements, tensorSpecs } from "../../model/parameters.ts";
import { taskById } from "../../tasks/registry.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { previewExperiment } from "../store/form.ts";
import { currentEpoch, isOver } from "../store/runs.ts";
import { type AppState, type CellPlace, subjectRun } from "../store/store.ts";

/** What the zone "inside" is about: a run, or what a variant would do. */
export interface Subject {
  /** Undefined for a preview. */
  readonly runId: string | undefined;
  readonly experiment: Experiment;
  readonly records: readonly EpochRecord[];
  /** The epoch that is under way. */
  readonly now: number | undefined;
}

/** What the figures of the zone "inside" share. */
export interface InsideProps {
  readonly subject: Subject;
  /** Undefined until it has been worked out. */
  readonly plan: Plan | undefined;
  readonly place: CellPlace;
  readonly config: XlmrConfig | undefined;
}

export function useInside(): InsideProps {
  const subject = useSubject();
  const config = useApp(({ model }) => model?.config);
  const plan = usePlan(subject.experiment, config);
  const place = usePlace(subject, config?.layers ?? 1);
  return { subject, plan, place, config };
}

const NO_RECORDS: readonly EpochRecord[] = [];

function useSubject(): Subject {
  const run = useApp((state) => {
    const found = subjectRun(state);
    return {
      id: found?.id,
      experiment: found?.experiment,
      epochs: found?.epochs ?? NO_RECORDS,
      now: found && !isOver(found) && found.status !== "queued" ? currentEpoch(found) : undefined,
    };
  });
  const preview = useApp(({ form, view, runs }: AppState) => ({ form, variant: previewVariant({ form, view, runs }) }));
  return useMemo(
    () => ({
      runId: run.id,
      experiment: run.experiment ?? previewExperiment(preview.form, preview.variant),
      records: run.epochs,
      now: run.now,
    }),
    [run, preview],
  );
}

function previewVariant({ form, view }: Pick<AppState, "form" | "view" | "runs">) {
  return view.subject.kind === "preview" ? view.subject.variant : (form.variants.at(-1) ?? "sft");
}

/** The plan arrives from a worker; until then the one before stays, so that nothing flickers. */
function usePlan(experiment: Experiment, config: XlmrConfig | undefined): Plan | undefined {
  const { inspector } = useServices();
  const [plan, setPlan] = useState<Plan>();
  useEffect(() => {
    if (!config) return;
    let wanted = true;
    const tensorSizes = tensorSpecs(config, taskById(experiment.task).head)
      .filter(({ owner }) => owner.kind === "layer" && owner.layer === 0)
      .map(({ shape }) => elements(shape));
    void inspector.plan({ experiment, layers: config.layers, tensorSizes }).then((answer) => {
      if (wanted) setPlan(answer);
    });
    return () => {
      wanted = false;
    };
  }, [experiment, config, inspector]);
  return plan;
}

/** The chosen cell, or the newest. */
function usePlace({ experiment, now, records }: Subject, layers: number): CellPlace {
  const chosen = useApp(({ view }) => view.cell);
  const newest = now ?? Math.max(1, Math.min(records.length, experiment.epochs));
  return useMemo(
    () => ({
      layer: Math.min(chosen?.layer ?? layers - 1, layers - 1),
      epoch: Math.min(chosen?.epoch ?? newest, experiment.epochs),
    }),
    [chosen, newest, layers, experiment.epochs],
  );
}
