import { ActionIcon, Popover } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "./icons.tsx";

/** An explanation on demand, by mouse, touch or keyboard. */
export function Help({ about, children }: { about: string; children: ReactNode }) {
  return (
    <Popover width={280} position="bottom-start" shadow="md" withArrow>
      <Popover.Target>
        <ActionIcon className="help-button" variant="transparent" size="xs" aria-label={`About ${about}`}>
          <Icon name="info" size={14} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="help">{children}</div>
      </Popover.Dropdown>
    </Popover>
  );
}
