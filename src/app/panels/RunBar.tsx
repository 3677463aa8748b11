import { Progress } from "@mantine/core";
import { useApp } from "../context.tsx";
import { duration, rate, thousands } from "../format.ts";
import { queueMsLeft } from "../store/queue.ts";
import { currentEpoch, type Run } from "../store/runs.ts";
import { runLabel } from "../store/series.ts";
import { liveRun } from "../store/store.ts";
import { ActionButton } from "./ActionButton.tsx";
import { Icon } from "./icons.tsx";

/** Run, pause, step, stop; and how far it is. */
export function RunBar() {
  const isPaused = useApp((state) => liveRun(state)?.status === "paused");
  return (
    <section className="run-bar" aria-label="Training">
      <div className="run-buttons">
        <ActionButton action="run" className="run-button" leftSection={<Icon name="run" />} size="sm" />
        <ActionButton
          action="pause"
          className="pause-button"
          leftSection={<Icon name={isPaused ? "run" : "pause"} />}
          variant="default"
          size="sm"
        />
        <ActionButton action="step" leftSection={<Icon name="step" />} variant="default" size="sm" />
        <ActionButton action="stop" leftSection={<Icon name="stop" />} variant="default" size="sm" />
      </div>
      <RunProgress />
    </section>
  );
}

function RunProgress() {
  const run = useApp(liveRun);
  const waiting = useApp(({ runs }) => runs.filter(({ status }) => status === "queued").length);
  const last = useApp(({ runs }) => runs.findLast(({ status }) => status !== "queued"));
  const allMsLeft = useApp(({ runs }) => queueMsLeft(runs));
  const share = run ? (run.step / Math.max(1, run.steps)) * 100 : 0;
  return (
    <div className="run-progress">
      <p className="run-title">
        {run ? <b>{runLabel(run.experiment, [run.experiment])}</b> : idleText(last)}
        {run ? <span className="run-stage">{stageText(run)}</span> : null}
        {waiting > 0 ? <span className="run-stage">{waiting} waiting</span> : null}
        {waiting > 0 && allMsLeft !== undefined ? (
          <span className="run-stage">{duration(allMsLeft)} in all</span>
        ) : null}
      </p>
      <Progress.Root size="sm" transitionDuration={150}>
        <Progress.Section value={share} aria-label="Steps of this run" />
      </Progress.Root>
      <p className="run-numbers">
        <span>
          {run
            ? `epoch ${currentEpoch(run)} of ${run.experiment.epochs} · step ${thousands(run.step)} of ${thousands(run.steps)}`
            : ""}
        </span>
        <span>{run?.msLeft === undefined ? "" : `${duration(run.msLeft)} left`}</span>
        <span>{run?.examplesPerSecond ? `${rate(run.examplesPerSecond)} examples/s` : ""}</span>
      </p>
    </div>
  );
}

function idleText(last: Run | undefined): string {
  switch (last?.status) {
    case "done":
      return "Finished. Change something and run again.";
    case "stopped":
      return "Stopped. What was reached stays in the figures.";
    case "interrupted":
      return "Interrupted. Resume it in the table of runs.";
    case "failed":
      return "The last run failed; see the message.";
    default:
      return "Ready when you are.";
  }
}

function stageText(run: Run): string {
  switch (run.status) {
    case "loading":
      return run.message ?? "loading";
    case "paused":
      return "paused";
    case "testing":
      return `testing all languages, ${Math.round((run.tested ?? 0) * 100)} %`;
    default:
      return "training";
  }
}
