/** What `train` tells people while it goes on, and at its end. */
import { type Experiment, maxLengthOf } from "../experiment/experiment.ts";
import { courseLabel } from "../experiment/history.ts";
import type { RunRecord, TrainEvent } from "../experiment/record.ts";
import { chanceOf } from "../tasks/chance.ts";
import { taskById } from "../tasks/registry.ts";
import type { Io } from "./io.ts";
import { percent, table } from "./table.ts";

export function reportEvent(event: TrainEvent, experiment: Experiment, io: Io): void {
  const title = titleOf(experiment);
  switch (event.kind) {
    case "started":
      return;
    case "step":
      io.status(
        `${title}: step ${event.step} of ${event.steps}, loss ${event.loss.toFixed(3)}, ` +
          `${event.examplesPerSecond.toFixed(0)} examples/s${timeLeft(event.msLeft)}`,
      );
      return;
    case "evaluating":
      io.status(`${title}: testing, ${event.done} of ${event.total} examples${timeLeft(event.msLeft)}`);
      return;
    case "deviceLost":
      io.note(`${title}: the GPU was lost (${event.reason})`);
      return;
    case "recovered":
      io.note(`${title}: goes on from step ${event.step} on a new GPU`);
      return;
    case "epoch": {
      const { epoch, trainLoss, test, zeroShot } = event.record;
      const { name } = taskById(experiment.task).metric;
      io.note(
        `${title}: epoch ${epoch} of ${experiment.epochs}, loss ${trainLoss.toFixed(3)}, ${name} in ` +
          `English ${percent(test.en!.score)} %, zero-shot ${percent(zeroShot.score)} %`,
      );
    }
  }
}

/** Words that no tag was predicted for, where there are any. */
export function reportCutWords({ experiment, epochs }: RunRecord, io: Io): void {
  const counts = Object.entries(epochs.at(-1)?.test ?? {}).flatMap(([language, { cutWords }]) =>
    cutWords === undefined ? [] : [`${language} ${cutWords}`],
  );
  if (counts.length === 0) return;
  io.note(
    `${titleOf(experiment)}: words beyond ${maxLengthOf(experiment)} tokens got no tag and count as O: ${counts.join(", ")}`,
  );
}

export function humanRuns(records: readonly RunRecord[]): string {
  return records.map(humanRun).join("\n");
}

function humanRun({ experiment, epochs, stepsPerSecond, backend }: RunRecord): string {
  const task = taskById(experiment.task);
  const chance = chanceOf(task, experiment.data ? "own" : "bundled");
  const languages = Object.keys(epochs[0]?.test ?? {});
  const heading = ["epoch", "loss", "active", "zero-shot", ...languages];
  const rows = epochs.map(({ epoch, trainLoss, layers, zeroShot, test }) => [
    String(epoch),
    trainLoss.toFixed(3),
    percent(layers.reduce((sum, { active }) => sum + active, 0) / layers.length),
    percent(zeroShot.score),
    ...languages.map((language) => percent(test[language]!.score)),
  ]);
  const title =
    `${titleOf(experiment)}: ${experiment.trainSize} examples${experiment.data ? ` of ${experiment.data.name}` : ""}, ` +
    `${stepsPerSecond.toFixed(1)} steps/s on ${backend}. ${task.metric.name} in %, up to ${experiment.evalSize} test examples ` +
    `a language${chance === undefined ? "" : ` (chance ${percent(chance)})`}; active: % of the encoder's weights that could move.`;
  return `${title}\n${table(heading, rows)}`;
}

function titleOf(experiment: Experiment): string {
  return `${experiment.task} ${courseLabel(experiment)} seed ${experiment.seed}`;
}

export function timeLeft(ms: number | undefined): string {
  if (ms === undefined) return "";
  const seconds = Math.round(ms / 1000);
  return seconds < 90 ? `, ${seconds} s left` : `, ${Math.round(seconds / 60)} min left`;
}
