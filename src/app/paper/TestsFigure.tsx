import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { FEWEST_PAIRS, type PairedTest } from "../../experiment/statistics.ts";
import { PAPER_TASKS, TABLES, tableOf } from "../../paper/index.ts";
import { TASKS } from "../../tasks/registry.ts";
import { Figure } from "../figures/Figure.tsx";
import { Help } from "../panels/Help.tsx";
import { FEWEST_SEEDS, type OwnTasks, ownTest, paperTest } from "../store/own.ts";
import { COMPARED, count, signed, tableFor } from "./names.ts";

interface Cell {
  readonly test: PairedTest;
  /** Undefined for the paper, which reports one figure a language. */
  readonly seeds: number | undefined;
}

/** Figure 3: which variants differ from standard fine-tuning by more than luck. */
export function TestsFigure({ own }: { own: OwnTasks }) {
  const [source, setSource] = useState<"own" | "paper">(own.size > 0 ? "own" : "paper");
  const isOwn = source === "own";
  const tasks = isOwn ? TASKS.map(({ id }) => id) : PAPER_TASKS;
  const variants = COMPARED.filter(
    ({ id }) => isOwn || TABLES.some(({ rows }) => rows.some(({ variant }) => variant === id)),
  );
  const cellOf = (variant: (typeof COMPARED)[number]["id"], task: (typeof PAPER_TASKS)[number]): Cell | undefined => {
    if (!isOwn) {
      const test = paperTest(tableOf(task), variant);
      return test && { test, seeds: undefined };
    }
    const result = ownTest([...own].find(([id]) => id === task)?.[1], variant);
    return result.seeds === 0 ? undefined : result;
  };
  return (
    <Figure
      title="Better than SFT, or luck?"
      paper="Fig. 3"
      className="tests"
      controls={
        <>
          <Help about="the tests">
            Student's two-sided paired t-test of a variant against SFT after the last epoch. p is how often chance alone
            would give a difference at least as large. Blue is better than SFT, orange worse; the darker, the smaller p.
            Of twenty tests of variants that change nothing, one falls below 0.05. The test takes all pairs for
            independent; languages that share a model are not, so p is smaller than it should be.
          </Help>
          <SegmentedControl
            size="xs"
            aria-label="Figures tested"
            value={source}
            onChange={(value) => setSource(value as typeof source)}
            data={[
              { value: "own", label: "Your runs" },
              { value: "paper", label: "Paper's tables" },
            ]}
          />
        </>
      }
      caption={
        isOwn ? (
          <>
            A pair is one language not trained on with one seed; both runs start from the same weights and see the same
            batches. Fewer than {FEWEST_PAIRS} pairs are too few to test. Fewer than {FEWEST_SEEDS} seeds are too few to
            believe: the languages of one seed share one trained model, which makes p too small.
          </>
        ) : (
          <>
            Computed here from Tables I to IX, a pair for each language not trained on: the paper reports one figure a
            language, and no seeds. The languages share one trained model, which makes p too small. Fewer than{" "}
            {FEWEST_PAIRS} pairs are too few to test.
          </>
        )
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
      <section className="tests-scroll" tabIndex={0} aria-label="p-values by variant and task">
        <table>
          <thead>
            <tr>
              <th scope="col">Variant</th>
              {tasks.map((task) => (
                <th key={task} scope="col">
                  {tableFor(task)?.name ?? task}
                </th>
              ))}
            </tr>
          </thead>
          <tbody data-source={source}>
            {variants.map(({ id, label }) => (
              <tr key={id}>
                <th scope="row">{label}</th>
                {tasks.map((task) => (
                  <TestCell key={task} cell={cellOf(id, task)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Figure>
  );
}

function TestCell({ cell }: { cell: Cell | undefined }) {
  if (!cell) return <td>–</td>;
  const { test, seeds } = cell;
  const pairs = count(test.pairs, "pair");
  // However small p is, a few seeds are not shown as a finding.
  const isFew = seeds !== undefined && seeds < FEWEST_SEEDS;
  const origin = seeds === undefined ? pairs : `${pairs}, ${count(seeds, "seed")}${isFew ? ": too few" : ""}`;
  switch (test.kind) {
    case "too-few":
      return (
        <td className="untested">
          too few<span className="test-origin">{origin}</span>
        </td>
      );
    case "no-spread":
      return (
        <td className="untested">
          all alike
          <span className="test-origin">
            {signed(test.difference, 1)} points; {origin}
          </span>
        </td>
      );
    case "tested":
      return (
        <td
          data-direction={test.difference > 0 ? "better" : "worse"}
          data-level={Math.min(levelOf(test.p), isFew ? 1 : 4)}
          title={`t = ${test.t.toFixed(2)}, ${test.degreesOfFreedom} degrees of freedom; mean difference ${signed(test.difference, 2)} ± ${test.standardError.toFixed(2)} points`}
        >
          <b>p {pText(test.p)}</b>
          <span className="test-origin">
            {signed(test.difference, 1)} points; {origin}
          </span>
        </td>
      );
  }
}

/** Steps of the colour scale, 0 (nothing to see) to 4. */
function levelOf(p: number): number {
  return [0.1, 0.05, 0.01, 0.001].filter((bound) => p < bound).length;
}

function pText(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}
