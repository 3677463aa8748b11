import { taskById } from "../../tasks/registry.ts";
import { useApp } from "../context.tsx";
import { bytes, percent } from "../format.ts";
import type { Preparing } from "../store/runs.ts";
import { runLabel } from "../store/series.ts";
import { liveRun, subjectRun } from "../store/store.ts";

/** Tells screen readers of epochs, not of steps; and of a download by quarters. */
export function Announcer() {
  const text = useApp((state) => {
    const live = liveRun(state);
    if (live?.preparing?.download) return downloadText(live.preparing);
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

const QUARTERS = 4;

function downloadText({ done = 0, download }: Preparing): string {
  const quarter = Math.floor(done * QUARTERS);
  if (quarter === 0) return `Fetching the model: ${bytes(download?.totalBytes ?? 0)}.`;
  // What changes within a quarter is left out: every change would be read.
  return quarter < QUARTERS ? `${(100 * quarter) / QUARTERS} % of the model are fetched.` : "The model is fetched.";
}
