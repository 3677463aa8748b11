import { NativeSelect } from "@mantine/core";
import { useApp, useServices } from "../context.tsx";
import { ActionButton } from "../panels/ActionButton.tsx";
import { chosenSet, dataProblem, setsFor, withData, withoutData } from "../store/data.ts";
import { setForm, setView } from "../store/store.ts";

const BUNDLED = "bundled";

/** What the task is trained and tested on: the bundled data, or data of one's own. */
export function DataField({ locked }: { readonly locked: boolean }) {
  const { store } = useServices();
  const state = useApp(({ form, data }) => ({ form, data }));
  const sets = setsFor(state);
  const set = chosenSet(state);
  const problem = dataProblem(state);
  const asked = state.form.data;
  const choose = (value: string) => {
    const wanted = sets.find(({ fingerprint }) => fingerprint === value);
    setForm(store, (form) => (wanted ? withData(form, wanted) : withoutData(form)));
    setView(store, { subject: { kind: "auto" }, cell: undefined });
  };
  return (
    <div className="data-field">
      <NativeSelect
        size="xs"
        aria-label="Data"
        disabled={locked}
        value={asked?.fingerprint ?? BUNDLED}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: BUNDLED, label: "MiniXGLUE (bundled)" },
          ...sets.map(({ fingerprint, name }) => ({ value: fingerprint, label: name })),
          ...(asked && !set ? [{ value: asked.fingerprint, label: `${asked.name} (not here)` }] : []),
        ]}
      />
      <ActionButton action="ownData" size="xs" variant="default" />
      {problem ? <p className="field-error">{problem}</p> : null}
    </div>
  );
}
