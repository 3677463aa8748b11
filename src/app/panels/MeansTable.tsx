import { SegmentedControl } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import { taskById } from "../../tasks/registry.ts";
import { useApp } from "../context.tsx";
import { Swatch } from "../figures/Swatch.tsx";
import { testedLanguages } from "../store/data.ts";
import { groupsOf } from "../store/groups.ts";
import {
  isTrainingColumn,
  type MeanCell,
  meansTable,
  type Sorting,
  sortedRows,
  type WhichEpoch,
} from "../store/means.ts";
import { type Curve, languageName } from "../store/series.ts";
import { Help } from "./Help.tsx";

const ZERO_SHOT = "zero-shot";

/** The figures under Figure 2: each variant's mean over its seeds, in every language. */
export const MeansTable = memo(function MeansTable({ curves }: { curves: readonly Curve[] }) {
  const { task, y } = useApp(({ form, view }) => ({ task: form.task, y: view.y }));
  const languages = useApp(testedLanguages);
  const [which, setWhich] = useState<WhichEpoch>("last");
  const [sorting, setSorting] = useState<Sorting>({ by: ZERO_SHOT, descending: true });
  const scores = useMemo(() => {
    const others = languages.filter((language) => language !== "en");
    // What Figure 2 draws is among them.
    return [...(y === "score" ? [] : [y]), "en", ZERO_SHOT, ...others];
  }, [languages, y]);
  const rows = useMemo(() => {
    const groups = groupsOf(curves).filter(({ counted }) => counted.length > 0);
    return sortedRows(meansTable(groups, scores, which), sorting);
  }, [curves, scores, which, sorting]);
  const sortBy = (by: string) =>
    setSorting((last) => ({ by, descending: last.by === by ? !last.descending : by !== "variant" }));
  return (
    <>
      <div className="means-head">
        <span className="soft">{taskById(task).metric.name} in %, mean ± standard error over n seeds</span>
        <Help about="the table of means">
          <p>
            The highest mean of a column is bold, the second has a †. The standard error comes from the deviation
            between seeds (n - 1); one seed has none.
          </p>
          <p>
            <b>Best epoch</b> takes for each run the epoch with the highest zero-shot average. It is chosen on the test
            itself, so it flatters every variant.
          </p>
        </Help>
        <SegmentedControl
          size="xs"
          aria-label="Epoch of the figures"
          value={which}
          data={[
            { value: "last", label: "Last epoch" },
            { value: "best", label: "Best epoch" },
          ]}
          onChange={(value) => setWhich(value as WhichEpoch)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
      <section className="runs-scroll means-scroll" tabIndex={0} aria-label="Table of means">
        <table>
          <caption className="sr-only">Mean figures of every variant, in percent</caption>
          <thead>
            <tr>
              <HeadCell score="variant" label="Variant" sorting={sorting} sortBy={sortBy} />
              <th scope="col" title="Seeds in the mean">
                n
              </th>
              {scores.map((score) => (
                <HeadCell key={score} score={score} label={scoreName(score)} sorting={sorting} sortBy={sortBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ group, cells }) => (
              <tr key={group.key}>
                <th scope="row">
                  <span className="run-name means-name">
                    <Swatch style={group.style} width={24} />
                    <span>{group.label}</span>
                  </span>
                </th>
                <td>{group.counted.length}</td>
                {scores.map((score) => (
                  <td key={score}>
                    <Figures cell={cells.get(score)} column={score} />
                  </td>
                ))}
              </tr>
            ))}
            {rows.length === 0 ? (
              <tr>
                <td colSpan={scores.length + 2} className="soft">
                  Figures come with the end of the first epoch.
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </section>
    </>
  );
});

interface HeadCellProps {
  readonly score: string;
  readonly label: string;
  readonly sorting: Sorting;
  readonly sortBy: (score: string) => void;
}

function HeadCell({ score, label, sorting, sortBy }: HeadCellProps) {
  const isSorted = sorting.by === score;
  return (
    <th scope="col" aria-sort={isSorted ? (sorting.descending ? "descending" : "ascending") : "none"}>
      <button type="button" className="sort-button" onClick={() => sortBy(score)}>
        {label}
        <span aria-hidden="true" className="sort-sign">
          {isSorted ? (sorting.descending ? "▾" : "▴") : ""}
        </span>
      </button>
    </th>
  );
}

function Figures({ cell, column }: { cell: MeanCell | undefined; column: string }) {
  if (!cell) return "–";
  const shown = (value: number) => (isTrainingColumn(column) ? value.toFixed(3) : (value * 100).toFixed(1));
  const number = shown(cell.mean);
  return (
    <>
      {cell.rank === "first" ? <b>{number}</b> : number}
      {cell.error === undefined ? null : <span className="soft"> ± {shown(cell.error)}</span>}
      <span className="dagger">{cell.rank === "second" ? "†" : ""}</span>
    </>
  );
}

const TRAINING_NAMES = { loss: "Loss, nats", gradient: "Gradient norm" } as const;

function scoreName(score: string): string {
  if (isTrainingColumn(score)) return TRAINING_NAMES[score];
  return score === ZERO_SHOT ? "Zero-shot" : languageName(score);
}
