import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApp } from "../context.tsx";
import { Help } from "../panels/Help.tsx";
import { hubHost, readTypedModel } from "../store/models.ts";
import { NAMED_MODELS } from "./named.ts";

interface HubChoicesProps {
  /** What stands in the field for other repositories at first. */
  readonly first: string;
  readonly disabled: boolean;
  readonly onLook: (model: string, name: string) => void;
}

const OTHER = "other";

/** Models of the Hub: some by name, or any repository. Only the button asks the Hub for anything. */
export function HubChoices({ first, disabled, onLook }: HubChoicesProps) {
  const host = useApp(({ hub }) => hubHost(hub));
  const [chosen, setChosen] = useState(first ? OTHER : NAMED_MODELS[0]!.repository);
  const [typed, setTyped] = useState(first);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const answer = readTypedModel(chosen === OTHER ? typed : chosen, host);
    setProblem("problem" in answer ? answer.problem : undefined);
    if ("model" in answer) onLook(answer.model, answer.model.slice("hub:".length));
  };
  return (
    <form className="model-choices" onSubmit={submit} aria-label="Models of the Hub">
      <div className="model-list" role="radiogroup" aria-label="Model of the Hub">
        {NAMED_MODELS.map(({ repository, label, size, about }) => (
          <label key={repository} className="model-option" data-chosen={chosen === repository || undefined}>
            <input
              type="radio"
              name="hub-model"
              aria-label={label}
              checked={chosen === repository}
              onChange={() => setChosen(repository)}
            />
            <span>
              <b>{label}</b> <span className="soft">{size}</span>
              <span className="model-option-about">{about}</span>
              <code>{repository}</code>
            </span>
          </label>
        ))}
        <div className="model-option" data-chosen={chosen === OTHER || undefined}>
          <input
            type="radio"
            name="hub-model"
            id="other-model"
            checked={chosen === OTHER}
            onChange={() => setChosen(OTHER)}
          />
          <div>
            <label htmlFor="other-model">
              <b>Another repository</b>
            </label>
            <Help about="other repositories">
              <p>
                Any XLM-R or BERT of the Hub with <code>model.safetensors</code>: <code>OWNER/NAME</code>, with{" "}
                <code>@REVISION</code> for a branch, tag or commit; or the address of its page. Encoders of other kinds
                are refused by name.
              </p>
            </Help>
            <TextInput
              size="xs"
              aria-label="Repository"
              placeholder="OWNER/NAME"
              value={typed}
              error={problem}
              onFocus={() => setChosen(OTHER)}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setProblem(undefined);
              }}
            />
          </div>
        </div>
      </div>
      <div className="model-ask">
        <Button
          size="sm"
          type="submit"
          disabled={disabled || (chosen === OTHER && typed.trim() === "")}
          data-look-button
        >
          Look at it on {host}
        </Button>
        <p className="soft">
          Asks {host} for its list of files, its settings and the headers of its weights: less than 1 MB. The weights
          come later, when you run.
        </p>
      </div>
    </form>
  );
}
