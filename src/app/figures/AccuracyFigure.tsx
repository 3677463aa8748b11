import { NativeSelect } from "@mantine/core";
import { useDeferredValue, useMemo } from "react";
import { forkedAfter } from "../../experiment/history.ts";
import { taskById } from "../../tasks/registry.ts";
import { useApp, useServices } from "../context.tsx";
import { thousands } from "../format.ts";
import { testedLanguages } from "../store/data.ts";
import { type Group, groupsOf, type Measure, withoutNorm } from "../store/groups.ts";
import { languageName, scoreLabel } from "../store/series.ts";
import { setView } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { AxesMenu } from "./AxesMenu.tsx";
import { Figure } from "./Figure.tsx";
import { Legend } from "./Legend.tsx";
import { MeansPlot } from "./MeansPlot.tsx";

/** In the list of scores, what is not one. */
const OTHERS = { loss: "Training loss", gradient: "Gradient norm" } as const;
type Other = keyof typeof OTHERS;
const isOther = (value: string): value is Other => Object.hasOwn(OTHERS, value);

/** Figure 2: the test score after each epoch, a line for each variant, with the seeds that it is the mean of. */
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
  const languages = useApp(testedLanguages);
  const { metric } = taskById(task);
  const scoreName = `Test ${metric.name}`;
  const known = score === "zero-shot" || score === "all" || languages.some((language) => language === score);
  const shown = known ? score : "zero-shot";
  const measure = useMemo<Measure>(() => (y === "score" ? { kind: "score", score: shown } : { kind: y }), [y, shown]);
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
      title={`${y === "score" ? scoreName : OTHERS[y]} ${over}`}
      paper="Fig. 2"
      className="accuracy"
      controls={
        <>
          <NativeSelect
            size="xs"
            aria-label="Score shown"
            value={y === "score" ? shown : y}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setView(store, isOther(value) ? { y: value } : { y: "score", score: value });
            }}
          >
            <optgroup label={scoreName}>
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
              {Object.entries(OTHERS).map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </optgroup>
          </NativeSelect>
          <AxesMenu />
        </>
      }
      caption={
        <>
          {y === "score"
            ? `${scoreLabel(shown, languages)}, trained on English only; up to ${size} test examples a language.`
            : y === "loss"
              ? "Mean cross-entropy over each epoch's training examples, in nats."
              : gradientCaption(groups)}{" "}
          {readingOf(groups)} {forksOf(groups)}
        </>
      }
    >
      <Legend groups={groups} />
      <MeansPlot groups={plotted} measure={plottedMeasure} />
    </Figure>
  );
}

/** Frozen layers compute no gradients, so they add nothing to the norm. */
function gradientCaption(groups: readonly Group[]): string {
  const without = withoutNorm(groups);
  const missing =
    without > 0 ? ` ${without} run${without === 1 ? " is" : "s are"} from before it was kept: no line.` : "";
  return `Length of the gradient of all that learns (L2 norm), before clipping; mean over each epoch's steps.${missing}`;
}

function forksOf(groups: readonly Group[]): string {
  const forked = groups.some(({ hidden, curves }) => !hidden && forkedAfter(curves[0]!.run.experiment) > 0);
  return forked ? "Open diamond: where a run was forked; dotted before it." : "";
}

function readingOf(groups: readonly Group[]): string {
  return groups.some(({ counted }) => counted.length > 1)
    ? "Thick: mean of the seeds. Band: one standard error. Faint: single seeds."
    : "Each curve is one seed: a few points may be luck.";
}
