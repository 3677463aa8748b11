import { NativeSelect } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Language } from "../../minixglue/grammar.ts";
import { taskById } from "../../tasks/registry.ts";
import type { TaskId } from "../../tasks/types.ts";
import { languageName } from "../store/series.ts";

/** One test example in a language of choice, so that one knows what is being learnt. */
export function TaskExample({ task: id }: { task: TaskId }) {
  const [language, setLanguage] = useState<Language>("en");
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>See an example</summary>
      {isOpen ? <Example id={id} language={language} onLanguage={setLanguage} /> : null}
    </details>
  );
}

interface ExampleProps {
  readonly id: TaskId;
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
}

function Example({ id, language, onLanguage }: ExampleProps) {
  const task = taskById(id);
  const [index, setIndex] = useState(0);
  const shown = task.languages.includes(language) ? language : "en";
  const examples = useMemo(() => task.examples({ split: "test", language: shown, size: 12 }), [task, shown]);
  const example = examples[index % examples.length]!;
  return (
    <div className="example">
      <div className="example-controls">
        <NativeSelect
          size="xs"
          aria-label="Language of the example"
          value={shown}
          onChange={(event) => {
            const wanted = task.languages.find((candidate) => candidate === event.currentTarget.value);
            if (wanted) onLanguage(wanted);
          }}
          data={task.languages.map((code) => ({ value: code, label: languageName(code) }))}
        />
        <button type="button" className="plain-button" onClick={() => setIndex(index + 1)}>
          Another
        </button>
      </div>
      <blockquote lang={shown} dir="auto">
        <p>{example.textA}</p>
        <p>{example.textB}</p>
      </blockquote>
      <p>
        Answer: <b>{task.labels[example.label]}</b>
      </p>
    </div>
  );
}
