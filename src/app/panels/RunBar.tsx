import { Progress } from "@mantine/core";
import { forkedAfter } from "../../experiment/history.ts";
import { useApp } from "../context.tsx";
import { bytes, duration, rate, thousands } from "../format.ts";
import { earlierLabel, epochRange } from "../store/fork.ts";
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
  const isLoading = run?.status === "loading";
  const share = run ? 100 * (isLoading ? (run.preparing?.done ?? 0) : run.step / Math.max(1, run.steps)) : 0;
  const msLeft = isLoading ? run.preparing?.msLeft : run?.msLeft;
  return (
    <div className="run-progress">
      <p className="run-title">
        <span>
          {run ? <b title={labelOf(run)}>{labelOf(run)}</b> : idleText(last)}
          {run && isRepeating(run) ? <span className="run-repeats">{repeatText(run)}</span> : null}
        </span>
        {waiting > 0 ? (
          <span className="run-queue">
            {waiting} waiting{allMsLeft === undefined ? "" : `, ${duration(allMsLeft)} in all`}
          </span>
        ) : null}
      </p>
      <Progress.Root size="sm" transitionDuration={150}>
        <Progress.Section
          value={Math.round(10 * share) / 10}
          aria-label={isLoading ? "Preparation of this run" : "Steps of this run"}
        />
      </Progress.Root>
      <p className="run-numbers">
        <span title={run?.message}>{run ? placeText(run) : ""}</span>
        <span>{msLeft === undefined ? "" : `${duration(msLeft)} left`}</span>
        <span>{run ? stageText(run) : ""}</span>
      </p>
    </div>
  );
}

function labelOf({ experiment }: Run): string {
  return runLabel(experiment, [experiment]);
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

function placeText(run: Run): string {
  const { status, message, preparing, step, steps, experiment } = run;
  const { download } = preparing ?? {};
  if (download) return `Fetching ${bytes(download.bytes)} of ${bytes(download.totalBytes)}`;
  if (status === "loading") return message ?? "loading";
  return `epoch ${currentEpoch(run)} of ${experiment.epochs} · step ${thousands(step)} of ${thousands(steps)}`;
}

/** How fast it goes, or why it does not. */
function stageText({ status, tested = 0, examplesPerSecond, preparing }: Run): string {
  const { bytesPerSecond = 0 } = preparing?.download ?? {};
  if (bytesPerSecond > 0) return `${bytes(bytesPerSecond)}/s`;
  if (status === "paused") return "paused";
  if (status === "testing") return `testing, ${Math.round(tested * 100)} %`;
  return status === "training" && examplesPerSecond ? `${rate(examplesPerSecond)} examples/s` : "";
}

/** A fork, while its first epochs are trained again. */
function isRepeating(run: Run): boolean {
  return run.status === "training" && currentEpoch(run) <= forkedAfter(run.experiment);
}

function repeatText({ experiment }: Run): string {
  const epochs = epochRange(1, forkedAfter(experiment));
  return `repeats ${epochs} of ${earlierLabel(experiment)}`;
}
