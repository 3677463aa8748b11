import { useHotkeys } from "@mantine/hooks";
import { useServices } from "../context.tsx";
import { ACTIONS, type ActionId, actionById, perform } from "./actions.ts";

/** Of what takes letters itself: a list jumps to the option that begins with one. */
const TAKES_TEXT = ["TEXTAREA", "SELECT"];
/** Inputs that do not: whoever has just clicked a switch can go on with a key. */
const WITHOUT_TEXT = ["radio", "checkbox", "range", "button"];

/** Every action's shortcut. Single keys are for text where text is entered; combinations work everywhere. */
export function useShortcuts(): void {
  const services = useServices();
  const hotkeys = (Object.keys(ACTIONS) as ActionId[]).flatMap((id): [string, (event: KeyboardEvent) => void][] => {
    const { shortcut } = actionById(id);
    if (!shortcut) return [];
    const isFree = (event: KeyboardEvent) => shortcut.includes("+") || !takesText(event.target);
    return [[shortcut, (event) => isFree(event) && perform(id, services)]];
  });
  const isCombination = ([keys]: (typeof hotkeys)[number]) => keys.includes("+");
  // The key keeps its own meaning where it is not free.
  const single = hotkeys.filter((hotkey) => !isCombination(hotkey));
  useHotkeys(
    single.map(([keys, run]) => [keys, run, { preventDefault: false }]),
    TAKES_TEXT,
  );
  useHotkeys(hotkeys.filter(isCombination), []);
}

function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && !WITHOUT_TEXT.includes(target.type);
}
