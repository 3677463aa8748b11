import { TASKS } from "../tasks/registry.ts";
import type { Command } from "./command.ts";
import { HELP_OPTION } from "./options.ts";
import { percent, table } from "./table.ts";

export const tasksCommand: Command = {
  name: "tasks",
  summary: "List the tasks: what is learned, in which languages it is tested, and how it is scored.",
  options: { json: { summary: "one JSON list, with every label and default" }, help: HELP_OPTION },
  async run(options, io) {
    if (options.on("json")) {
      const list = TASKS.map(({ examples: _, metric, chance = null, ...task }) => {
        return { ...task, metric: { name: metric.name, summary: metric.summary, chance } };
      });
      await io.out(`${JSON.stringify(list)}\n`);
      return;
    }
    const rows = TASKS.map(({ id, head, labels, metric, chance, defaults, languages, summary }) => [
      id,
      head.kind,
      head.kind === "span" ? "spans" : String(labels.length),
      metric.name,
      chance === undefined ? "" : percent(chance),
      String(defaults.trainSize),
      String(defaults.evalSize),
      languages.join(" "),
      summary,
    ]);
    const heading = ["task", "head", "labels", "metric", "chance %", "train", "test", "languages", "what is asked"];
    const note =
      "train: English examples by default; test: examples in each language; chance: what guessing scores, where that is one number.\n";
    await io.out(table(heading, rows) + note);
  },
};
