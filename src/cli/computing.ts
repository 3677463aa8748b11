import { setImmediate } from "node:timers/promises";
import { type BackendChoice, useBackend as selectBackend } from "./backend.ts";
import { Interrupted, type Io, UsageError } from "./io.ts";
import type { OptionSpec, Options } from "./options.ts";

const BACKENDS = ["auto", "wasm", "webgpu", "cpu"] as const satisfies readonly BackendChoice[];

export const BACKEND_OPTION: OptionSpec = {
  value: BACKENDS.join("|"),
  summary: "what computes; auto is wasm",
  default: "auto",
};

/** Checks `--backend` without starting it. */
export function backendChoice(options: Options): BackendChoice {
  return options.choice("backend", BACKENDS);
}

export async function startBackend(choice: BackendChoice): Promise<void> {
  try {
    await selectBackend(choice);
  } catch (error) {
    throw new UsageError(`--backend: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Lets signals in between two pieces of computing: those never wait by themselves. */
export async function breathe(io: Io): Promise<void> {
  await setImmediate();
  if (io.signal.aborted) throw new Interrupted();
}
