/**
 * Do Hugging Face's libraries open what is taken home, and answer the same? Fine-tunes small models of every layout and head,
 * exports them, and asks PyTorch:
 *
 *     pip install torch transformers
 *     node --import ./tools/node.mjs tools/checks/exported.ts [PYTHON]
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckpointSource } from "../../src/checkpoint/index.ts";
import { useBackend as startBackend } from "../../src/cli/backend.ts";
import { modelSource } from "../../src/cli/folder.ts";
import { defaultExperiment } from "../../src/experiment/defaults.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { exportModel } from "../../src/export/index.ts";
import { makeBatch } from "../../src/train/batches.ts";
import type { Engine } from "../../src/train/engine.ts";
import { runExamples } from "../../src/train/run-examples.ts";
import { createBundle, openModel } from "../../src/train/session.ts";
import { train } from "../../src/train/trainer.ts";
import type { Layout } from "../../tests/support/layouts.ts";
import { lazySource } from "../../tests/support/lazy-file.ts";
import { syntheticModel } from "../../tests/support/synthetic-model.ts";

const SETTINGS = {
  epochs: 1,
  trainSize: 48,
  evalSize: 4,
  learningRate: 1e-3,
  weightDecay: 0.1,
  maxLength: 64,
} as const;
const TASKS = ["nc", "ner", "mlqa"] as const;
const LAYOUTS: readonly Layout[] = ["xlm-roberta", "bert", "minilm"];
/** Shown to both. */
const ROWS = 6;

/** Ligatures, full width and Arabic forms are what tokenizers of XLM-R disagree about. */
const TEXTS = ["In the 2 and 3, Berlin!", "  ﬁne  ＷＩＤＥ ﻻ ", "Straße und Öl", "नमस्ते 北京"];

const folder = mkdtempSync(join(tmpdir(), "graddrop-exported-"));
await startBackend("wasm");
try {
  for (const task of TASKS)
    await exportOne(`mini-${task}`, modelSource("mini"), { ...experimentOf(task), model: "mini" });
  for (const layout of LAYOUTS) {
    for (const task of TASKS)
      await exportOne(`${layout}-${task}`, lazySource(syntheticModel({ layout }), layout), experimentOf(task));
  }
  const script = join(import.meta.dirname, "exported.py");
  const { status } = spawnSync(process.argv[2] ?? "python3", [script, folder], { stdio: "inherit" });
  process.exitCode = status ?? 1;
} catch (error) {
  // tfjs would print all of itself.
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Of a model whose vocabulary is compacted. */
function experimentOf(task: (typeof TASKS)[number]): Experiment {
  return { ...defaultExperiment(task, "graddrop-epoch"), ...SETTINGS, model: "./synthetic" };
}

async function exportOne(name: string, source: CheckpointSource, experiment: Experiment): Promise<void> {
  const model = await openModel(source);
  const bundle = await createBundle(model, experiment);
  const { engine, vocabulary, data, tokenizer } = bundle;
  const events = train(experiment, bundle);
  let next = await events.next();
  while (!next.done) next = await events.next();
  const { specs: tensors, read } = engine;
  const into = join(folder, name);
  mkdirSync(into);
  const trained = { record: next.value, checkpoint: model, tensors, read, vocabulary };
  for (const { path, parts } of await exportModel(trained)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of parts()) pieces.push(piece.slice());
    writeFileSync(join(into, path), Buffer.concat(pieces));
  }
  const { tests, maxLength } = await runExamples(experiment, data, { config: engine.config, tokenizer });
  const rows = [...tests.values()].flatMap((set) => set.rows(0)).slice(0, ROWS);
  const batch = makeBatch(rows, { maxLength, ...(vocabulary && { vocabulary }) });
  const asked = rows.map(({ ids, second }) => ({ ids, second: second ?? ids.length }));
  const texts = TEXTS.map((text) => ({ text, ids: tokenizer.encodePair(text, undefined, maxLength).ids }));
  const logits = await logitsByRow(engine, batch);
  writeFileSync(join(into, "check.json"), JSON.stringify({ rows: asked, logits, texts }));
  engine.dispose();
  console.log(`exported ${name}`);
}

/** [rows][values of the row, token after token; padding left out] */
async function logitsByRow(engine: Engine, batch: ReturnType<typeof makeBatch>): Promise<number[][]> {
  const { rows, sequence, lengths, targets } = batch;
  const tokens = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: lengths[row]! }, (_, i) => row * sequence + i),
  );
  if (targets.kind === "token") {
    const positions = Int32Array.from(tokens.flat());
    const logits = await engine.logits({ ...batch, targets: { kind: "token", positions } });
    const classes = logits.length / positions.length;
    let end = 0;
    return tokens.map(({ length }) => {
      end += length * classes;
      return Array.from(logits.subarray(end - length * classes, end));
    });
  }
  const logits = await engine.logits({ ...batch, targets: { kind: targets.kind } });
  const width = logits.length / rows;
  return tokens.map((places, row) => {
    const mine = logits.subarray(row * width, (row + 1) * width);
    return Array.from(targets.kind === "span" ? mine.subarray(0, 2 * places.length) : mine);
  });
}
