import { useHotkeys } from "@mantine/hooks";
import { useServices } from "../context.tsx";
import { ACTIONS, type ActionId, actionById, perform } from "./actions.ts";

/** Every action's shortcut. Single keys are for text where text is entered; combinations work everywhere. */
export function useShortcuts(): void {
  const services = useServices();
  const hotkeys = (Object.keys(ACTIONS) as ActionId[]).flatMap((id): [string, () => void][] => {
    const { shortcut } = actionById(id);
    return shortcut ? [[shortcut, () => perform(id, services)]] : [];
  });
  const isCombination = ([keys]: [string, () => void]) => keys.includes("+");
  useHotkeys(hotkeys.filter((hotkey) => !isCombination(hotkey)));
  useHotkeys(hotkeys.filter(isCombination), []);
}
