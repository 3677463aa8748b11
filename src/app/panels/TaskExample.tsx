import { NativeSelect } from "@mantine/core";
import { useEffect, useState } from "react";
import { bundledData } from "../../tasks/bundled.ts";
import { taskById } from "../../tasks/registry.ts";
import type { Example, Task, TaskData, TaskId } from "../../tasks/types.ts";
import type { DataSummary } from "../../worker/data-store.ts";
import { useApp } from "../context.tsx";
import { ExampleView } from "../example/ExampleView.tsx";
import { examplesOf } from "../services/data.ts";
import { chosenSet } from "../store/data.ts";
import { languageName } from "../store/series.ts";

/** As many as one looks through. */
const EXAMPLES = 40;

/** Test examples in a language of choice, so that one knows what is being learnt. */
export function TaskExample({ task: id }: { task: TaskId }) {
  const [language, setLanguage] = useState("en");
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="more" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>See an example</summary>
      {isOpen ? <ChosenData key={id} task={taskById(id)} language={language} onLanguage={setLanguage} /> : null}
    </details>
  );
}

/** Of the data that the form asks for. */
function ChosenData({ task, ...rest }: Omit<BrowserProps, "data">) {
  const set = useApp(chosenSet);
  const asked = useApp(({ form }) => form.data);
  const [own, setOwn] = useState<{ readonly set: DataSummary; readonly data?: TaskData; readonly problem?: string }>();
  useEffect(() => {
    if (!set) return;
    examplesOf(set).then(
      (data) => setOwn({ set, data }),
      (error: unknown) => setOwn({ set, problem: error instanceof Error ? error.message : String(error) }),
    );
  }, [set]);
  if (!asked) return <Browser task={task} data={bundledData(task)} {...rest} />;
  if (!set || !own || own.set !== set) return <p className="soft">{set ? "Loading …" : "The data are not here."}</p>;
  if (!own.data) return <p className="field-error">{own.problem}</p>;
  return <Browser task={task} data={own.data} {...rest} />;
}

interface BrowserProps {
  readonly task: Task;
  readonly data: TaskData;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
}

function Browser({ task, data, language, onLanguage }: BrowserProps) {
  const shown = data.languages.includes(language) ? language : data.languages[0]!;
  const found = useExamples(data, shown);
  const [at, setAt] = useState(0);
  const count = found.examples.length;
  const place = count === 0 ? 0 : at % count;
  const example = found.examples[place];
  return (
    <div className="example">
      <div className="example-controls">
        <NativeSelect
          size="xs"
          aria-label="Language of the example"
          value={shown}
          onChange={(event) => onLanguage(event.currentTarget.value)}
          data={data.languages.map((code) => ({ value: code, label: languageName(code) }))}
        />
        <button
          type="button"
          className="plain-button"
          aria-label="Example before"
          disabled={count < 2}
          onClick={() => setAt((place + count - 1) % count)}
        >
          ‹
        </button>
        <button
          type="button"
          className="plain-button"
          aria-label="Next example"
          disabled={count < 2}
          onClick={() => setAt((place + 1) % count)}
        >
          ›
        </button>
      </div>
      <div className="example-card" aria-live="polite">
        {example ? <ExampleView task={task} language={shown} example={example} /> : null}
        {found.problem ? <p className="field-error">{found.problem}</p> : null}
      </div>
    </div>
  );
}

interface Found {
  readonly examples: readonly Example[];
  readonly problem?: string;
}

const NOTHING: Found = { examples: [] };

/** While others are read, the last ones stay: nothing jumps. */
function useExamples(data: TaskData, language: string): Found {
  const [found, setFound] = useState(NOTHING);
  useEffect(() => {
    let isAsked = true;
    const tell = (next: Found) => {
      if (isAsked) setFound(next);
    };
    data.load({ split: "test", language, size: EXAMPLES }).then(
      (examples) => tell({ examples }),
      (error: unknown) => tell({ examples: [], problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isAsked = false;
    };
  }, [data, language]);
  return found;
}
