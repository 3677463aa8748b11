/**
 * Fine-tunes the bundled model on every task with the default settings (SFT, seeds 1 to 3) and writes what it reaches to
 * `public/models/mini/scores.json`, beside the weights that were measured, and into the model card's table.
 *
 *   npm run scores -- [--task TASK,…] [--backend wasm]
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { RunRecord } from "../src/experiment/record.ts";
import { TASKS } from "../src/tasks/registry.ts";
import { rivalScores } from "../tests/minixglue/rivals.ts";

const MODEL = "public/models/mini";
const FILE = `${MODEL}/scores.json`;
const CARD = `${MODEL}/README.md`;
const TABLE = /(<!-- scores -->\n)[\s\S]*(<!-- end of scores -->)/;
const SEEDS = [1, 2, 3];
const MAX_OUTPUT_BYTES = 2 ** 28;

const { values } = parseArgs({ options: { task: { type: "string" }, backend: { type: "string", default: "wasm" } } });
const chosen = values.task?.split(",") ?? TASKS.map(({ id }) => id);
const weights = createHash("sha256")
  .update(readFileSync(`${MODEL}/model.safetensors`))
  .digest("hex");
interface Score {
  readonly metric: string;
  readonly settings: { readonly trainSize: number; readonly evalSize: number; readonly epochs: number };
  readonly seeds: readonly number[];
  /** Of each seed, 0 to 1, after the last epoch. */
  readonly english: readonly (number | undefined)[];
  readonly zeroShot: readonly (number | undefined)[];
  readonly languages: readonly Readonly<Record<string, number>>[];
}

/** Those of the same weights stay: tasks may be measured one at a time, and side by side. */
function known(): Record<string, Score> {
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
  const [run] = runs;
  if (!run) throw new Error(`${id}: the command line returned no run.`);
  const { trainSize, evalSize, epochs } = run.experiment;
  const score: Score = {
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
writeFileSync(CARD, readFileSync(CARD, "utf8").replace(TABLE, `$1${tableOf(known())}$2`));

/** In percent: means, each seed's in parentheses, and the best that is reached by a shortcut. */
function tableOf(scores: Readonly<Record<string, Score>>): string {
  const percent = (share: number) => (share * 100).toFixed(1);
  const shown = (shares: Score["english"]) => {
    const all = shares.map((share = Number.NaN) => share);
    const mean = all.reduce((sum, share) => sum + share, 0) / all.length;
    return `${percent(mean)} (${all.map(percent).join(", ")})`;
  };
  const rows = TASKS.flatMap((task) => {
    const { settings, english, zeroShot } = scores[task.id] ?? {};
    if (!settings || !english || !zeroShot) return [];
    const rivals = rivalScores(task);
    const best = (of: "english" | "zeroShot") => percent(Math.max(...rivals.map((rival) => rival[of])));
    const cells = [
      task.label,
      task.metric.name,
      task.languages.length,
      `${settings.trainSize}, ${settings.epochs}, ${settings.evalSize}`,
      shown(english),
      best("english"),
      shown(zeroShot),
      best("zeroShot"),
      task.chance === undefined ? "" : percent(task.chance),
    ];
    return [`| ${cells.join(" | ")} |`];
  });
  const heading = `| task | metric | languages | training examples, epochs, tests a language | English | shortcut | zero-shot average | shortcut | chance |
|---|---|---:|---|---:|---:|---:|---:|---:|`;
  return [heading, ...rows, ""].join("\n");
}
