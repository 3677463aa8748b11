import { CheckpointError } from "../checkpoint/index.ts";
import { DataError } from "../data/index.ts";
import { HubError } from "../hub/index.ts";
import { TokenizerError } from "../tokenizer/index.ts";
import { TrainingError } from "../train/error.ts";
import { averageCommand } from "./average.ts";
import { type Command, commandHelp, overview } from "./command.ts";
import { Interrupted, type Io, UsageError } from "./io.ts";
import { maskCommand } from "./mask.ts";
import { parseOptions } from "./options.ts";
import { replayCommand } from "./replay.ts";
import { scoreCommand } from "./score.ts";
import { tasksCommand } from "./tasks.ts";
import { tokenizeCommand } from "./tokenize.ts";
import { trainCommand } from "./train.ts";
import { variantsCommand } from "./variants.ts";

const COMMANDS: readonly Command[] = [
  trainCommand,
  replayCommand,
  scoreCommand,
  averageCommand,
  maskCommand,
  tokenizeCommand,
  variantsCommand,
  tasksCommand,
];

/** Runs one command line, without the program's name. */
export async function run(args: readonly string[], io: Io): Promise<void> {
  const [name, ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    await io.out(overview(COMMANDS));
    return;
  }
  const names = COMMANDS.map((command) => command.name).join(", ");
  if (name === undefined) throw new UsageError(`A command is missing. Use one of: ${names}; or --help.`);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) throw new UsageError(`There is no command "${name}". Use one of: ${names}; or --help.`);
  if (rest.includes("--help") || rest.includes("-h")) {
    await io.out(commandHelp(command));
    return;
  }
  const options = parseOptions(name, rest, command.options);
  try {
    await command.run(options, io);
  } catch (error) {
    // Whatever was under way when the user asked to stop failed because of that.
    throw io.signal.aborted ? new Interrupted() : error;
  }
}

/** What a failure means for the process; undefined for one that nobody foresaw. */
export function exitOf(error: unknown): { code: number; message: string } | undefined {
  if (error instanceof Interrupted) return { code: 130, message: error.message };
  const foreseen = [UsageError, CheckpointError, DataError, HubError, TokenizerError, TrainingError];
  if (foreseen.some((kind) => error instanceof kind)) return { code: 2, message: oneLine((error as Error).message) };
  const systemCall = error instanceof Error && "syscall" in error ? error : undefined;
  // Whoever read stdout has seen enough.
  if (systemCall && "code" in systemCall && systemCall.code === "EPIPE") return { code: 0, message: "" };
  if (systemCall) return { code: 2, message: oneLine(systemCall.message) };
  return undefined;
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, " ");
}
