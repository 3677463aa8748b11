import { Button, Group, Modal, NativeSelect, Stack } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { VARIANTS, type VariantId, variantById } from "../../graddrop/index.ts";
import { useApp, useServices } from "../context.tsx";
import { checkFork, type ForkEntry, firstFork, forkText } from "../store/fork.ts";
import type { Run } from "../store/runs.ts";
import { runLabel } from "../store/series.ts";
import { subjectRun } from "../store/store.ts";
import { NumberField } from "./NumberField.tsx";

/** From which epoch a run is to go on with which other variant, in a dialog. */
export function ForkDialog() {
  const { store } = useServices();
  const run = useApp(({ runs, forking }) => runs.find(({ id }) => id === forking));
  const close = () => store.setState({ forking: undefined });
  return (
    <Modal
      opened={run !== undefined}
      onClose={close}
      title={run ? `Fork ${run.name ?? runLabel(run.experiment, [run.experiment])}` : ""}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {run ? <Fields key={run.id} run={run} close={close} /> : null}
    </Modal>
  );
}

function Fields({ run, close }: { run: Run; close: () => void }) {
  const { store, training } = useServices();
  const [entry, setEntry] = useState<ForkEntry>(() => {
    const state = store.getState();
    const chosen = subjectRun(state)?.id === run.id ? state.view.cell?.epoch : undefined;
    return firstFork(run, chosen, state.form.variants);
  });
  const [select, about] = [useId(), useId()];
  const { fork, errors } = checkFork(run.experiment, entry);
  const { hyperparameters, summary } = variantById(entry.variant);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!fork) return;
    training.run([fork]);
    close();
  };
  return (
    <form onSubmit={add} className="fork" noValidate>
      <Stack gap="sm">
        <NumberField
          label="Fork after epoch"
          note={`of ${run.experiment.epochs}`}
          value={entry.after}
          step={1}
          error={errors.after}
          help={
            <p>
              Up to the end of this epoch the new run does what this one did. It may lie ahead of where this run is: the
              new one is trained from the beginning, whatever becomes of this one.
            </p>
          }
          onChange={(after) => setEntry((last) => ({ ...last, after }))}
        />
        <div className="field">
          <div className="field-label">
            <label htmlFor={select}>Go on with</label>
          </div>
          <NativeSelect
            id={select}
            size="xs"
            aria-describedby={about}
            value={entry.variant}
            error={errors.variant}
            data={VARIANTS.map(({ id, label }) => ({ value: id, label }))}
            onChange={(event) => {
              const variant = event.currentTarget.value as VariantId;
              setEntry((last) => ({ ...last, variant, hyper: {} }));
            }}
          />
          <p id={about} className="soft">
            {summary}
          </p>
        </div>
        {Object.entries(hyperparameters).map(([name, { label, summary, step, min, max, default: usual }]) => (
          <NumberField
            key={`${entry.variant} ${name}`}
            label={label}
            note={`paper: ${usual}`}
            value={entry.hyper[name] ?? usual}
            step={step}
            error={errors[name]}
            help={
              <>
                <p>{summary}</p>
                <p className="soft">
                  Allowed: {min} to {max}.
                </p>
              </>
            }
            onChange={(value) => setEntry((last) => ({ ...last, hyper: { ...last.hyper, [name]: value } }))}
          />
        ))}
        <p className="fork-text">{fork ? forkText(fork) : "Correct what is marked."}</p>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" disabled={!fork} data-action="fork">
            Add to queue
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
