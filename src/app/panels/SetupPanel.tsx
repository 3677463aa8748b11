import { Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { EMBEDDING_POLICIES, type EmbeddingPolicy } from "../../experiment/experiment.ts";
import { TASKS, taskById } from "../../tasks/registry.ts";
import type { TaskId } from "../../tasks/types.ts";
import { useApp, useServices } from "../context.tsx";
import { withTask } from "../store/form.ts";
import { setForm, setView } from "../store/store.ts";
import { ActionButton } from "./ActionButton.tsx";
import { ExperimentField } from "./ExperimentField.tsx";
import { Help } from "./Help.tsx";
import { TaskExample } from "./TaskExample.tsx";
import { VariantList } from "./VariantList.tsx";

/** What to run. */
export function SetupPanel() {
  const { store } = useServices();
  const { task, optimizer } = useApp(({ form }) => form);
  return (
    <form className="setup" aria-label="Experiment" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>Task</legend>
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="Task"
          value={task}
          data={TASKS.map(({ id, label }) => ({ value: id, label }))}
          onChange={(value) => {
            setForm(store, (form) => withTask(form, value as TaskId));
            setView(store, { subject: { kind: "auto" }, cell: undefined });
          }}
        />
        <p className="soft task-about">{taskById(task).summary}</p>
        <TaskExample task={task} />
      </fieldset>
      <fieldset>
        <legend>Variants</legend>
        <VariantList />
      </fieldset>
      <fieldset>
        <legend>Training</legend>
        <div className="fields">
          <ExperimentField name="epochs" />
          <ExperimentField name="seed" />
          <ExperimentField name="learningRate" />
          <ExperimentField name="batchSize" />
          <ExperimentField name="trainSize" />
          <ExperimentField name="evalSize" />
        </div>
        <EmbeddingsField />
        <details className="more">
          <summary>More settings</summary>
          <div className="fields">
            <ExperimentField name="labelNoise" />
            <ExperimentField name="warmupShare" />
            <ExperimentField name="weightDecay" />
            <ExperimentField name="clipNorm" />
          </div>
          <NativeSelect
            size="xs"
            label="Optimizer"
            value={optimizer}
            data={[
              { value: "adamw", label: "AdamW" },
              { value: "sgd", label: "SGD (Eq. 3)" },
            ]}
            onChange={(event) => {
              const value = event.currentTarget.value as typeof optimizer;
              setForm(store, (form) => ({ ...form, optimizer: value }));
            }}
          />
        </details>
        <MemoryFields />
      </fieldset>
      <ActionButton action="reset" size="xs" variant="default" />
    </form>
  );
}

const POLICY_LABELS: Readonly<Record<EmbeddingPolicy, string>> = { train: "Train", freeze: "Freeze", follow: "Follow" };

function EmbeddingsField() {
  const { store } = useServices();
  const embeddings = useApp(({ form }) => form.embeddings);
  return (
    <div className="field">
      <div className="field-label">
        <span id="embeddings-label">Embeddings</span>
        <Help about="embeddings">
          <p>
            <b>Train</b>: they always learn, as in the paper. <b>Freeze</b>: never. <b>Follow</b>: the variant treats
            them as one more layer below the lowest.
          </p>
          <p>
            They matter more than most variants, so the choice holds for all of a comparison; only Head only always
            freezes them.
          </p>
        </Help>
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby="embeddings-label"
        value={embeddings}
        data={EMBEDDING_POLICIES.map((value) => ({ value, label: POLICY_LABELS[value] }))}
        onChange={(value) => setForm(store, (form) => ({ ...form, embeddings: value as EmbeddingPolicy }))}
      />
    </div>
  );
}

/** For models that hardly fit. */
function MemoryFields() {
  const { store } = useServices();
  const memory = useApp(({ form }) => form.memory);
  const setMemory = (change: Partial<typeof memory>) =>
    setForm(store, (form) => ({ ...form, memory: { ...form.memory, ...change } }));
  return (
    <details className="more">
      <summary>Memory</summary>
      <Checkbox
        size="xs"
        label="Compute activations again"
        description="Keeps only each layer's input for the backward pass. Takes a third longer; the numbers stay the same."
        checked={memory.recompute}
        onChange={(event) => setMemory({ recompute: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label="Update layers early"
        description="Each layer learns as soon as its gradients are there, which then go. Clipping is then per layer, so the numbers differ from the paper's global clipping."
        checked={memory.update === "fused"}
        onChange={(event) => setMemory({ update: event.currentTarget.checked ? "fused" : "after" })}
      />
    </details>
  );
}
