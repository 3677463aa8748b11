import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApp, useServices } from "../context.tsx";
import { describeRun } from "../store/keep.ts";
import { MOST_NAME, MOST_NOTE, type Run } from "../store/runs.ts";
import { runLabel } from "../store/series.ts";

/** Name and note of a run, in a dialog. */
export function RunEditor() {
  const { store } = useServices();
  const run = useApp(({ runs, editing }) => runs.find(({ id }) => id === editing));
  const close = () => store.setState({ editing: undefined });
  return (
    <Modal
      opened={run !== undefined}
      onClose={close}
      title="Name and note"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {run ? <Fields key={run.id} run={run} close={close} /> : null}
    </Modal>
  );
}

function Fields({ run, close }: { run: Run; close: () => void }) {
  const { store } = useServices();
  const [name, setName] = useState(run.name ?? "");
  const [note, setNote] = useState(run.note ?? "");
  const save = (event: FormEvent) => {
    event.preventDefault();
    describeRun(store, run.id, { name, note });
    close();
  };
  return (
    <form onSubmit={save}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          description="In the tables and legends. Empty: what sets the run apart."
          placeholder={runLabel(run.experiment, [run.experiment])}
          maxLength={MOST_NAME}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Textarea
          label="Note"
          description="Kept with the run and in exported files; it goes nowhere else."
          maxLength={MOST_NOTE}
          minRows={3}
          autosize
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit">Save</Button>
        </Group>
      </Stack>
    </form>
  );
}
