import { ActionIcon, Menu } from "@mantine/core";
import { RUN_ACTIONS } from "../actions/runActions.ts";
import { useApp, useServices } from "../context.tsx";
import { Icon } from "./icons.tsx";

/** What can be done with a run: a menu, by mouse, touch or keyboard. */
export function RunMenu({ id, label }: { id: string; label: string }) {
  return (
    <Menu position="bottom-end" shadow="md" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Actions for run ${label}`} title="Actions">
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Items id={id} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Only there while the menu is open. */
function Items({ id }: { id: string }) {
  const services = useServices();
  // At every step a run is another one; what the menu offers depends on this much of it.
  const offered = useApp((state) => {
    const run = state.runs.find((other) => other.id === id);
    const actions = run ? RUN_ACTIONS.filter((action) => action.applies(run)) : [];
    return actions.map((action) => `${action.id}|${action.label(run!)}|${action.enabled(run!, state) ? "on" : "off"}`);
  });
  return offered.map((line) => {
    const [actionId, label, enabled] = line.split("|");
    const action = RUN_ACTIONS.find((known) => known.id === actionId)!;
    const perform = () => {
      const state = services.store.getState();
      const run = state.runs.find((other) => other.id === id);
      // It may have gone on to something else while the menu was open.
      if (run && action.applies(run) && action.enabled(run, state)) action.perform(run, services);
    };
    return (
      <Menu.Item
        key={actionId}
        disabled={enabled === "off"}
        title={action.summary}
        data-run-action={actionId}
        onClick={perform}
      >
        {label}
      </Menu.Item>
    );
  });
}
