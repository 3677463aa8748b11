/** Models that PyTorch and Hugging Face have trained, trained once more. */
import { createOps } from "../../../../src/ops/index.ts";
import { createEngine } from "../../../../src/train/engine.ts";
import { ADAMW, GOLDEN_FILES, GOLDENS, isNoise, parseGolden, planOf, seenLogits } from "../../../model/models.ts";
import type { Case } from "./case.ts";
import { relativeError } from "./numbers.ts";

const LIMIT = 1e-4;
/** A norm that PyTorch's rounding made of nothing, or ours. */
const NOISE = 1e-5;
const FOLDER = import.meta.url.replace(/browser\/webgpu\/.*$/, "golden/model");

async function fetchGolden(name: string) {
  const files = GOLDEN_FILES.map(async (file) => {
    const response = await fetch(`${FOLDER}/${name}/${file}`);
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    return [file, new Uint8Array(await response.arrayBuffer())] as const;
  });
  return parseGolden(Object.fromEntries(await Promise.all(files)));
}

export const goldenCases: readonly Case[] = GOLDENS.map((folder) => ({
  name: `${folder}: as PyTorch and Hugging Face compute it`,
  async run() {
    const { config, plan, head, before, after, batches, expected } = await fetchGolden(folder);
    const { kind, weightDecay, clipNorm, learningRate, frozenLayers, frozenEmbeddings } = plan;
    const engine = createEngine(config, head, before, createOps());
    const errors: { what: string; error: number }[] = [];
    const note = (what: string, error: number) =>
      errors.push({ what, error: Number.isNaN(error) ? Number.POSITIVE_INFINITY : error });
    for (const [step, batch] of batches.entries()) {
      const report = await engine
        .step(
          batch,
          planOf(config, {
            step,
            learningRate,
            optimizer: { ...ADAMW, kind, weightDecay, clipNorm },
            layerMasks: Array.from({ length: config.layers }, (_, layer) => ({
              kind: frozenLayers.includes(layer) ? ("frozen" as const) : ("active" as const),
            })),
            embeddings: frozenEmbeddings ? "frozen" : "train",
            report: "gradNorms",
          }),
        )
        .read();
      const wanted = expected[step]!;
      const seen = (logits: ArrayLike<number>) => seenLogits(logits, head, batch);
      note(`logits of step ${step}`, relativeError(seen(report.logits), seen(wanted.logits.flat())));
      note(`loss of step ${step}`, Math.abs(report.loss / wanted.loss - 1));
      for (const [name, norm] of Object.entries(wanted.grad_norm)) {
        const found = report.gradNorm![name]!;
        if (isNoise(name, head, config)) note(`noise of ${name}`, found < NOISE ? 0 : found);
        else note(`gradient of ${name}`, norm === 0 ? found : Math.abs(found / norm - 1));
      }
    }
    for (const [name, values] of await engine.weights()) {
      const frozen =
        frozenLayers.some((layer) => name.includes(`.layer.${layer}.`)) ||
        (frozenEmbeddings && name.includes(".embeddings."));
      const still = values.every((value, i) => value === before.get(name)![i]);
      if (still !== frozen) note(`${name}, which ${frozen ? "moved" : "did not move"}`, Number.POSITIVE_INFINITY);
      if (!isNoise(name, head, config)) note(name, relativeError(values, after.get(name)!));
    }
    engine.dispose();
    const { error: measured, what } = errors.reduce((a, b) => (b.error > a.error ? b : a));
    return { measured, limit: LIMIT, what };
  },
}));
