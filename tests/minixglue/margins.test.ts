/**
 * What the bundled model reaches (public/models/mini/scores.json, which `npm run scores` measures) against what is reached without
 * reading, by rivals that learn from the same examples and are tested on the same ones.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { TASKS } from "../../src/tasks/registry.ts";
import type { TaskId } from "../../src/tasks/types.ts";
import { type RivalScore, rivalScores } from "./rivals.ts";

const MODEL = resolve(import.meta.dirname, "../../public/models/mini");
const share = z.number().min(0).max(1);
const measured = z
  .object({
    weights: z.string(),
    scores: z.record(
      z.string(),
      z.object({
        settings: z.object({ trainSize: z.number(), evalSize: z.number(), epochs: z.number() }),
        seeds: z.tuple([z.literal(1), z.literal(2), z.literal(3)]),
        english: z.array(share).length(3),
        zeroShot: z.array(share).length(3),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(resolve(MODEL, "scores.json"), "utf8")));

/** Points that no rival comes within of the model, of a score from 0 to 1. */
const MARGIN = 0.15;
/** Where topics have their words, and words their usual tag, a list of English words goes far: in other languages it fails. */
const KNOWN_BY_WORDS: readonly TaskId[] = ["nc", "pos"];
/** Not reached with these settings: SFT's dropout keeps the span head from learning. `test.fails` tells when that has changed. */
const NOT_REACHED: readonly TaskId[] = ["mlqa"];

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test("the scores are of these very weights, and of the default settings", () => {
  const weights = createHash("sha256").update(readFileSync(resolve(MODEL, "model.safetensors")));
  expect(measured.weights).toBe(weights.digest("hex"));
  for (const { id, defaults } of TASKS) {
    const { trainSize, evalSize, epochs } = defaults;
    expect(measured.scores[id]?.settings, id).toEqual({ trainSize, evalSize, epochs });
  }
});

describe.each(TASKS)("$id", (task) => {
  const scores = measured.scores[task.id]!;
  // nDCG gives four fifths to an order at random: what counts is how much of the rest is got.
  const gained = (score: number) => (task.metric.id === "ndcg" ? (score - task.chance!) / (1 - task.chance!) : score);
  let rivals: RivalScore[];
  beforeAll(() => {
    rivals = rivalScores(task);
  });
  const best = (of: "english" | "zeroShot") => Math.max(...rivals.map((rival) => rival[of]));

  const reach = NOT_REACHED.includes(task.id) ? test.fails : test;

  reach(`English: ${KNOWN_BY_WORDS.includes(task.id) ? "above" : "15 points above"} what a shortcut reaches`, () => {
    const margin = KNOWN_BY_WORDS.includes(task.id) ? 0.02 : MARGIN;
    expect(gained(mean(scores.english)) - gained(best("english"))).toBeGreaterThan(margin);
  });

  reach("zero-shot: 15 points above what a shortcut reaches", () => {
    expect(gained(mean(scores.zeroShot)) - gained(best("zeroShot"))).toBeGreaterThan(MARGIN);
  });

  test.skipIf(task.chance === undefined)("both far above chance", () => {
    const chance = gained(task.chance!);
    expect(gained(mean(scores.english)) - chance).toBeGreaterThan(MARGIN);
    expect(gained(mean(scores.zeroShot)) - chance).toBeGreaterThan(MARGIN);
  });
});
