import { existsSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { afterEach, describe, expect, test } from "vitest";
import { selectBackend } from "../../src/cli/backend.ts";
import { createOps } from "../../src/ops/index.ts";
import { createComposedOps } from "../../src/ops/portable/composed/index.ts";
import { createEngine } from "../../src/train/engine.ts";
import { ADAMW, GOLDENS, isNoise, planOf, readGolden, relativeError, seenLogits } from "./support.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const OWN = GOLDENS.map((name) => ({
  name,
  folder: join(ROOT, "tests", "golden", "model", name),
}));
const SHARED = { name: "xlmr-tiny (shared)", folder: join(ROOT, "..", "shared", "golden", "xlmr-tiny") };

const OP_SETS = [
  { backend: "cpu", ops: "fitting", create: createOps },
  { backend: "wasm", ops: "fitting", create: createOps },
  { backend: "cpu", ops: "composed", create: createComposedOps },
  { backend: "wasm", ops: "composed", create: createComposedOps },
] as const;

const LIMIT = 1e-4;

afterEach(() => expect(tf.memory().numTensors).toBe(0));

describe.each(OP_SETS)("on $backend with $ops ops, as PyTorch and Hugging Face compute it", ({ backend, create }) => {
  test.for([...OWN, SHARED])("$name", async ({ folder }, { skip }) => {
    if (!existsSync(folder)) skip(`no golden at ${folder}`);
    await selectBackend(backend);
    const { config, plan, head, before, after, batches, expected } = await readGolden(folder);
    const engine = createEngine(config, head, before, create());
    for (const [step, batch] of batches.entries()) {
      const { kind, weightDecay, clipNorm, learningRate } = plan;
      const report = await engine
        .step(
          batch,
          planOf(config, {
            step,
            learningRate,
            optimizer: { ...ADAMW, kind, weightDecay, clipNorm },
            layerMasks: Array.from({ length: config.layers }, (_, layer) => ({
              kind: plan.frozenLayers.includes(layer) ? ("frozen" as const) : ("active" as const),
            })),
            embeddings: plan.frozenEmbeddings ? "frozen" : "train",
            report: "gradNorms",
          }),
        )
        .read();
      const wanted = expected[step]!;
      const seen = (logits: ArrayLike<number>) => seenLogits(logits, head, batch);
      expect(relativeError(seen(report.logits), seen(wanted.logits.flat()))).toBeLessThan(LIMIT);
      expect(Array.from(report.logits, Number.isFinite)).toEqual(wanted.logits.flat().map(Number.isFinite));
      expect(Math.abs(report.loss / wanted.loss - 1)).toBeLessThan(LIMIT);
      expect(Object.keys(report.gradNorm!).sort()).toEqual(Object.keys(wanted.grad_norm).sort());
      for (const [name, norm] of Object.entries(wanted.grad_norm)) {
        if (isNoise(name, head, config)) expect(report.gradNorm![name]).toBeLessThan(1e-5);
        else if (norm === 0) expect(report.gradNorm![name]).toBe(0);
        else expect(Math.abs(report.gradNorm![name]! / norm - 1), name).toBeLessThan(LIMIT);
      }
    }
    for (const [name, values] of await engine.weights()) {
      if (!isNoise(name, head, config)) expect(relativeError(values, after.get(name)!), name).toBeLessThan(LIMIT);
      const frozen =
        plan.frozenLayers.some((layer) => name.includes(`.layer.${layer}.`)) ||
        (plan.frozenEmbeddings && name.includes(".embeddings."));
      if (frozen) expect(values).toEqual(before.get(name));
      else expect(values).not.toEqual(before.get(name));
    }
    engine.dispose();
  });
});
