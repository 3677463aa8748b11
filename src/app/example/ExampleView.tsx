import type { Example, SequenceExample, SpanExample, Task, TokenExample } from "../../tasks/types.ts";
import { partNames } from "./parts.ts";
import { markedPieces } from "./passage.ts";
import { marksEntities, taggedParts } from "./tags.ts";

interface ExampleViewProps {
  readonly task: Task;
  readonly language: string;
  readonly example: Example;
}

/** An example with its right answer, as its kind is read: a text or pair, a tagged sentence, or a passage with a marked answer. */
export function ExampleView({ task, language, example }: ExampleViewProps) {
  if ("words" in example) return <Sentence task={task} language={language} example={example} />;
  if ("context" in example) return <Passage language={language} example={example} />;
  return <Pair task={task} language={language} example={example} />;
}

interface OfKind<Kind extends Example> {
  readonly task: Task;
  readonly language: string;
  readonly example: Kind;
}

function Pair({ task, language, example: { textA, textB, label } }: OfKind<SequenceExample>) {
  const [first, second] = partNames(task);
  const name = task.labels[label] ?? "";
  const meaning = task.meanings?.[label];
  return (
    <>
      <dl className="example-texts">
        <dt>{first}</dt>
        <dd lang={language} dir="auto">
          {textA}
        </dd>
        {textB === "" ? null : (
          <>
            <dt>{second}</dt>
            <dd lang={language} dir="auto">
              {textB}
            </dd>
          </>
        )}
      </dl>
      <p className="example-answer">
        {task.id === "wpr" ? "Grade" : "Answer"}: <b>{name}</b>
        {meaning ? ` (${meaning})` : ""}
        {task.id === "wpr" ? <Grade value={label} most={task.labels.length - 1} /> : null}
      </p>
    </>
  );
}

/** A grade as filled dots; the number stands beside it. */
function Grade({ value, most }: { value: number; most: number }) {
  return (
    <span className="example-grade" aria-hidden="true">
      {"●".repeat(value)}
      {"○".repeat(most - value)}
    </span>
  );
}

function Sentence({ task, language, example: { words, tags } }: OfKind<TokenExample>) {
  const entities = marksEntities(task.labels);
  const names = tags.map((tag) => task.labels[tag] ?? "");
  const parts = taggedParts(words, names, entities);
  return (
    <>
      <p className="example-sentence" lang={language} dir="auto" data-entities={entities || undefined}>
        {parts.map(({ words, tag, hue }, place) => {
          const text = words.join(" ");
          if (tag === undefined) {
            // biome-ignore lint/suspicious/noArrayIndexKey: words have no other name than their place.
            return <span key={place}>{text} </span>;
          }
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: words have no other name than their place.
            <span key={place}>
              <span className="tagged" data-hue={hue}>
                {text}
                <span className="tag" lang="en" dir="ltr">
                  <span className="sr-only">: </span>
                  {tag}
                </span>
              </span>{" "}
            </span>
          );
        })}
      </p>
      {parts.some(({ tag }) => tag !== undefined) ? null : (
        <p className="example-answer soft">No word of this sentence is part of a name.</p>
      )}
    </>
  );
}

function Passage({ language, example }: Pick<OfKind<SpanExample>, "language" | "example">) {
  const { question, context, answers } = example;
  return (
    <dl className="example-texts">
      <dt>Question</dt>
      <dd lang={language} dir="auto">
        {question}
      </dd>
      <dt>Passage, its answer marked</dt>
      <dd lang={language} dir="auto">
        {markedPieces(context, answers).map(({ text, isMarked }, place) =>
          isMarked ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
            <mark key={place}>{text}</mark>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name than their place.
            <span key={place}>{text}</span>
          ),
        )}
      </dd>
    </dl>
  );
}
