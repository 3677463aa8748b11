import { type CSSProperties, type KeyboardEvent, memo, useState } from "react";
import { cellSentence, type MatrixCell, type MatrixRow } from "./confusion.ts";
import { css, shadeOf } from "./shade.ts";

/** What stands in the cells. */
export type Numbers = "shares" | "counts";

interface MatrixGridProps {
  readonly rows: readonly MatrixRow[];
  readonly numbers: Numbers;
  /** What is counted. */
  readonly things: string;
}

/** From so many labels on there is no room for their names side by side. */
const MANY = 6;
/** And from so many on none for large cells. */
const MOST_WITH_ROOM = 12;

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Right labels down, given labels across; walked with the arrow keys. What one sees is what a screen reader reads. */
export const MatrixGrid = memo(function MatrixGrid({ rows, numbers, things }: MatrixGridProps) {
  const [chosen, setChosen] = useState<Place>({ row: 0, column: 0 });
  const [isRead, setRead] = useState(false);
  const last = rows.length - 1;
  const place = { row: Math.min(chosen.row, last), column: Math.min(chosen.column, last) };
  const choose = (next: Place) => {
    setChosen(next);
    setRead(true);
  };

  function onKeyDown(event: KeyboardEvent<HTMLTableElement>) {
    const next = moved(place, event.key, last);
    if (!next) return;
    event.preventDefault();
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.column}"]`)?.focus();
  }

  return (
    <>
      <div
        className="matrix-scroll"
        data-many={rows.length > MANY ? (rows.length > MOST_WITH_ROOM ? "most" : "some") : undefined}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked is a grid.
          role="grid"
          className="matrix"
          aria-label={`Rows: right labels; columns: given labels; cells: ${things}. Arrow keys move.`}
          onKeyDown={onKeyDown}
        >
          <thead>
            <tr>
              <th scope="col" className="matrix-corner">
                right ↓ given →
              </th>
              {rows.map(({ name }) => (
                <th key={name} scope="col">
                  {rows.length > MANY ? <UprightName name={name} /> : name}
                </th>
              ))}
              <th scope="col" title={`How many ${things} there are`}>
                n
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, total, cells }, row) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {cells.map((cell, column) => (
                  <Cell
                    // biome-ignore lint/suspicious/noArrayIndexKey: labels keep their places.
                    key={column}
                    cell={cell}
                    place={`${row}-${column}`}
                    numbers={numbers}
                    sentence={cellSentence(rows, row, column, things)}
                    isChosen={row === place.row && column === place.column}
                    onChoose={() => choose({ row, column })}
                  />
                ))}
                <td className="matrix-total">{total}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {/* Its line is always there, so that nothing moves. */}
      <p className="matrix-said" aria-hidden="true">
        {isRead ? cellSentence(rows, place.row, place.column, things) : "Point at a cell to read it."}
      </p>
    </>
  );
});

function moved({ row, column }: Place, key: string, last: number): Place | undefined {
  const within = (value: number) => Math.max(0, Math.min(last, value));
  switch (key) {
    case "ArrowUp":
      return { row: within(row - 1), column };
    case "ArrowDown":
      return { row: within(row + 1), column };
    case "ArrowLeft":
      return { row, column: within(column - 1) };
    case "ArrowRight":
      return { row, column: within(column + 1) };
    case "Home":
      return { row, column: 0 };
    case "End":
      return { row, column: last };
  }
  return undefined;
}

/** Of the names' type, and of its widest letters: a capital M. */
const TYPE_REM = 0.72;
const LETTER_EM = 0.66;

/** As a picture, which a saved figure keeps as it is. */
function UprightName({ name }: { name: string }) {
  const type = TYPE_REM * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const [line, height] = [1.2 * type, Math.ceil((name.length * LETTER_EM + 0.5) * type)];
  return (
    <>
      <svg className="matrix-name" width={line} height={height} aria-hidden="true" focusable="false">
        <text fontSize={type} transform={`translate(${0.95 * type}, ${height - 1}) rotate(-90)`}>
          {name}
        </text>
      </svg>
      <span className="sr-only">{name}</span>
    </>
  );
}

interface CellProps {
  readonly cell: MatrixCell;
  readonly place: string;
  readonly numbers: Numbers;
  readonly sentence: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

const Cell = memo(
  function Cell({ cell: { count, share, isRight }, place, numbers, sentence, isChosen, onChoose }: CellProps) {
    const [light, dark] = [shadeOf(share, "light"), shadeOf(share, "dark")];
    const colours = {
      "--light": css(light.ground),
      "--light-ink": css(light.ink),
      "--dark": css(dark.ground),
      "--dark-ink": css(dark.ink),
    } as CSSProperties;
    // Noughts would hide what matters.
    const number = count === 0 ? "·" : numbers === "counts" ? String(count) : percentText(share);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the grid handles the keys of all its cells.
      <td
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked is a grid.
        role="gridcell"
        className="cell-shade"
        aria-label={`${number}: ${sentence}`}
        title={sentence}
        tabIndex={isChosen ? 0 : -1}
        data-cell={place}
        data-right={isRight || undefined}
        data-empty={count === 0 || undefined}
        style={colours}
        onClick={onChoose}
        onMouseEnter={onChoose}
        onFocus={onChoose}
      >
        {number}
      </td>
    );
  },
  (a, b) => a.cell === b.cell && a.numbers === b.numbers && a.isChosen === b.isChosen && a.sentence === b.sentence,
);

/** Without its sign; what is not nothing is not 0. */
function percentText(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 0.5 ? "<1" : percent.toFixed(0);
}
