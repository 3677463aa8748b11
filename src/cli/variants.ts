import { VARIANTS } from "../graddrop/index.ts";
import type { Command } from "./command.ts";
import { HELP_OPTION } from "./options.ts";
import { table } from "./table.ts";

export const variantsCommand: Command = {
  name: "variants",
  summary: "List the variants of fine-tuning: which gradients live, when.",
  options: { json: { summary: "one JSON list, with every hyperparameter's default and range" }, help: HELP_OPTION },
  async run(options, io) {
    if (options.on("json")) {
      const list = VARIANTS.map(({ id, label, summary, paper, hyperparameters }) => ({
        id,
        label,
        summary,
        paper,
        hyperparameters,
      }));
      await io.out(`${JSON.stringify(list)}\n`);
      return;
    }
    const rows = VARIANTS.map(({ id, hyperparameters, paper, summary }) => [
      id,
      Object.entries(hyperparameters)
        .map(([name, { default: fallback }]) => `${name}=${fallback}`)
        .join(" "),
      paper,
      summary,
    ]);
    await io.out(table(["variant", "settings", "paper", "what it does"], rows));
  },
};
