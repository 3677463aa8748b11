import { ActionIcon, Menu } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ActionId } from "../actions/actions.ts";
import { useApp } from "../context.tsx";
import { bytes } from "../format.ts";
import { ActionMenuItem } from "./ActionMenuItem.tsx";
import { Icon } from "./icons.tsx";

const ITEMS: readonly ActionId[] = ["resumeRuns", "exportRuns", "exportCurves", "importRuns"];

/** What can be done with all runs, and how much room they take. */
export function RunsMenu() {
  return (
    <Menu position="bottom-end" shadow="md" width={280} withinPortal>
      <Menu.Target>
        <ActionIcon size="sm" variant="default" aria-label="Actions for all runs" title="Keep, export and import runs">
          <Icon name="more" size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ITEMS.map((id) => (
          <ActionMenuItem key={id} action={id} />
        ))}
        <Menu.Divider />
        <Storage />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Asked anew whenever the menu opens. */
function Storage() {
  const { count, keeping } = useApp(({ runs, keeping }) => ({ count: runs.length, keeping }));
  const [used, setUsed] = useState("");
  useEffect(() => {
    let isShown = true;
    const asked = navigator.storage?.estimate?.() ?? Promise.reject(new Error("no estimate"));
    asked.then(
      ({ usage = 0, quota = 0 }) => {
        if (isShown)
          setUsed(
            `, snapshots and fine-tuned models included ${bytes(usage)} of the ${bytes(quota)} that the browser grants`,
          );
      },
      () => {},
    );
    return () => {
      isShown = false;
    };
  }, []);
  const where = keeping === "here" ? "Kept in this browser" : "Gone after a reload";
  return (
    <p className="menu-text">
      {where}: {count} run{count === 1 ? "" : "s"}
      {used}. A run under way saves a snapshot after an epoch, or after 20 s of it; after a reload or a crash it goes on
      from the latest.
    </p>
  );
}
