import { NativeSelect } from "@mantine/core";
import { useDeferredValue, useMemo } from "react";
import { taskById } from "../../tasks/registry.ts";
import { useApp, useServices } from "../context.tsx";
import { thousands } from "../format.ts";
import { type Group, groupsOf, type Measure } from "../store/groups.ts";
import { languageName, scoreLabel } from "../store/series.ts";
import { setView } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { AxesMenu } from "./AxesMenu.tsx";
import { Figure } from "./Figure.tsx";
import { Legend } from "./Legend.tsx";
import { MeansPlot } from "./MeansPlot.tsx";

/** In the list of scores, what is not one. */
const LOSS = "loss";

/** Figure 2: test accuracy after each epoch, a line for each variant, with the seeds that it is the mean of. */
export function AccuracyFigure() {
  const { store } = useServices();
  const { task, evalSize, score, y, x } = useApp(({ form, view }) => ({
    task: form.task,
    evalSize: form.numbers.evalSize,
    score: view.score,
    y: view.y,
    x: view.x,
  }));
  const curves = useCurves();
  const groups = useMemo(() => groupsOf(curves), [curves]);
  const { languages } = taskById(task);
  const known = score === "zero-shot" || score === "all" || languages.some((language) => language === score);
  const shown = known ? score : "zero-shot";
  const measure = useMemo<Measure>(
    () => (y === "loss" ? { kind: "loss" } : { kind: "score", score: shown }),
    [y, shown],
  );
  // Drawing a chart takes longest of all: it may be interrupted.
  const plotted = useDeferredValue(groups);
  const plottedMeasure = useDeferredValue(measure);
  const sizes = new Set(curves.map(({ run }) => run.experiment.evalSize));
  const size =
    sizes.size > 0
      ? [...sizes]
          .sort((a, b) => a - b)
          .map(thousands)
          .join(" or ")
      : String(evalSize);
  const over = x === "epoch" ? "per epoch" : "over time";
  return (
    <Figure
      title={`${y === "loss" ? "Loss" : "Test accuracy"} ${over}`}
      paper="Fig. 2"
      className="accuracy"
      controls={
        <>
          <NativeSelect
            size="xs"
            aria-label="Score shown"
            value={y === "loss" ? LOSS : shown}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setView(store, value === LOSS ? { y: "loss" } : { y: "score", score: value });
            }}
          >
            <optgroup label="Test accuracy">
              <option value="zero-shot">Zero-shot average</option>
              <option value="all">Average of all</option>
              {languages.map((language) => (
                <option key={language} value={language}>
                  {languageName(language)}
                  {language === "en" ? " (trained on)" : ""}
                </option>
              ))}
            </optgroup>
            <optgroup label="Training">
              <option value={LOSS}>Training loss</option>
            </optgroup>
          </NativeSelect>
          <AxesMenu />
        </>
      }
      caption={
        <>
          {y === "loss"
            ? "Mean cross-entropy over each epoch's training examples, in nats."
            : `${scoreLabel(shown, task)}, trained on English only; ${size} test examples a language.`}{" "}
          {readingOf(groups)}
        </>
      }
    >
      <Legend groups={groups} />
      <MeansPlot groups={plotted} measure={plottedMeasure} />
    </Figure>
  );
}

function readingOf(groups: readonly Group[]): string {
  return groups.some(({ counted }) => counted.length > 1)
    ? "Thick: mean of the seeds. Band: one standard error. Faint: single seeds."
    : "Each curve is one seed: a few points may be luck.";
}
