import { Checkbox, NativeSelect, SegmentedControl } from "@mantine/core";
import { EMBEDDING_POLICIES, type EmbeddingPolicy } from "../../experiment/experiment.ts";
import { taskById } from "../../tasks/registry.ts";
import { useApp, useServices } from "../context.tsx";
import { DataField } from "../data/DataField.tsx";
import { ModelField } from "../models/ModelField.tsx";
import { withTask } from "../store/form.ts";
import { modelProblem } from "../store/models.ts";
import { setForm, setView } from "../store/store.ts";
import { ActionButton } from "./ActionButton.tsx";
import { ExperimentField } from "./ExperimentField.tsx";
import { Help } from "./Help.tsx";
import { LessonNote, LockedHelp, LockedMark, useAccess } from "./Lesson.tsx";
import { SeedsField } from "./SeedsField.tsx";
import { TaskExample } from "./TaskExample.tsx";
import { TaskHelp } from "./TaskHelp.tsx";
import { TaskPicker } from "./TaskPicker.tsx";
import { VariantList } from "./VariantList.tsx";

/** Below "More settings". */
const MORE = ["noise", "warmup", "decay", "clip", "length", "optimizer"] as const;

/** What to run. */
export function SetupPanel() {
  const { store } = useServices();
  const task = useApp(({ form }) => form.task);
  const modelAccess = useAccess("model");
  // Whatever a link hides: without its model nothing can be run, and here is the way to it.
  const isModelMissing = useApp((state) => modelProblem(state) !== undefined);
  const taskAccess = useAccess("task");
  const variantAccess = useAccess("variant");
  const moreIsHidden = useApp(({ lesson }) => MORE.every((control) => lesson.hide.includes(control)));
  return (
    <form className="setup" aria-label="Experiment" onSubmit={(event) => event.preventDefault()}>
      <LessonNote />
      {modelAccess === "hidden" && !isModelMissing ? null : (
        <fieldset>
          <legend>
            Model <LockedMark access={modelAccess} />
          </legend>
          <ModelField locked={modelAccess !== "free"} />
        </fieldset>
      )}
      {taskAccess === "hidden" ? null : (
        <fieldset>
          <legend>
            Task <LockedMark access={taskAccess} />
          </legend>
          <TaskPicker
            task={task}
            locked={taskAccess === "locked"}
            onTask={(wanted) => {
              setForm(store, (form) => withTask(form, wanted));
              setView(store, { subject: { kind: "auto" }, cell: undefined });
            }}
          />
          <p className="soft task-about">
            {taskById(task).summary} <TaskHelp task={taskById(task)} />
          </p>
          <DataField locked={taskAccess === "locked"} />
          <TaskExample task={task} />
        </fieldset>
      )}
      {variantAccess === "hidden" ? null : (
        <fieldset>
          <legend>
            Variants <LockedMark access={variantAccess} />
          </legend>
          <VariantList locked={variantAccess === "locked"} />
        </fieldset>
      )}
      <fieldset>
        <legend>Training</legend>
        <div className="fields">
          <ExperimentField name="epochs" />
          <ExperimentField name="seed" />
          <SeedsField />
          <ExperimentField name="learningRate" />
          <ExperimentField name="batchSize" />
          <ExperimentField name="trainSize" />
          <ExperimentField name="evalSize" />
        </div>
        <EmbeddingsField />
        <details className="more" hidden={moreIsHidden}>
          <summary>More settings</summary>
          <div className="fields">
            <ExperimentField name="labelNoise" />
            <ExperimentField name="warmupShare" />
            <ExperimentField name="weightDecay" />
            <ExperimentField name="clipNorm" />
            <ExperimentField name="maxLength" />
          </div>
          <OptimizerField />
        </details>
        <MemoryFields />
      </fieldset>
      <ActionButton action="reset" size="xs" variant="default" />
    </form>
  );
}

function OptimizerField() {
  const { store } = useServices();
  const optimizer = useApp(({ form }) => form.optimizer);
  const access = useAccess("optimizer");
  if (access === "hidden") return null;
  return (
    <NativeSelect
      size="xs"
      label="Optimizer"
      description={access === "locked" ? "Locked by the link." : undefined}
      disabled={access === "locked"}
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
  );
}

const POLICY_LABELS: Readonly<Record<EmbeddingPolicy, string>> = { train: "Train", freeze: "Freeze", follow: "Follow" };

function EmbeddingsField() {
  const { store } = useServices();
  const embeddings = useApp(({ form }) => form.embeddings);
  const access = useAccess("embeddings");
  if (access === "hidden") return null;
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
          {access === "locked" ? <LockedHelp /> : null}
        </Help>
      </div>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-labelledby="embeddings-label"
        disabled={access === "locked"}
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
  const access = useAccess("memory");
  const setMemory = (change: Partial<typeof memory>) =>
    setForm(store, (form) => ({ ...form, memory: { ...form.memory, ...change } }));
  if (access === "hidden") return null;
  const disabled = access === "locked";
  return (
    <details className="more">
      <summary>
        Memory <LockedMark access={access} />
      </summary>
      <Checkbox
        size="xs"
        label="Compute activations again"
        description="Keeps only each layer's input for the backward pass. Takes a third longer; the numbers stay the same."
        disabled={disabled}
        checked={memory.recompute}
        onChange={(event) => setMemory({ recompute: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        label="Update layers early"
        description="Each layer learns as soon as its gradients are there, which then go. Clipping is then per layer, so the numbers differ from the paper's global clipping."
        disabled={disabled}
        checked={memory.update === "fused"}
        onChange={(event) => setMemory({ update: event.currentTarget.checked ? "fused" : "after" })}
      />
    </details>
  );
}
