import { NativeSelect } from "@mantine/core";
import { BUNDLED_MODEL } from "../../checkpoint/address.ts";
import { useApp, useServices } from "../context.tsx";
import { millions, thousands } from "../format.ts";
import { ActionButton } from "../panels/ActionButton.tsx";
import { addressOf, choosableModels, chosenModel, modelProblem, shortModelName, withModel } from "../store/models.ts";
import { setForm, setView } from "../store/store.ts";
import { FitPanel } from "./FitPanel.tsx";

/** Which model is fine-tuned: the bundled one, or one that was taken before; others are found in a dialog. */
export function ModelField({ locked }: { readonly locked: boolean }) {
  const { store } = useServices();
  const { model, look, problem } = useApp((state) => ({
    model: state.form.model,
    look: chosenModel(state),
    problem: modelProblem(state),
  }));
  const options = useApp((state) => {
    const names = choosableModels(state).map((value) => ({ value, name: shortModelName(value, state.models) }));
    const isShared = (name: string) => names.filter((other) => other.name === name).length > 1;
    return names.map(({ value, name }) => `${value}|${name}${noteOf(value, isShared(name))}`);
  });
  const choose = (wanted: string) => {
    setForm(store, (form) => withModel(form, wanted));
    setView(store, { subject: { kind: "auto" }, cell: undefined });
  };
  return (
    <>
      <div className="data-field model-field">
        <NativeSelect
          size="xs"
          aria-label="Model"
          disabled={locked}
          value={model}
          onChange={(event) => choose(event.currentTarget.value)}
          data={options.map((line) => {
            const cut = line.lastIndexOf("|");
            return { value: line.slice(0, cut), label: line.slice(cut + 1) };
          })}
        />
        <ActionButton action="chooseModel" size="xs" variant="default" />
        {problem ? <p className="field-error">{problem}</p> : null}
      </div>
      {problem ? null : (
        <>
          <p className="soft model-about">
            {look
              ? `${look.config.layers} layers, hidden size ${thousands(look.config.hiddenSize)}, ${millions(look.parameters)} parameters.`
              : null}
          </p>
          <details className="more" key={model} open={model !== BUNDLED_MODEL}>
            <summary>Will it fit?</summary>
            <FitPanel />
          </details>
        </>
      )}
    </>
  );
}

/** Where a model comes from, and which it is of those with one name. */
function noteOf(model: string, isShared: boolean): string {
  const address = addressOf(model);
  switch (address.kind) {
    case "bundled":
      return " (bundled)";
    case "hub":
      return isShared ? ` (${address.revision?.slice(0, 7) ?? "main"})` : "";
    case "files":
      return ` (files${isShared ? ` ${address.fingerprint.slice(0, 4)}` : ""})`;
    case "folder":
      return " (command line)";
  }
}
