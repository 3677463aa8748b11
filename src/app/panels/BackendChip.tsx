import { Popover, UnstyledButton } from "@mantine/core";
import type { BackendReport } from "../../worker/protocol.ts";
import { useApp } from "../context.tsx";

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

export function backendName({ backend, software, threads }: BackendReport): string {
  switch (backend) {
    case "webgpu":
      return software ? "CPU (software WebGPU)" : "GPU (WebGPU)";
    case "wasm":
      return `CPU (WASM, ${threads} thread${threads === 1 ? "" : "s"})`;
    case "cpu":
      return "CPU (JavaScript)";
  }
}
