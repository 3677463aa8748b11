import { ActionIcon } from "@mantine/core";
import { memo, useDeferredValue } from "react";
import { useApp, useServices } from "../context.tsx";
import { Swatch } from "../figures/Swatch.tsx";
import { isOver, type Run } from "../store/runs.ts";
import { accuracyOf, bestScore, type Curve, scoreLabel } from "../store/series.ts";
import { clearRuns, setView, subjectRun } from "../store/store.ts";
import { useCurves } from "../store/useCurves.ts";
import { ActionButton } from "./ActionButton.tsx";
import { Icon } from "./icons.tsx";

/** The table behind the curves: the latest figures of every run. */
export function RunsTable() {
  const curves = useDeferredValue(useCurves());
  const { task, score, selected, elsewhere } = useApp((state) => ({
    task: state.form.task,
    score: state.view.score,
    selected: subjectRun(state)?.id,
    elsewhere: state.runs.filter(({ experiment }) => experiment.task !== state.form.task).length,
  }));
  const extra = score === "zero-shot" || score === "en" ? undefined : score;
  return (
    <div className="figure runs">
      <header className="figure-head">
        <h2>Runs</h2>
        <div className="figure-controls">
          {elsewhere > 0 ? <span className="soft">{elsewhere} of the other task are not shown</span> : null}
          <ActionButton action="clear" size="compact-sm" variant="default" />
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
      <section className="runs-scroll" tabIndex={0} aria-label="Table of runs">
        <table>
          <caption className="sr-only">Latest figures of every run</caption>
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Epoch</th>
              <th scope="col">Loss</th>
              <th scope="col">English</th>
              <th scope="col">Zero-shot</th>
              <th scope="col" title="Highest zero-shot average of any epoch, and which">
                Best (epoch)
              </th>
              {extra ? <th scope="col">{scoreLabel(extra, task)}</th> : null}
              <th scope="col">
                <span className="sr-only">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {curves.map((curve) => (
              <Row key={curve.id} curve={curve} isShown={curve.id === selected} extra={extra} />
            ))}
            {curves.length === 0 ? (
              <tr>
                <td colSpan={extra ? 8 : 7} className="soft">
                  No runs yet.
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </section>
    </div>
  );
}

interface RowProps {
  readonly curve: Curve;
  /** Figure 1 is about it. */
  readonly isShown: boolean;
  readonly extra: string | undefined;
}

const Row = memo(function Row({ curve: { id, label, style, run }, isShown, extra }: RowProps) {
  const { store } = useServices();
  const status = useApp(({ runs }) => runs.find((other) => other.id === id)?.status ?? run.status);
  const record = run.epochs.at(-1);
  const best = bestScore(run, "zero-shot");
  const share = (score: string) => cellText(record && accuracyOf(record, score));
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
      </th>
      <td>
        {run.epochs.length}/{run.experiment.epochs} <span className="soft">{statusText(status)}</span>
      </td>
      <td>{record ? record.trainLoss.toFixed(3) : "–"}</td>
      <td>{share("en")}</td>
      <td>
        <b>{share("zero-shot")}</b>
      </td>
      <td>{best ? `${cellText(best.accuracy)} (${best.epoch})` : "–"}</td>
      {extra ? <td>{share(extra)}</td> : null}
      <td>
        {isOver({ status }) ? (
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Remove run ${label}`}
            onClick={() => clearRuns(store, (other) => other.id === id)}
          >
            <Icon name="remove" size={12} />
          </ActionIcon>
        ) : null}
      </td>
    </tr>
  );
});

function cellText(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(1)} %`;
}

function statusText(status: Run["status"]): string {
  return status === "done" || status === "training" || status === "testing" ? "" : status;
}
