import { useEffect, useMemo, useState } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import type { EpochRecord } from "../../experiment/record.ts";
import type { EncoderConfig } from "../../model/config.ts";
import { elements, tensorSpecs } from "../../model/parameters.ts";
import { taskById } from "../../tasks/registry.ts";
import type { Plan } from "../../worker/plan.ts";
import { useApp, useServices } from "../context.tsx";
import { previewExperiment } from "../store/form.ts";
import { nowOf, placeOf, previewVariant, runOf, type Subject } from "../store/inside.ts";
import { configOf } from "../store/models.ts";
import type { CellPlace, ComparedSubject, View } from "../store/store.ts";

export type { Subject } from "../store/inside.ts";

/** What the figures of the zone "inside" share. */
export interface InsideProps {
  readonly subject: Subject;
  /** Undefined until it has been worked out. */
  readonly plan: Plan | undefined;
  readonly place: CellPlace;
  readonly config: EncoderConfig | undefined;
}

const AUTO = { kind: "auto" } as const;

/** The run or variant that was touched last or chosen. */
export function useInside(): InsideProps {
  return useOne(useApp(({ view }) => view.subject));
}

/** The same of another one, at the same moment and layer, if there is one. */
export function useInsideOf(which: ComparedSubject | undefined): InsideProps | undefined {
  const inside = useOne(which ?? AUTO, which !== undefined);
  return which && inside;
}

function useOne(which: View["subject"], isWanted = true): InsideProps {
  const subject = useSubject(which);
  const config = useApp((state) => configOf(state, subject.experiment.model));
  const plan = usePlan(subject.experiment, isWanted ? config : undefined);
  const chosen = useApp(({ view }) => view.cell);
  const layers = config?.layers ?? 1;
  const place = useMemo(() => placeOf(subject, chosen, layers), [subject, chosen, layers]);
  return useMemo(() => ({ subject, plan, place, config }), [subject, plan, place, config]);
}

const NO_RECORDS: readonly EpochRecord[] = [];

/** As `subjectOf`, remembered. */
function useSubject(which: View["subject"]): Subject {
  const run = useApp((state) => {
    const found = runOf(state, which);
    return {
      id: found?.id,
      experiment: found?.experiment,
      epochs: found?.epochs ?? NO_RECORDS,
      now: found && nowOf(found),
    };
  });
  const preview = useApp(({ form }) => ({ form, variant: previewVariant({ form }, which) }));
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

/** The plan arrives from a worker; until then the one before stays, so that nothing flickers. */
function usePlan(experiment: Experiment, config: EncoderConfig | undefined): Plan | undefined {
  const { inspector } = useServices();
  const [plan, setPlan] = useState<Plan>();
  useEffect(() => {
    if (!config) {
      setPlan(undefined);
      return;
    }
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
