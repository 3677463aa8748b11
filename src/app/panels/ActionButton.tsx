import { Button, type ButtonProps } from "@mantine/core";
import { type ActionId, actionById, shortcutText } from "../actions/actions.ts";
import { useAction, useApp } from "../context.tsx";

interface ActionButtonProps extends ButtonProps {
  readonly action: ActionId;
}

/** A button for a command: label, shortcut and whether it can be pressed come from the registry. */
export function ActionButton({ action: id, ...props }: ActionButtonProps) {
  const action = actionById(id);
  const { label, enabled } = useApp((state) => ({ label: action.label(state), enabled: action.enabled(state) }));
  const perform = useAction(id);
  return (
    <Button
      {...props}
      data-action={id}
      disabled={!enabled}
      onClick={perform}
      title={`${action.summary}${shortcutText(action)}`}
      aria-keyshortcuts={action.shortcut?.replace("mod", "Control")}
    >
      {label}
    </Button>
  );
}
