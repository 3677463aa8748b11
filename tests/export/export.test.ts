import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CheckpointSource, openWeights, type WrittenType } from "../../src/checkpoint/index.ts";
import { useBackend } from "../../src/cli/backend.ts";
import type { Experiment } from "../../src/experiment/experiment.ts";
import { decayOfUnseen, exportModel } from "../../src/export/index.ts";
import { taskById } from "../../src/tasks/registry.ts";
import type { Engine } from "../../src/train/engine.ts";
import { createBundle, createEngineFor, openCheckpoint, openModel } from "../../src/train/session.ts";
import { train } from "../../src/train/trainer.ts";
import { fileOf, lazySource, wholeOf } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { CONFIG, memorySource, TINY_EXPERIMENT, tinyFiles } from "../support/tiny-checkpoint.ts";

const WORDS = "roberta.embeddings.word_embeddings.weight";
const EXPERIMENT: Experiment = { ...TINY_EXPERIMENT, learningRate: 1e-2, weightDecay: 0.5 };

const open: Engine[] = [];
beforeAll(() => useBackend("wasm"));
afterAll(() => {
  for (const engine of open) engine.dispose();
});

async function trained(
  experiment: Experiment,
  words: "used" | "all",
  dtype?: WrittenType,
  source: CheckpointSource = memorySource(tinyFiles()),
) {
  const model = await openModel(source);
  const bundle = await createBundle(model, experiment, undefined, { vocabulary: words });
  const { engine, vocabulary } = bundle;
  open.push(engine);
  const events = train(experiment, bundle);
  let next = await events.next();
  while (!next.done) next = await events.next();
  const record = next.value;
  const { specs: tensors, read } = engine;
  const exported = await exportModel({ record, checkpoint: model, tensors, read, vocabulary }, dtype);
  const files = new Map<string, Uint8Array>();
  for (const { path, sizeBytes, parts } of exported) {
    const pieces: Uint8Array[] = [];
    for await (const piece of parts()) pieces.push(piece);
    const bytes = new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer());
    expect(bytes.length, path).toBe(sizeBytes);
    files.set(path, bytes);
  }
  return { engine, vocabulary, files, text: (path: string) => new TextDecoder().decode(files.get(path)) };
}

const sourceOf = (files: ReadonlyMap<string, Uint8Array>) => memorySource(Object.fromEntries(files));

describe("a model that is taken home", () => {
  test("has all rows, whether or not it was trained with all: those of the data to the last bit, the others decayed", async () => {
    const part = await trained(EXPERIMENT, "used");
    const whole = await trained(EXPERIMENT, "all");
    const kept = part.vocabulary!;
    expect(kept.size).toBeLessThan(CONFIG.vocab_size);
    const [a, b] = [await openWeights(sourceOf(part.files)), await openWeights(sourceOf(whole.files))];
    const shapes = (file: typeof a) => Array.from(file.entries, ([name, { shape, dtype }]) => [name, shape, dtype]);
    expect(shapes(a)).toEqual(shapes(b));
    for (const name of a.entries.keys())
      if (name !== WORDS) expect(await a.read(name), name).toEqual(await b.read(name));
    const [mine, other] = [await a.read(WORDS), await b.read(WORDS)];
    expect(mine).toHaveLength(CONFIG.vocab_size * CONFIG.hidden_size);
    let largest = 0;
    for (let i = 0; i < mine.length; i++) {
      const id = Math.floor(i / CONFIG.hidden_size);
      if (kept.compact[id]! >= 0) expect(mine[i]).toBe(other[i]);
      else largest = Math.max(largest, Math.abs(mine[i]! - other[i]!) / Math.abs(other[i]!));
    }
    expect(decayOfUnseen(EXPERIMENT, CONFIG.num_hidden_layers)).toBeLessThan(0.99);
    // A rounding of float32 a step.
    expect(largest).toBeLessThanOrEqual(6 * 2 ** -24);
  });

  test("opens again, and answers as it did", async () => {
    const { engine, vocabulary, files } = await trained(EXPERIMENT, "used");
    const again = await createEngineFor(await openCheckpoint(sourceOf(files)), taskById(EXPERIMENT.task).head, 99);
    open.push(again);
    const ids = Array.from(vocabulary!.ids.subarray(0, 12));
    const targets = { kind: "sequence" } as const;
    const question = { targets, rows: 2, sequence: 6, lengths: Int32Array.of(6, 4), seconds: Int32Array.of(6, 4) };
    const full = Int32Array.from(ids);
    const compact = full.map((id) => vocabulary!.compact[id]!);
    expect(await again.logits({ ...question, inputIds: full })).toEqual(
      await engine.logits({ ...question, inputIds: compact }),
    );
  });

  test("says what it is: classes, Hugging Face's name of it, figures, and how to make it again", async () => {
    const { files, text } = await trained({ ...EXPERIMENT, epochs: 1 }, "all");
    expect([...files.keys()]).toEqual([
      "config.json",
      "tokenizer.json",
      "tokenizer_config.json",
      "README.md",
      "model.safetensors",
    ]);
    const { torch_dtype: _, ...fields } = CONFIG;
    expect(JSON.parse(text("config.json"))).toMatchObject({
      ...fields,
      architectures: ["XLMRobertaForSequenceClassification"],
      dtype: "float32",
      id2label: { "0": taskById("nc").labels[0] },
    });
    expect(text("tokenizer.json")).toBe(tinyFiles()["tokenizer.json"]);
    expect(text("README.md")).toMatch(/^---\nlibrary_name: transformers\npipeline_tag: text-classification\n/);
    expect(text("README.md")).toContain("npm run --silent graddrop -- train --task nc");
  });

  test("has its checkpoint's tokenizer files as they are, none of its others, and tensors in its order", async () => {
    const layout = syntheticModel({ layout: "bert" });
    const config = '{"tokenizer_class": "BertTokenizer", "do_lower_case": false}';
    const source = lazySource({
      ...layout,
      "tokenizer_config.json": fileOf(config),
      "vocab.txt": fileOf("[PAD]\n"),
      "optimizer.pt": fileOf("secret"),
    });
    const { files, text } = await trained({ ...EXPERIMENT, epochs: 1 }, "used", "F32", source);
    const paths = [
      "config.json",
      "tokenizer.json",
      "tokenizer_config.json",
      "vocab.txt",
      "README.md",
      "model.safetensors",
    ];
    expect([...files.keys()]).toEqual(paths);
    expect(text("tokenizer_config.json")).toBe(config);
    expect(text("tokenizer.json")).toBe(new TextDecoder().decode(wholeOf(layout["tokenizer.json"]!)));
    expect(JSON.parse(text("config.json"))).toMatchObject({ architectures: ["BertForSequenceClassification"] });
    // As the file has them, but for norms, whose names are old there, and with the run's own head at the end.
    const modern = (name: string) => name.replace("gamma", "weight").replace("beta", "bias");
    const before = [...(await openWeights(source)).entries.keys()].map(modern);
    const after = [...(await openWeights(sourceOf(files))).entries.keys()];
    expect(after.slice(-2)).toEqual(["classifier.weight", "classifier.bias"]);
    expect(after.slice(0, -2)).toEqual(before.filter((name) => after.includes(name)));
  });

  test("says nothing that a hostile name could make of it", async () => {
    const data = { kind: "files", name: "a|b`c\n# <b>Buy</b> 'now'", fingerprint: "0123456789ab" } as const;
    const experiment = { ...EXPERIMENT, model: "hub:FacebookAI/xlm-roberta-base@main", data };
    const { text } = await trained({ ...experiment, epochs: 1 }, "used");
    const card = text("README.md");
    expect(card).toContain("\nbase_model: FacebookAI/xlm-roberta-base\n");
    expect(card).not.toMatch(/^# *<|<b>|a\|b/m);
    expect(card).toContain(String.raw`--data 'a b c #  b Buy /b  '\''now'\'''`);
  });

  test("may be half as large", async () => {
    const { files, text } = await trained({ ...EXPERIMENT, epochs: 1 }, "used", "BF16");
    const { entries } = await openWeights(sourceOf(files));
    expect(new Set([...entries.values()].map(({ dtype }) => dtype))).toEqual(new Set(["BF16"]));
    expect(JSON.parse(text("config.json"))).toMatchObject({ dtype: "bfloat16" });
  });
});
