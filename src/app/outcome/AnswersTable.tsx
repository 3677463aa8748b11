import type { AnswerSample } from "../../worker/samples.ts";
import { percent } from "../format.ts";

interface AnswersTableProps {
  readonly language: string;
  readonly samples: readonly AnswerSample[];
}

/** Questions with the right answer and the model's. */
export function AnswersTable({ language, samples }: AnswersTableProps) {
  const exact = samples.filter(({ isExact }) => isExact).length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard. */}
      <section className="answers-scroll" tabIndex={0} aria-label="Answers of the latest test">
        <table className="answers">
          <caption className="sr-only">Questions, right answers and the model's answers</caption>
          <thead>
            <tr>
              <th scope="col" className="answers-head">
                Question
              </th>
              <th scope="col" className="answers-head">
                Right answer
              </th>
              <th scope="col" className="answers-head">
                The model's
              </th>
              <th scope="col" className="answers-head">
                F1, %
              </th>
            </tr>
          </thead>
          <tbody>
            {samples.map(({ question, gold, answer, candidates, f1, isExact }, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: answers have no other name than their place.
              <tr key={place}>
                <td lang={language} dir="auto">
                  {question}
                </td>
                <td lang={language} dir="auto">
                  {gold.join(" / ")}
                </td>
                <td lang={language} dir="auto">
                  {answer === "" ? <span className="soft">nothing</span> : null}
                  {candidates.map(({ text, probability }, rank) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the same words may be found in two places.
                    <div key={rank} className={rank === 0 ? undefined : "soft"}>
                      {text} <span className="soft">{percent(probability, 0)} %</span>
                    </div>
                  ))}
                </td>
                <td>
                  <span aria-hidden="true">{isExact ? "✓ " : ""}</span>
                  {isExact ? <span className="sr-only">right, </span> : null}
                  {(f1 * 100).toFixed(0)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="matrix-said">
        {exact} of these {samples.length} word for word right.
      </p>
    </>
  );
}
