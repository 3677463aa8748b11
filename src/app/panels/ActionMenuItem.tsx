import { Menu } from "@mantine/core";
import { type ActionId, actionById, shortcutText } from "../actions/actions.ts";
import { useAction, useApp } from "../context.tsx";

/** An entry of a menu for a command, as the registry has it. */
export function ActionMenuItem({ action: id }: { readonly action: ActionId }) {
  const action = actionById(id);
  const { label, enabled } = useApp((state) => ({ label: action.label(state), enabled: action.enabled(state) }));
  const perform = useAction(id);
  return (
    <Menu.Item
      data-action={id}
      disabled={!enabled}
      onClick={perform}
      title={`${action.summary}${shortcutText(action)}`}
    >
      {label}
    </Menu.Item>
  );
}
