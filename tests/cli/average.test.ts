import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli, scratch } from "./support.ts";

async function average(text: string) {
  const file = join(scratch(), "scores.jsonl");
  writeFileSync(file, text);
  const { stdout, error } = await cli(["average", "--scores", file]);
  return { stdout, error: error.replace(file, "scores") };
}

const line = (task: string, language: string, score: number) =>
  `${JSON.stringify({ task, language, score, size: 3 })}\n`;

test("every task counts the same, however many languages it has; tasks that lack are named", async () => {
  const { stdout, error } = await average(
    `${line("qam", "en", 0.9)}${line("qam", "de", 0.7)}\n${line("qam", "fr", 0.8)}${line("ner", "en", 0.4)}`,
  );
  expect(error).toBe("");
  const { understanding, missing, tasks } = JSON.parse(stdout);
  expect(understanding).toBeCloseTo(0.6, 12);
  expect(tasks.qam.score).toBeCloseTo(0.8, 12);
  expect(tasks.qam.languages).toEqual({ en: 0.9, de: 0.7, fr: 0.8 });
  expect([...missing].sort()).toEqual(["mlqa", "nc", "pawsx", "pos", "qadsm", "wpr", "xnli"]);
});

test.each([
  ["twice the same", line("ner", "de", 0.5).repeat(2), /^scores, line 2: ner in de has a score already\. Keep one/],
  ["no JSON", `${line("ner", "de", 0.5)}score 0.5\n`, /^scores, line 2: is not what score prints/],
  ["a score in percent", line("ner", "de", 50), /^scores, line 1: is not what score prints.*from 0 to 1/],
  ["an unknown task", line("mnli", "en", 0.5), /^scores, line 1: is not what score prints/],
  ["nothing", "\n", /^scores: is empty/],
])("%s is told with its line", async (_, text, message) => {
  expect((await average(text)).error).toMatch(message);
});
