import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/experiment/record.ts";
import { TASKS } from "../../src/tasks/registry.ts";
import { cli, modelFolder, scratch } from "./support.ts";

/** Ten pages are two whole queries. */
const TINY = "--epochs 1 --train-size 10 --eval-size 10 --batch-size 4 --lr 0.02".split(" ");

async function trained(flags: readonly string[]): Promise<RunRecord[]> {
  const { stdout, error } = await cli(["train", "--json", ...TINY, ...flags]);
  expect(error).toBe("");
  return (JSON.parse(stdout) as { runs: RunRecord[] }).runs;
}

/** The best of each question's candidates. */
function firstOf(file: string): Record<string, string> {
  const candidates = JSON.parse(readFileSync(file, "utf8")) as Record<string, { text: string; probability: number }[]>;
  return Object.fromEntries(Object.entries(candidates).map(([id, [best]]) => [id, best!.text]));
}

describe("train --save-predictions", () => {
  test.each(TASKS.map((task) => [task.id, task] as const))(
    "of %s gives score the very numbers that training printed, in every language",
    async (id, task) => {
      const folder = scratch();
      const predictions = join(folder, "predictions");
      const [run] = await trained(["--task", id, "--model", modelFolder(folder), "--save-predictions", predictions]);
      const { test: scores } = run!.epochs[0]!;
      expect(Object.keys(scores)).toEqual(task.languages);
      const files = readdirSync(predictions);
      const kinds = task.head.kind === "span" ? ["gold", "nbest", "pred"] : ["gold", "pred"];
      expect(files.map((name) => name.split(".").slice(0, 2).join("."))).toEqual(
        [...task.languages].sort().flatMap((language) => kinds.map((kind) => `${language}.${kind}`)),
      );
      for (const language of task.languages) {
        const fileOf = (kind: string) =>
          join(predictions, files.find((name) => name.startsWith(`${language}.${kind}.`))!);
        const args = ["--task", id, "--language", language, "--gold", fileOf("gold"), "--pred", fileOf("pred")];
        const { stdout, error } = await cli(["score", ...args]);
        expect(error).toBe("");
        const { score, companions } = scores[language]!;
        expect(JSON.parse(stdout)).toMatchObject({ metric: task.metric.name, score, ...companions });
        if (task.head.kind === "span")
          expect(firstOf(fileOf("nbest"))).toEqual(JSON.parse(readFileSync(fileOf("pred"), "utf8")));
      }
    },
  );

  test("counts as many examples as were tested, of WPR whole queries alone", async () => {
    const folder = scratch();
    const predictions = join(folder, "predictions");
    const flags = ["--task", "wpr", "--model", modelFolder(folder), "--eval-size", "14"];
    await trained([...flags, "--save-predictions", predictions]);
    expect(readFileSync(join(predictions, "zh.pred.txt"), "utf8").trim().split("\n")).toHaveLength(10);
  });

  test("gives each of several runs a folder, and nothing but complete ones", async () => {
    const folder = scratch();
    const predictions = join(folder, "deep", "predictions");
    const model = modelFolder(folder);
    await trained(["--model", model, "--variant", "sft,head-only", "--save-predictions", predictions]);
    expect(readdirSync(predictions).sort()).toEqual(["head-only-seed1", "sft-seed1"]);
    const again = await cli(["train", "--model", model, ...TINY, "--save-predictions", predictions]);
    expect(again).toMatchObject({ code: 2, error: expect.stringMatching(/^--save-predictions: .* is not empty/) });
    const stopped = join(folder, "stopped");
    const signal = AbortSignal.abort();
    const { code } = await cli(["train", "--model", model, ...TINY, "--save-predictions", stopped], { signal });
    expect([code, existsSync(stopped)]).toEqual([130, false]);
  });
});
