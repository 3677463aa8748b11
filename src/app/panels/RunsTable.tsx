import { SegmentedControl } from "@mantine/core";
import { memo, useDeferredValue } from "react";
import { useApp, useServices } from "../context.tsx";
import { Swatch } from "../figures/Swatch.tsx";
import { thousands } from "../format.ts";
import { testedLanguages } from "../store/data.ts";
import { isOfForm } from "../store/liveCurves.ts";
import { shortModelName } from "../store/models.ts";
import { isResumable, type Run } from "../store/runs.ts";
import { bestScore, type Curve, scoreLabel, scoreOf } from "../store/series.ts";
import { setView, subjectRun } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { ActionButton } from "./ActionButton.tsx";
import { MeansTable } from "./MeansTable.tsx";
import { RaceStatement } from "./RaceStatement.tsx";
import { NoteButton, ResumeButton } from "./RunButtons.tsx";
import { RunMenu } from "./RunMenu.tsx";
import { RunsMenu } from "./RunsMenu.tsx";

/** The tables behind the curves: the latest figures of every run, or the means of every variant. */
export function RunsTable() {
  const { store } = useServices();
  const curves = useDeferredValue(useCurves());
  const { score, y, table, selected, elsewhere, model } = useApp((state) => ({
    model: shortModelName(state.form.model, state.models),
    score: state.view.score,
    y: state.view.y,
    table: state.view.table,
    selected: subjectRun(state)?.id,
    elsewhere: state.runs.filter(({ experiment }) => !isOfForm(experiment, state.form)).length,
  }));
  return (
    <div className="figure runs">
      <header className="figure-head">
        <h2>
          Runs <span className="soft runs-model">of {model}</span>
        </h2>
        <div className="figure-controls">
          {elsewhere > 0 ? (
            <span className="soft">{elsewhere} of other tasks, data or models are not shown</span>
          ) : null}
          <SegmentedControl
            size="xs"
            aria-label="Table shown"
            value={table}
            data={[
              { value: "runs", label: "Runs" },
              { value: "means", label: "Means" },
            ]}
            onChange={(value) => setView(store, { table: value as typeof table })}
          />
          <ActionButton action="clear" size="compact-sm" variant="default" />
          <RunsMenu />
        </div>
      </header>
      <RaceStatement curves={curves} />
      {table === "means" ? (
        <MeansTable curves={curves} />
      ) : (
        <Table curves={curves} score={score} hasNorm={y === "gradient"} selected={selected} />
      )}
    </div>
  );
}

interface TableProps {
  readonly curves: readonly Curve[];
  readonly score: string;
  /** With the norm of the gradients, which Figure 2 draws. */
  readonly hasNorm: boolean;
  /** The run that Figure 1 is about. */
  readonly selected: string | undefined;
}

function Table({ curves, score, hasNorm, selected }: TableProps) {
  const extra = score === "zero-shot" || score === "en" ? undefined : score;
  const languages = useApp(testedLanguages);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard.
    <section className="runs-scroll" tabIndex={0} aria-label="Table of runs">
      <table className="runs-table">
        <caption className="sr-only">Latest figures of every run</caption>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Epoch</th>
            <th scope="col">Loss, nats</th>
            {hasNorm ? (
              <th scope="col" title="Of all gradients before clipping, mean over the epoch's steps">
                Gradient norm
              </th>
            ) : null}
            <th scope="col">English</th>
            <th scope="col">Zero-shot</th>
            <th scope="col" title="Highest zero-shot average of any epoch, and which">
              Best (epoch)
            </th>
            {extra ? <th scope="col">{scoreLabel(extra, languages)}</th> : null}
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {curves.map((curve) => (
            <Row key={curve.id} curve={curve} isShown={curve.id === selected} extra={extra} hasNorm={hasNorm} />
          ))}
          {curves.length === 0 ? (
            <tr>
              <td colSpan={7 + Number(extra !== undefined) + Number(hasNorm)} className="soft">
                No runs yet.
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly curve: Curve;
  /** Figure 1 is about it. */
  readonly isShown: boolean;
  readonly extra: string | undefined;
  readonly hasNorm: boolean;
}

const Row = memo(function Row({ curve: { id, label, style, run }, isShown, extra, hasNorm }: RowProps) {
  const { store } = useServices();
  const status = useApp(({ runs }) => runs.find((other) => other.id === id)?.status ?? run.status);
  const record = run.epochs.at(-1);
  const best = bestScore(run, "zero-shot");
  const share = (score: string) => cellText(record && scoreOf(record, score));
  return (
    <tr data-shown={isShown || undefined}>
      <th scope="row">
        <button
          type="button"
          className="run-name"
          aria-pressed={isShown}
          title="Show this run in Figure 1"
          onClick={() => setView(store, { subject: { kind: "run", id }, cell: undefined, stepInEpoch: undefined })}
        >
          <Swatch style={style} width={24} />
          <span>{label}</span>
        </button>
        {run.note ? <NoteButton id={id} label={label} note={run.note} /> : null}
      </th>
      <td>
        {run.epochs.length}/{run.experiment.epochs} <span className="soft">{statusText({ ...run, status })}</span>
      </td>
      <td>{record ? record.trainLoss.toFixed(3) : "–"}</td>
      {hasNorm ? <td>{record?.gradNorm === undefined ? "–" : record.gradNorm.toFixed(3)}</td> : null}
      <td>{share("en")}</td>
      <td>
        <b>{share("zero-shot")}</b>
      </td>
      <td>{best ? `${cellText(best.score)} (${best.epoch})` : "–"}</td>
      {extra ? <td>{share(extra)}</td> : null}
      <td className="run-actions">
        {isResumable({ ...run, status }) ? <ResumeButton id={id} label={label} /> : null}
        <RunMenu id={id} label={label} />
      </td>
    </tr>
  );
});

function cellText(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(1)} %`;
}

function statusText({ status, keptStep, step }: Run): string {
  if (status === "interrupted") return `interrupted at step ${thousands(keptStep ?? step)}`;
  return status === "done" || status === "training" || status === "testing" ? "" : status;
}
