import { Popover, UnstyledButton } from "@mantine/core";
import { useApp } from "../context.tsx";
import { backendName } from "../format.ts";

/** What computes, in two words; why, on demand. */
export function BackendChip() {
  const readiness = useApp((state) => state.readiness);
  if (readiness.kind !== "ready") {
    return <span className="chip">{readiness.kind === "starting" ? "Loading engine …" : "Engine failed"}</span>;
  }
  const { backend } = readiness;
  return (
    <Popover width={300} position="bottom-end" shadow="md" withArrow>
      <Popover.Target>
        <UnstyledButton className="chip chip-button" data-backend={backend.backend}>
          {backendName(backend)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <p className="help">
          <b>{backend.adapter}.</b> {backend.reason}
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}
