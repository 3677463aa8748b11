import { lazy, Suspense } from "react";
import type { Task } from "../../tasks/types.ts";
import { thousands } from "../format.ts";
import { languageName } from "../store/series.ts";
import { Help } from "./Help.tsx";

/** The paper's tables come with the first help that is opened. */
const TaskFinding = lazy(() =>
  import("../paper/TaskFinding.tsx").then(
    ({ TaskFinding: finding }) => ({ default: finding }),
    () => ({ default: () => null }),
  ),
);

/** What a task is about, on demand. */
export function TaskHelp({ task }: { task: Task }) {
  const [, ...others] = task.languages;
  const { trainSize, evalSize } = task.defaults;
  return (
    <Help about={`the task ${task.label}`}>
      <p>
        <b>{task.label}.</b> {task.summary}
      </p>
      <p>
        <b>Languages:</b> trained on English; tested, too, in {others.map(languageName).join(", ")}.
      </p>
      <p>
        <b>Score:</b> {task.metric.name}, the {task.metric.summary}.
        {task.chance === undefined ? "" : ` Guessing gives ${(task.chance * 100).toFixed(0)} %.`}
      </p>
      {task.labels.length > 0 ? (
        <p>
          <b>{task.labels.length} labels:</b>{" "}
          {task.labels.map((label, i) => (task.meanings?.[i] ? `${label} (${task.meanings[i]})` : label)).join(", ")}.
        </p>
      ) : null}
      <p>
        <b>Size:</b> {thousands(trainSize)} training examples and {thousands(evalSize)} test examples a language when
        nothing else is set; the bundled data have as many as you like.
      </p>
      <Suspense fallback={<p className="soft">The paper's figures are loading …</p>}>
        <TaskFinding task={task.id} />
      </Suspense>
    </Help>
  );
}
