import { Button } from "@mantine/core";
import { taskById } from "../../tasks/registry.ts";
import type { DataSummary } from "../../worker/data-store.ts";
import { useApp, useServices } from "../context.tsx";
import { bytes, thousands } from "../format.ts";
import { ActionButton } from "../panels/ActionButton.tsx";
import { forgetRemovedData, removeData } from "../services/data.ts";
import { keptSets, testLanguages, trainingExamples, withData } from "../store/data.ts";
import { setForm, setView } from "../store/store.ts";
import { DataReport } from "./DataReport.tsx";

/** The data sets that this browser keeps. */
export function KeptData({ onDone }: { onDone: () => void }) {
  const sets = useApp(({ data }) => keptSets({ data }));
  return (
    <section aria-label="Kept data">
      <h3>Kept in this browser</h3>
      {sets.length === 0 ? <p className="soft">Nothing yet.</p> : null}
      <ul className="kept-data">
        {sets.map((set) => (
          <KeptSet key={set.fingerprint} set={set} onDone={onDone} />
        ))}
      </ul>
      <UndoRemoval />
    </section>
  );
}

function KeptSet({ set, onDone }: { set: DataSummary; onDone: () => void }) {
  const { store } = useServices();
  const isUsed = useApp(({ form }) => form.data?.fingerprint === set.fingerprint);
  const { name, task, sizeBytes, fingerprint, addedAtMs } = set;
  const languages = testLanguages(set).length;
  const use = () => {
    setForm(store, (form) => withData(form, set));
    setView(store, { subject: { kind: "auto" }, cell: undefined });
    onDone();
  };
  return (
    <li>
      <div className="kept-set">
        <div>
          <b>{name}</b>
          <p className="soft">
            {taskById(task).label}; {thousands(trainingExamples(set))} training examples, tested in {languages} language
            {languages === 1 ? "" : "s"}; {bytes(sizeBytes)}, {new Date(addedAtMs).toLocaleDateString("en-GB")}
          </p>
        </div>
        <Button size="compact-xs" variant="default" disabled={isUsed} aria-label={`Use ${name}`} onClick={use}>
          {isUsed ? "In use" : "Use"}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          aria-label={`Remove ${name}`}
          onClick={() => void removeData(store, fingerprint)}
        >
          Remove
        </Button>
      </div>
      <details className="more">
        <summary>What is in it</summary>
        <DataReport set={set} />
      </details>
    </li>
  );
}

/** The chance to bring back what was taken away last. */
export function UndoRemoval() {
  const { store } = useServices();
  const name = useApp(({ data, removedData }) => data.find(({ fingerprint }) => fingerprint === removedData)?.name);
  return (
    <div role="status">
      {name === undefined ? null : (
        <div className="undo">
          {name} is removed.
          <ActionButton action="undoRemoveData" size="compact-sm" variant="default" />
          <Button size="compact-sm" variant="subtle" onClick={() => void forgetRemovedData(store)}>
            Close
          </Button>
        </div>
      )}
    </div>
  );
}
