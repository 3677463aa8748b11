import type { KeyboardEvent } from "react";
import { expectedUpdate, type StepTrace, type WeightTrace } from "../../train/trace.ts";
import { exact, short } from "./numbers.ts";
import { fateWord, placeText } from "./words.ts";

interface WeightsTableProps {
  readonly trace: StepTrace;
  /** The one whose formula is written out. */
  readonly chosen: number;
  /** The one under the lens. */
  readonly aimed: number | undefined;
  readonly onChoose: (element: number) => void;
}

/** What a step did to a few weights, one in a row. */
export function WeightsTable({ trace, chosen, aimed, onChoose }: WeightsTableProps) {
  const hasMoments = trace.optimizer.kind === "adamw";

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    const move = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    const buttons = Array.from(event.currentTarget.querySelectorAll("button"));
    buttons[buttons.indexOf(document.activeElement as HTMLButtonElement) + move]?.focus();
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard.
    <section className="traced-scroll" tabIndex={0} aria-label="Weights of the step">
      <table className="traced">
        <caption className="sr-only">What the step did to each weight; choose one to see its formula</caption>
        <thead>
          <tr>
            <th scope="col" title="Output and input that the weight connects, from 1">
              Weight
            </th>
            <th scope="col" title="Gradient, before clipping and masking">
              g
            </th>
            <th scope="col" title="The mask's factor on the gradient">
              m
            </th>
            <th scope="col" title="Weight before the step">
              θ
            </th>
            <th scope="col" title="What the step changed: weight after it less weight before it">
              θ′ − θ
            </th>
            {hasMoments ? (
              <>
                <th scope="col" title="First moment after the step: running mean of the masked gradient">
                  μ′
                </th>
                <th scope="col" title="Second moment after the step: running mean of its square">
                  ν′
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          {trace.weights.map((weight) => (
            <Row
              key={weight.element}
              trace={trace}
              weight={weight}
              isChosen={weight.element === chosen}
              isAimed={weight.element === aimed}
              onChoose={onChoose}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly trace: StepTrace;
  readonly weight: WeightTrace;
  readonly isChosen: boolean;
  readonly isAimed: boolean;
  readonly onChoose: (element: number) => void;
}

function Row({ trace, weight, isChosen, isAimed, onChoose }: RowProps) {
  const { gradient, before, after } = weight;
  const expected = expectedUpdate(trace, weight);
  return (
    <tr data-chosen={isChosen || undefined} data-fate={expected.fate}>
      <th scope="row">
        <button
          type="button"
          className="traced-weight"
          aria-pressed={isChosen}
          title={`Output ${placeText(trace.tensor, weight.element).replace(",", ", input")}: show its formula`}
          onClick={() => onChoose(weight.element)}
        >
          {placeText(trace.tensor, weight.element)}
        </button>
        {isAimed ? <span className="soft"> lens</span> : null}
      </th>
      {gradient === null ? <td className="soft">none</td> : <Cell value={gradient} />}
      <td title={exact(expected.factor)}>
        <span className="traced-mask" />
        {short(expected.factor)} <span className="traced-word">{fateWord(trace, expected)}</span>
      </td>
      <Cell value={before.value} />
      <Cell value={after.value - before.value} />
      {trace.optimizer.kind === "adamw" ? (
        <>
          <Cell value={after.first} before={before.first} />
          <Cell value={after.second} before={before.second} />
        </>
      ) : null}
    </tr>
  );
}

function Cell({ value, before }: { readonly value: number; readonly before?: number }) {
  return <td title={before === undefined ? exact(value) : `${exact(before)} → ${exact(value)}`}>{short(value)}</td>;
}
