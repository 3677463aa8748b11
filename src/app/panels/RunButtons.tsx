import { ActionIcon, Button } from "@mantine/core";
import { useServices } from "../context.tsx";
import { Icon } from "./icons.tsx";

interface RunButtonProps {
  readonly id: string;
  /** The run's name, for those who do not see the row. */
  readonly label: string;
}

/** Goes on with a run that ended before its time. */
export function ResumeButton({ id, label }: RunButtonProps) {
  const { training } = useServices();
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`Resume run ${label}`}
      title="Goes on from the latest snapshot, on the same engine to the same figures as if nothing had happened."
      onClick={() => training.resume([id])}
    >
      Resume
    </Button>
  );
}

/** Says that there is a note, shows it, and opens it. */
export function NoteButton({ id, label, note }: RunButtonProps & { readonly note: string }) {
  const { store } = useServices();
  return (
    <ActionIcon
      size="xs"
      variant="transparent"
      color="gray"
      className="note-button"
      aria-label={`Note of run ${label}`}
      title={note}
      onClick={() => store.setState({ editing: id })}
    >
      <Icon name="note" size={12} />
    </ActionIcon>
  );
}
