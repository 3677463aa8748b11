import { Fragment, type ReactNode } from "react";
import type { Experiment } from "../../experiment/experiment.ts";
import type { Mean } from "../../experiment/mean.ts";
import {
  type PaperRow,
  type PaperTable,
  type Rank,
  type ReportedRow,
  ranksOf,
  referenceOf,
} from "../../paper/index.ts";
import { taskById } from "../../tasks/registry.ts";
import { Figure } from "../figures/Figure.tsx";
import { Help } from "../panels/Help.tsx";
import { AVERAGE, type OwnTasks, ownScore } from "../store/own.ts";
import { COMPARED, canRun, columnName, count, variantLabel } from "./names.ts";

interface Row {
  readonly key: string;
  readonly label: string;
  /** What the paper's table calls it. */
  readonly printed?: string;
  /** Where the paper has it from, when it is not its own. */
  readonly source?: ReportedRow["source"];
  readonly variant?: string;
  readonly paper?: PaperRow;
}

interface Column {
  readonly id: string;
  readonly short: string;
  readonly long: string;
  readonly paper: readonly (number | null)[];
  readonly paperRanks: readonly Rank[];
  /** Undefined where this page cannot run what the column is about. */
  readonly own: readonly (Mean | undefined)[] | undefined;
  readonly ownRanks: readonly Rank[];
}

/** A table of the paper, with a column of one's own runs beside each of its columns. */
export function ReportedTable({ table, own }: { table: PaperTable; own: OwnTasks }) {
  const groups = groupsOf(table);
  const columns = columnsOf(
    table,
    groups.flatMap(({ rows }) => rows),
    own,
  );
  const settings = table.task === null ? undefined : [...own].find(([task]) => task === table.task)?.[1].settings;
  let place = 0;
  return (
    <Figure
      title={table.name}
      paper={`Table ${table.number}`}
      className="reported"
      controls={
        <Help about="the paper's table">
          <b>Bold</b> is the best and † the second best of a column: of the paper's own fine-tunings in its columns, of
          your runs in yours. Rows from other work are as reported there, with the number of the paper's reference.
          Averages include English. Yours are means after the last epoch, ± their standard error, with the number of
          seeds in brackets.
        </Help>
      }
      caption={
        <>
          {table.caption} All figures in {unitOf(table)}.{" "}
          {settings
            ? yoursOf(settings)
            : columns.some((column) => column.own)
              ? "Finished runs appear in the columns “yours”."
              : "This page does not train this task."}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
      <section className="reported-scroll" tabIndex={0} aria-label={`Table ${table.number} and your runs`}>
        <table>
          <caption className="sr-only">{table.caption}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                Model
              </th>
              {columns.map(({ id, short, long, own: mine }) => (
                <th key={id} scope={mine ? "colgroup" : "col"} colSpan={mine ? 2 : 1} title={long}>
                  {short}
                </th>
              ))}
            </tr>
            <tr>
              {columns.map(({ id, own: mine }) => (
                <Fragment key={id}>
                  <th scope="col" className="reported-sub">
                    paper
                  </th>
                  {mine ? (
                    <th scope="col" className="reported-sub yours">
                      yours
                    </th>
                  ) : null}
                </Fragment>
              ))}
            </tr>
          </thead>
          {groups.map(({ title, rows }) => (
            <tbody key={title}>
              <tr>
                <th scope="rowgroup" colSpan={1 + columns.length + columns.filter((column) => column.own).length}>
                  <span className="reported-group">{title}</span>
                </th>
              </tr>
              {rows.map((row) => {
                const i = place++;
                return (
                  <tr key={row.key}>
                    <th scope="row" title={row.printed && `In the paper: ${row.printed}`}>
                      {row.label}{" "}
                      {row.source ? (
                        <span className="soft" title={referenceOf(row.source)}>
                          {row.source}
                        </span>
                      ) : null}
                    </th>
                    {columns.map((column) => (
                      <Fragment key={column.id}>
                        <td>{marked(column.paper[i]?.toFixed(decimalsOf(row)), column.paperRanks[i])}</td>
                        {column.own ? (
                          <td className={hasSeeds(table, column) ? "yours with-seeds" : "yours"}>
                            <OwnCell
                              mean={column.own[i]}
                              rank={column.ownRanks[i]}
                              withSeeds={hasSeeds(table, column)}
                            />
                          </td>
                        ) : null}
                      </Fragment>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          ))}
        </table>
      </section>
    </Figure>
  );
}

/** The number of seeds is the same in all languages: it is said once. */
function hasSeeds(table: PaperTable, { id }: Column): boolean {
  return id === AVERAGE || table.task === null;
}

function OwnCell({ mean, rank, withSeeds }: { mean: Mean | undefined; rank: Rank; withSeeds: boolean }) {
  if (!mean) return "–";
  return (
    <>
      {marked(mean.mean.toFixed(1), rank)}
      <span className="soft">
        {mean.error === undefined ? "" : ` ±\u00a0${mean.error.toFixed(1)}`}
        {withSeeds ? ` (${mean.n})` : ""}
      </span>
    </>
  );
}

function marked(text: string | undefined, rank: Rank): ReactNode {
  if (text === undefined) return "–";
  if (rank === "best") return <b title="best">{text}</b>;
  if (rank === "second") return <span title="second best">{text}†</span>;
  return text;
}

function groupsOf(table: PaperTable): { title: string; rows: Row[] }[] {
  const rows = table.rows.map((paper, i): Row => {
    const { label, variant, source } = paper;
    if (source) return { key: `reported-${i}`, label, source, paper };
    return { key: variant, label: variantLabel(variant), printed: label, variant, paper };
  });
  // All of them from the start: a run that ends adds no row.
  const isRun = table.columns.some((column) => canRun(table, column));
  const missing = COMPARED.filter(({ id }) => isRun && !table.rows.some(({ variant }) => variant === id)).map(
    ({ id }): Row => ({ key: id, label: variantLabel(id), variant: id }),
  );
  return [
    { title: "Reported from other work", rows: rows.filter(({ variant }) => !variant) },
    { title: "XLM-R Large, fine-tuned for the paper", rows: rows.filter(({ variant }) => variant) },
    { title: "Not in the paper's table", rows: missing },
  ].filter((group) => group.rows.length > 0);
}

function columnsOf(table: PaperTable, rows: readonly Row[], own: OwnTasks): Column[] {
  return [AVERAGE, ...table.columns].map((id, i) => {
    const paper = rows.map(({ paper: row }) => (id === AVERAGE ? row?.average : row?.scores?.[i - 1]) ?? null);
    const isRun = id === AVERAGE ? table.task !== null && canRun(table, "en") : canRun(table, id);
    const mine = rows.map(({ variant }) => (variant && isRun ? ownScore(own, table, variant, id) : undefined));
    return {
      id,
      ...(id === AVERAGE ? { short: "Average", long: "Average over all columns" } : columnName(table, id)),
      paper,
      paperRanks: ranksOf(paper.map((figure, row) => (rows[row]?.variant ? figure : null))),
      own: isRun ? mine : undefined,
      ownRanks: ranksOf(mine.map((mean) => mean && Number(mean.mean.toFixed(1)))),
    };
  });
}

/** What the columns "yours" are of. */
function yoursOf({ task, epochs, trainSize, evalSize, data }: Experiment): string {
  const { metric } = taskById(task);
  const on = data ? `“${data.name}”` : "the bundled MiniXGLUE";
  return `Your runs: ${count(epochs, "epoch")}, ${trainSize} training examples, ${evalSize} test examples a language, on ${on}; ${metric.name}, in percent.`;
}

/** The paper prints its own figures with two decimals, and those of others mostly with one. */
function decimalsOf({ paper }: Row): number {
  const figures = [...(paper?.scores ?? []), paper?.average ?? null];
  return figures.some((figure) => figure !== null && Number(figure.toFixed(1)) !== figure) ? 2 : 1;
}

function unitOf({ metric }: PaperTable): string {
  switch (metric) {
    case "accuracy":
      return "% correct";
    case "F1":
      return "F1, 0 to 100";
    case "nDCG":
      return "nDCG, 0 to 100";
    case "task scores":
      return "each task's own score, 0 to 100";
  }
}
