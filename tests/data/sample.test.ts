import { createReadStream, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import {
  collect,
  describeFault,
  readXgluePairs,
  readXglueSpans,
  readXglueTags,
  SPLITS,
  XGLUE,
  XGLUE_TASKS,
  type XglueTask,
} from "../../src/data/index.ts";
import { cli, scratch } from "../cli/support.ts";

const SAMPLE = resolve(import.meta.dirname, "../../../shared/xglue-sample");

function readFile(task: XglueTask, file: string) {
  const bytes = createReadStream(file);
  const format = XGLUE[task];
  switch (format.kind) {
    case "pair":
      return collect(readXgluePairs(bytes, file, format));
    case "tags":
      return collect(readXglueTags(bytes, file, format));
    case "span":
      return collect(readXglueSpans(bytes, file, "slices"));
  }
}

/** What a perfect model would predict, in the format of prediction files. */
async function perfect(task: XglueTask, file: string): Promise<string> {
  const { rows } = await readFile(task, file);
  const predictions = rows.map(({ row }) => {
    if ("label" in row) return row.label;
    return "tags" in row ? `${row.tags.join("\n")}\n` : ([row.id, row.answers[0]!.text] as const);
  });
  return task === "mlqa"
    ? JSON.stringify(Object.fromEntries(predictions as [string, string][]))
    : `${predictions.join("\n")}\n`;
}

describe.skipIf(!existsSync(SAMPLE))(
  "XGLUE's files as released (skipped where ../shared/xglue-sample is missing)",
  () => {
    const files = XGLUE_TASKS.flatMap((task) =>
      SPLITS.flatMap((split) =>
        (split === "train" ? ["en"] : XGLUE[task].languages).map((language) => ({
          task,
          split,
          language,
          path: XGLUE[task].path(split, language),
        })),
      ),
    );

    test.each(files)("$path is read without a fault", async ({ task, path }) => {
      const { rows, faults } = await readFile(task, join(SAMPLE, path));
      expect(faults.map(describeFault)).toEqual([]);
      expect(rows.length).toBeGreaterThan(0);
    });

    // Not WPR: of the two pages in these samples none may be relevant, and then even a perfect ranking scores 0.
    test.each(files.filter(({ task, split }) => split === "test" && task !== "wpr"))(
      "$path: a perfect prediction scores 1",
      async ({ task, language, path }) => {
        const gold = join(SAMPLE, path);
        const pred = join(scratch(), "pred");
        writeFileSync(pred, await perfect(task, gold));
        const { stdout, error } = await cli([
          "score",
          "--task",
          task,
          "--language",
          language,
          "--gold",
          gold,
          "--pred",
          pred,
        ]);
        expect(error).toBe("");
        expect((JSON.parse(stdout) as { score: number }).score).toBeCloseTo(1, 12);
      },
    );
  },
);
