import { inspect } from "node:util";
import type { Io } from "./io.ts";
import { exitOf, run } from "./run.ts";

const args = process.argv.slice(2);
const stop = new AbortController();
const isQuiet = args.includes("--json");
let hasStatus = false;

/** On a terminal, wipes the line that `status` wrote. */
function clearStatus(): void {
  if (hasStatus) process.stderr.write("\r\x1b[2K");
  hasStatus = false;
}

const io: Io = {
  out: (text) =>
    new Promise((resolve, reject) => {
      clearStatus();
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    }),
  status(line) {
    if (!process.stderr.isTTY) return;
    clearStatus();
    process.stderr.write(line.slice(0, (process.stderr.columns ?? 80) - 1));
    hasStatus = true;
  },
  note(line) {
    if (isQuiet) return;
    clearStatus();
    process.stderr.write(`${line}\n`);
  },
  stdin: process.stdin,
  signal: stop.signal,
};

// Write errors arrive at the writer; without a listener they would end the process as well.
process.stdout.on("error", () => {});
// Commands that compute stop between two steps; a second Ctrl-C stops at once, and so does the first in the others.
if (args[0] === "train" || args[0] === "replay") process.once("SIGINT", () => stop.abort());

try {
  await run(args, io);
} catch (error) {
  clearStatus();
  const { code, message } = exitOf(error) ?? { code: 1, message: `This is a fault of the program: ${inspect(error)}` };
  if (message !== "") process.stderr.write(`${message}\n`);
  process.exitCode = code;
}
