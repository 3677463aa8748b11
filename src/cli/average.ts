import { readFile } from "node:fs/promises";
import { z } from "zod";
import { XGLUE_TASKS } from "../data/index.ts";
import { type LanguageScores, macroAverage, understandingScore } from "../metrics/index.ts";
import type { Command } from "./command.ts";
import { fileFault } from "./folder.ts";
import { UsageError } from "./io.ts";
import { HELP_OPTION } from "./options.ts";

/** What `score` prints, as far as it is averaged. */
const scored = z.object({ task: z.enum(XGLUE_TASKS), language: z.string().min(1), score: z.number().min(0).max(1) });

export const averageCommand: Command = {
  name: "average",
  summary: "Average what score printed: over languages for each task, and over tasks (XGLUE's understanding score).",
  details:
    "The file has one line for each task and language, as score prints it: { score …; score …; } > scores.jsonl. A task's mean is over " +
    "its languages, English included; the understanding score is the mean of the tasks' means. Tasks that the file lacks are listed " +
    "under missing: without them it is no score of XGLUE.",
  options: {
    scores: { value: "FILE", summary: "lines that score printed" },
    json: { summary: "accepted; the output is JSON in any case" },
    help: HELP_OPTION,
  },
  async run(options, io) {
    const file = options.required("scores");
    const tasks = readScores(await textOf(file), file);
    const means = Object.fromEntries(
      Object.entries(tasks).map(([task, languages]) => [task, { score: macroAverage(languages), languages }]),
    );
    const missing = XGLUE_TASKS.filter((task) => !(task in tasks));
    await io.out(`${JSON.stringify({ understanding: understandingScore(tasks), missing, tasks: means })}\n`);
  },
};

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new UsageError(`${file}: ${fileFault(cause)}`, { cause });
  }
}

function readScores(text: string, file: string): Record<string, LanguageScores> {
  const tasks: Record<string, Record<string, number>> = {};
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const place = `${file}, line ${index + 1}`;
    const { task, language, score } = parsed(line, place);
    const languages = tasks[task] ?? {};
    if (Object.hasOwn(languages, language)) {
      throw new UsageError(`${place}: ${task} in ${language} has a score already. Keep one of the two lines.`);
    }
    tasks[task] = { ...languages, [language]: score };
  }
  if (Object.keys(tasks).length === 0) throw new UsageError(`${file}: is empty. Write into it what score prints.`);
  return tasks;
}

function parsed(line: string, place: string): z.infer<typeof scored> {
  try {
    return scored.parse(JSON.parse(line));
  } catch (cause) {
    throw new UsageError(
      `${place}: is not what score prints, {"task", "language", "score", …} with a score from 0 to 1.`,
      {
        cause,
      },
    );
  }
}
