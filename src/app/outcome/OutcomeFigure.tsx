import { Menu, NativeSelect, SegmentedControl } from "@mantine/core";
import { memo, useDeferredValue, useMemo, useState } from "react";
import { maxLengthOf } from "../../experiment/experiment.ts";
import { taskById } from "../../tasks/registry.ts";
import { useApp } from "../context.tsx";
import { Figure } from "../figures/Figure.tsx";
import { thousands } from "../format.ts";
import { Help } from "../panels/Help.tsx";
import { downloadText } from "../services/files.ts";
import type { Run } from "../store/runs.ts";
import { type Curve, languageName } from "../store/series.ts";
import { subjectRun } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { AnswersTable } from "./AnswersTable.tsx";
import { ALL, confusionCsv, matrixOf, rowsOf } from "./confusion.ts";
import { MatrixGrid, type Numbers } from "./MatrixGrid.tsx";

const hasOutcome = ({ confusions, samples }: Run) => confusions !== undefined || samples !== undefined;

/** What a run took for what in its latest test; of answers in texts, the first ones. */
export function OutcomeFigure() {
  const curves = useDeferredValue(useCurves());
  const tested = useMemo(() => curves.filter(({ run }) => hasOutcome(run)), [curves]);
  const subject = useApp((state) => subjectRun(state)?.id);
  const task = useApp(({ form }) => form.task);
  const [wanted, setWanted] = useState<string>();
  // What one looks at stays, and else it is the run that the other figures are about.
  const shown = [wanted, subject].map((id) => tested.find((curve) => curve.id === id)).find(Boolean) ?? tested.at(-1);
  if (!shown) return <Waiting isSpan={taskById(task).head.kind === "span"} />;
  return <Shown key={shown.run.experiment.task} curve={shown} tested={tested} onRun={setWanted} />;
}

const TITLE = { classes: "What was taken for what", answers: "What was answered" } as const;

function Waiting({ isSpan }: { isSpan: boolean }) {
  return (
    <Figure title={isSpan ? TITLE.answers : TITLE.classes} className="outcome">
      <p className="soft outcome-waiting">It comes with the test after the first epoch.</p>
    </Figure>
  );
}

interface ShownProps {
  readonly curve: Curve;
  readonly tested: readonly Curve[];
  readonly onRun: (id: string) => void;
}

const Shown = memo(function Shown({ curve, tested, onRun }: ShownProps) {
  const { run } = curve;
  const task = taskById(run.experiment.task);
  const isSpan = run.confusions === undefined;
  const languages = Object.keys((isSpan ? run.samples : run.confusions) ?? {});
  const [language, setLanguage] = useState<string>(isSpan ? "en" : ALL);
  const [numbers, setNumbers] = useState<Numbers>("shares");
  const known = languages.includes(language) || (!isSpan && language === ALL);
  const chosen = known ? language : (languages[0] ?? ALL);
  const matrix = useMemo(() => matrixOf(run, chosen), [run, chosen]);
  const rows = useMemo(() => matrix && rowsOf(matrix, task), [matrix, task]);
  const things = task.head.kind === "token" ? "words" : "examples";
  const csv = () => downloadText(`graddrop-confusion-${run.id}.csv`, confusionCsv(run), "text/csv");
  return (
    <Figure
      title={isSpan ? TITLE.answers : TITLE.classes}
      className="outcome"
      saved={{
        file: isSpan ? "graddrop-answers" : "graddrop-confusion",
        menu: isSpan ? null : (
          <Menu.Item title="Every cell of this run in every language, with counts and shares" onClick={csv}>
            Cells of all languages as CSV
          </Menu.Item>
        ),
      }}
      controls={
        <>
          <NativeSelect
            size="xs"
            aria-label="Run shown"
            value={curve.id}
            onChange={(event) => onRun(event.currentTarget.value)}
            data={tested.map(({ id, label }) => ({ value: id, label }))}
          />
          <NativeSelect
            size="xs"
            aria-label="Language shown"
            value={chosen}
            onChange={(event) => setLanguage(event.currentTarget.value)}
            data={[
              ...(isSpan ? [] : [{ value: ALL, label: "All languages" }]),
              ...languages.map((code) => ({ value: code, label: languageName(code) })),
            ]}
          />
          {isSpan ? null : (
            <SegmentedControl
              size="xs"
              aria-label="Numbers in the cells"
              value={numbers}
              data={[
                { value: "shares", label: "%" },
                { value: "counts", label: "Counts" },
              ]}
              onChange={(value) => setNumbers(value as Numbers)}
            />
          )}
          {isSpan ? null : <MatrixHelp things={things} />}
        </>
      }
      caption={
        isSpan
          ? `After epoch ${run.epochs.length}: the first questions of the test, what is right, and what the model marked. F1: the words that both have in common, in percent.`
          : `After epoch ${run.epochs.length}. Rows: what is right; columns: what the model said; in the cells ${
              numbers === "shares" ? "the percentage of the row" : `the number of ${things}`
            }.${cutWords(run, chosen)}`
      }
    >
      {rows ? <MatrixGrid rows={rows} numbers={numbers} things={things} /> : null}
      {isSpan ? <AnswersTable language={chosen} samples={run.samples?.[chosen] ?? []} /> : null}
    </Figure>
  );
});

/** A sentence about the words that were not seen, where there are any. */
function cutWords({ epochs, experiment }: Run, language: string): string {
  const scores = Object.entries(epochs.at(-1)?.test ?? {});
  const shown = language === ALL ? scores : scores.filter(([code]) => code === language);
  const count = shown.reduce((sum, [, score]) => sum + (score.cutWords ?? 0), 0);
  if (count === 0) return "";
  return ` ${thousands(count)} of the words lay beyond the first ${maxLengthOf(experiment)} tokens of their sentence: they got no tag, and count as O.`;
}

function MatrixHelp({ things }: { things: string }) {
  return (
    <Help about="the table of what was taken for what">
      <p>
        A confusion matrix: each row holds the {things} of one right label, and shows how the model labelled them. On
        the diagonal it was right. A full column beside it is a label that it says too often.
      </p>
      <p>Point at a cell, or walk with the arrow keys, to read it in words. The darker a cell, the larger its share.</p>
    </Help>
  );
}
