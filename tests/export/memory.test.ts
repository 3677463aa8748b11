import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { exportModel } from "../../src/export/index.ts";
import { elements, tensorSpecs } from "../../src/model/parameters.ts";
import { taskById } from "../../src/tasks/registry.ts";
import { openCheckpoint } from "../../src/train/session.ts";
import { XLMR_BASE } from "../support/layouts.ts";
import { lazySource } from "../support/lazy-file.ts";
import { syntheticModel } from "../support/synthetic-model.ts";
import { TINY_EXPERIMENT } from "../support/tiny-checkpoint.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const MB = 1e6;
/** GRADDROP_LARGE=1 exports XLM-R base in full: 1.1 GB, of which 768 MB are word embeddings. */
const SHAPE =
  process.env.GRADDROP_LARGE === undefined ? { ...XLMR_BASE, hidden: 128, layers: 1, heads: 2, inner: 64 } : XLMR_BASE;
const SEEN = 20_000;
/** A few slices of 8 MB: one that is written, one that is on its way, and what its source reads for it. */
const MOST_HELD = 80 * MB;

test("a large model is written with a few slices of it in memory, besides one trained tensor", async () => {
  const checkpoint = await openCheckpoint(lazySource(syntheticModel({ layout: "xlm-roberta", shape: SHAPE })));
  const ids = Int32Array.from({ length: SEEN }, (_, i) => Math.floor((i * SHAPE.vocabulary) / SEEN));
  const { config } = checkpoint;
  const specs = tensorSpecs({ ...config, vocabSize: SEEN }, taskById("nc").head);
  const shapes = new Map(specs.map(({ name, shape }) => [name, shape]));
  const largest = Math.max(...specs.map(({ shape }) => 4 * elements(shape)));
  const before = heldBytes();
  const files = await exportModel({
    record: { experiment: TINY_EXPERIMENT, epochs: [], stepsPerSecond: 1, backend: "none" },
    checkpoint,
    tensors: specs,
    read: async (name) => new Float32Array(elements(shapes.get(name)!)),
    vocabulary: { ids, fullSize: SHAPE.vocabulary },
  });
  const weights = files.find(({ path }) => path === "model.safetensors")!;
  expect(weights.sizeBytes).toBeGreaterThan(4 * SHAPE.vocabulary * SHAPE.hidden);
  let written = 0;
  let most = 0;
  let parts = 0;
  for await (const part of weights.parts()) {
    written += part.length;
    if (parts++ % 8 === 0) most = Math.max(most, heldBytes() - before);
  }
  expect(written).toBe(weights.sizeBytes);
  console.info(`${Math.round(written / MB)} MB written; at most ${Math.round(most / MB)} MB held.`);
  expect(most).toBeLessThan(MOST_HELD + largest);
}, 600_000);
