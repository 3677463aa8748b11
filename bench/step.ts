/**
 * One training step of the bundled model's size: the engine against the same step by stock tfjs, on WASM with one thread.
 * Both run in turn, so that a busy machine slows both.
 */
import { selectBackend } from "../src/cli/backend.ts";
import { fillNormals, type LayerMask, shuffledIndices } from "../src/graddrop/index.ts";
import type { XlmrConfig } from "../src/model/config.ts";
import { elements, tensorSpecs } from "../src/model/parameters.ts";
import { type Batch, createEngine, type StepPlan } from "../src/train/engine.ts";
import { createStockModel } from "./stock.ts";

export const BUNDLED: XlmrConfig = {
  hiddenSize: 128,
  layers: 12,
  heads: 4,
  intermediateSize: 512,
  vocabSize: 8000,
  maxPositions: 130,
  typeVocabSize: 1,
  layerNormEps: 1e-5,
  padId: 1,
  bosId: 0,
  eosId: 2,
};
const CLASSES = 10;
const ROWS = 16;
const SEQUENCE = 32;
const LEARNING_RATE = 1e-4;
/** Below this the benchmark fails. */
export const REQUIRED_SPEEDUP = 4;

function randomWeights(config: XlmrConfig): Map<string, Float32Array> {
  return new Map(
    tensorSpecs(config, { kind: "sequence", classes: CLASSES }).map(({ name, shape, index }) => {
      const values = new Float32Array(elements(shape));
      fillNormals({ seed: 1, stream: "data", site: index, time: 0 }, values);
      const isGain = name.includes("LayerNorm.weight");
      return [name, values.map((value) => (isGain ? 1 : 0.04 * value))];
    }),
  );
}

/** Full rows have no padding at all; others run from a third of the length to all of it. */
function batchOf(number: number, full: boolean): Batch {
  const order = shuffledIndices({ seed: 2, stream: "data", site: number, time: 0 }, BUNDLED.vocabSize - 3);
  const inputIds = new Int32Array(ROWS * SEQUENCE).fill(BUNDLED.padId);
  for (let row = 0; row < ROWS; row++) {
    const length = full ? SEQUENCE : Math.round(SEQUENCE * (1 / 3 + ((2 / 3) * row) / (ROWS - 1)));
    for (let i = 0; i < length; i++) inputIds[row * SEQUENCE + i] = 3 + order[row * SEQUENCE + i]!;
    inputIds[row * SEQUENCE] = BUNDLED.bosId;
  }
  return { inputIds, rows: ROWS, sequence: SEQUENCE, labels: Int32Array.from({ length: ROWS }, (_, i) => i % CLASSES) };
}

interface Contender {
  readonly name: string;
  run(step: number): number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

export interface StepBench {
  backend: string;
  model: string;
  batch: string;
  rounds: number;
  /** Medians. */
  timesMs: Record<string, number>;
  /** Stock's time by the engine's, for the step both make: no masks, no dropout, no padding. */
  speedup: number;
  required: number;
  /** Largest difference of a logit before any training: both are the same model. */
  logitDifference: number;
}

export async function benchStep(rounds: number): Promise<StepBench> {
  const backend = await selectBackend("wasm");
  const weights = randomWeights(BUNDLED);
  const engine = createEngine(BUNDLED, { kind: "sequence", classes: CLASSES }, weights);
  const stock = createStockModel(BUNDLED, weights, LEARNING_RATE);
  const full = batchOf(0, true);
  const ours = await engine.logits(full);
  const logitDifference = Math.max(...stock.logits(full).map((value, i) => Math.abs(value - ours[i]!)));

  const plan = (step: number, mask: LayerMask, dropout = 0): StepPlan => ({
    seed: 1,
    epoch: 1,
    step,
    learningRate: LEARNING_RATE,
    dropout,
    layerMasks: Array.from({ length: BUNDLED.layers }, () => mask),
    embeddings: "train",
    optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
  });
  const timed = (work: () => void) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const engineStep = (name: string, mask: LayerMask, dropout: number, isFull: boolean): Contender => ({
    name,
    run: (step) => timed(() => engine.step(batchOf(step, isFull), plan(step, mask, dropout))),
  });
  const contenders: Contender[] = [
    { name: "stock", run: (step) => timed(() => stock.step(batchOf(step, true))) },
    engineStep("engine", { kind: "active" }, 0, true),
    engineStep("engine, sft (dropout 0.2)", { kind: "active" }, 0.2, true),
    engineStep("engine, graddrop", { kind: "bernoulli", dropRate: 0.2, rescale: true, period: "step" }, 0, true),
    engineStep("engine, head and embeddings only", { kind: "frozen" }, 0, true),
    engineStep("engine, rows of 11 to 32 tokens", { kind: "active" }, 0, false),
  ];
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  let step = 0;
  for (let round = -1; round < rounds; round++) {
    for (const { name, run } of contenders) {
      const timeMs = run(step++);
      if (round >= 0) times.get(name)!.push(timeMs); // The round before counts compiles and grows memory.
    }
  }
  engine.dispose();
  stock.dispose();
  const timesMs = Object.fromEntries(Array.from(times, ([name, values]) => [name, median(values)]));
  return {
    backend,
    model: "12 layers, hidden 128, 4 heads, FFN 512, vocabulary 8000",
    batch: `${ROWS} x ${SEQUENCE} tokens`,
    rounds,
    timesMs,
    speedup: timesMs.stock! / timesMs.engine!,
    required: REQUIRED_SPEEDUP,
    logitDifference,
  };
}

export function printStep(bench: StepBench): void {
  console.log(`One training step on ${bench.backend}, one thread: ${bench.model}; ${bench.batch}.`);
  console.log(
    `Medians of ${bench.rounds} interleaved rounds; logits differ by at most ${bench.logitDifference.toExponential(1)}.`,
  );
  const stock = bench.timesMs.stock!;
  for (const [name, timeMs] of Object.entries(bench.timesMs)) {
    console.log(
      `  ${name.padEnd(36)} ${timeMs.toFixed(0).padStart(6)} ms  ${(stock / timeMs).toFixed(1).padStart(5)}x`,
    );
  }
}
