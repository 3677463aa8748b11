/**
 * Fine-tunes the bundled model on every task with the default settings (SFT, seeds 1 to 3) and writes what it reaches to
 * `public/models/mini/scores.json`, beside the weights that were measured.
 *
 *   npm run scores -- [--task TASK,…] [--backend wasm]
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { RunRecord } from "../src/experiment/record.ts";
import { TASKS } from "../src/tasks/registry.ts";

const MODEL = "public/models/mini";
const FILE = `${MODEL}/scores.json`;
const SEEDS = [1, 2, 3];
const MAX_OUTPUT_BYTES = 2 ** 28;

const { values } = parseArgs({ options: { task: { type: "string" }, backend: { type: "string", default: "wasm" } } });
const chosen = values.task?.split(",") ?? TASKS.map(({ id }) => id);
const weights = createHash("sha256")
  .update(readFileSync(`${MODEL}/model.safetensors`))
  .digest("hex");
/** Those of the same weights stay: tasks may be measured one at a time, and side by side. */
function known(): Record<string, unknown> {
  const before = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
  return before.weights === weights ? before.scores : {};
}

for (const { id, metric } of TASKS) {
  if (!chosen.includes(id)) continue;
  const args = [
    "train",
    "--task",
    id,
    "--variant",
    "sft",
    "--seed",
    SEEDS.join(","),
    "--backend",
    values.backend,
    "--json",
  ];
  console.error(`graddrop ${args.join(" ")}`);
  const output = execFileSync(process.execPath, ["--import", "./tools/node.mjs", "src/cli/main.ts", ...args], {
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { runs } = JSON.parse(output) as { runs: RunRecord[] };
  const last = runs.map(({ epochs }) => epochs.at(-1));
  const { trainSize, evalSize, epochs } = runs[0]?.experiment ?? {};
  const score = {
    metric: metric.id,
    settings: { trainSize, evalSize, epochs },
    seeds: SEEDS,
    english: last.map((record) => record?.test.en?.score),
    zeroShot: last.map((record) => record?.zeroShot.score),
    languages: last.map((record) =>
      Object.fromEntries(Object.entries(record?.test ?? {}).map(([language, { score }]) => [language, score])),
    ),
  };
  const date = new Date().toISOString().slice(0, 10);
  const scores = { ...known(), [id]: score };
  writeFileSync(FILE, `${JSON.stringify({ weights, date, backend: values.backend, scores }, null, 1)}\n`);
}
