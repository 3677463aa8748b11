import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { exitOf, run } from "../../src/cli/run.ts";
import { type CheckpointFiles, tinyFiles } from "../support/tiny-checkpoint.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** The message that a failure ends with. */
  readonly error: string;
}

/** Runs a command line in this process. */
export async function cli(
  args: readonly string[],
  { stdin = "", signal = new AbortController().signal } = {},
): Promise<Outcome> {
  let stdout = "";
  const io = {
    out: async (text: string) => {
      stdout += text;
    },
    status: () => {},
    note: () => {},
    stdin: (async function* () {
      // Cut in the middle of characters, as pipes do.
      const bytes = new TextEncoder().encode(stdin);
      for (let at = 0; at < bytes.length; at += 5) yield bytes.subarray(at, at + 5);
    })(),
    signal,
  };
  try {
    await run(args, io);
    return { code: 0, stdout, error: "" };
  } catch (error) {
    const exit = exitOf(error);
    if (!exit) throw error;
    return { code: exit.code, stdout, error: exit.message };
  }
}

/** An empty folder that goes when the test is over. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "graddrop-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The tiny checkpoint as a folder below `parent`. */
export function modelFolder(parent: string, name = "model", change: Partial<CheckpointFiles> = {}): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  for (const [file, content] of Object.entries(tinyFiles(change))) writeFileSync(join(folder, file), content);
  return folder;
}
