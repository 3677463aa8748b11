import { taskById } from "../../tasks/registry.ts";
import { useApp } from "../context.tsx";
import { percent } from "../format.ts";
import { runLabel } from "../store/series.ts";
import { subjectRun } from "../store/store.ts";

/** Tells screen readers of epochs, not of steps. */
export function Announcer() {
  const text = useApp((state) => {
    const run = subjectRun({ ...state, view: { ...state.view, subject: { kind: "auto" } } });
    const record = run?.epochs.at(-1);
    if (!run || !record) return "";
    const name = runLabel(run.experiment, [run.experiment]);
    const end = run.status === "done" ? " Finished." : "";
    return `${name}: epoch ${record.epoch} of ${run.experiment.epochs}, zero-shot ${taskById(run.experiment.task).metric.name} ${percent(record.zeroShot.score)}.${end}`;
  });
  return (
    <div className="sr-only" aria-live="polite">
      {text}
    </div>
  );
}
