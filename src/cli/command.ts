import type { Io } from "./io.ts";
import type { OptionSpecs, Options } from "./options.ts";

/** One word of the command line. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** Paragraphs of its help, below the summary. */
  readonly details?: string;
  readonly options: OptionSpecs;
  run(options: Options, io: Io): Promise<void>;
}

const PROGRAM = "npm run --silent graddrop --";
const WIDTH = 100;

export function commandHelp({ name, summary, details, options }: Command): string {
  const flags = Object.entries(options).map(
    ([flag, { value }]) => `  --${flag}${value === undefined ? "" : ` ${value}`}`,
  );
  const column = Math.max(...flags.map((flag) => flag.length)) + 2;
  const lines = Object.values(options).map(({ summary: text, default: fallback }, index) => {
    const note = fallback === undefined ? text : `${text} (default: ${fallback})`;
    return flags[index]!.padEnd(column) + wrap(note, WIDTH - column).join(`\n${" ".repeat(column)}`);
  });
  const paragraphs = details === undefined ? [] : [wrap(details, WIDTH).join("\n")];
  return `${[`${PROGRAM} ${name}`, summary, ...paragraphs, lines.join("\n")].join("\n\n")}\n`;
}

export function overview(commands: readonly Command[]): string {
  const column = Math.max(...commands.map(({ name }) => name.length)) + 4;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(column - 2)}${summary}`);
  return `${PROGRAM} COMMAND [FLAGS]\n\n${lines.join("\n")}\n\nEach command has its own --help.\n`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines;
}
