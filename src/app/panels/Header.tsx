import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { ActionButton } from "./ActionButton.tsx";
import { BackendChip } from "./BackendChip.tsx";
import { Icon } from "./icons.tsx";
import { RunBar } from "./RunBar.tsx";

export function Header() {
  return (
    <header className="top">
      <div className="brand">
        <h1>GradDrop Playground</h1>
        <p>Fine-tune on English, test in other languages, see which gradients are frozen.</p>
      </div>
      <RunBar />
      <div className="top-end">
        <BackendChip />
        <ActionButton action="share" className="share-button" size="compact-sm" variant="default" />
        <SchemeSwitch />
      </div>
    </header>
  );
}

function SchemeSwitch() {
  const scheme = useComputedColorScheme("light");
  const { setColorScheme } = useMantineColorScheme();
  const other = scheme === "light" ? "dark" : "light";
  return (
    <ActionIcon variant="default" size="md" aria-label={`Use ${other} colours`} onClick={() => setColorScheme(other)}>
      <Icon name={scheme === "light" ? "moon" : "sun"} />
    </ActionIcon>
  );
}
